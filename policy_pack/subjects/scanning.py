"""The scanning configuration of a registry, and which repositories its rules cover.

What a filter matches is `container_registry.scanning`'s. Source: Amazon ECR user guide, "Filters
to choose which repositories are scanned": what no rule matches is scanned by hand only (basic) or
not at all (enhanced).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from container_registry.scanning import covers
from policy_pack.framework.resource import Resource, Stack
from policy_pack.subjects.registry import is_credited

TYPE: Final = "aws:ecr/registryScanningConfiguration:RegistryScanningConfiguration"
NATIVE: Final = "aws-native:ecr:RegistryScanningConfiguration"
TYPES: Final = (TYPE, NATIVE)
AUTOMATIC: Final = frozenset({"SCAN_ON_PUSH", "CONTINUOUS_SCAN"})


@dataclass(frozen=True)
class Rule:
    """One rule: how often, and the filters on repository names."""

    frequency: str
    filters: tuple[str, ...]

    def covers(self, name: str) -> bool:
        """Whether images of this repository are scanned without anybody asking for it."""
        return self.frequency in AUTOMATIC and any(covers(text, name) for text in self.filters)


def of_registry(stack: Stack, repository: Resource) -> Resource | None:
    """The scanning configuration that the stack gives the repository's registry, if any."""
    return next(
        (one for one in stack.of(*TYPES) if one.shown and is_credited(one, repository)), None
    )


def left_alone(stack: Stack) -> Resource | None:
    """A scanning configuration that this run doesn't show, and that may decide."""
    return next((one for one in stack.of(*TYPES) if not one.shown), None)


def rules(configuration: Resource) -> tuple[Rule, ...]:
    """Its rules. Raises `UnknownProperty` where they come with the update."""
    found = configuration.get("rules", default=[])
    return tuple(_rules(found if isinstance(found, list) else []))


def decides(configuration: Resource) -> bool:
    """Whether the registry's rules decide, and a repository's own scanOnPush doesn't.

    Enhanced scanning goes by its rules alone. Basic scanning without rules is how every registry
    starts; there a repository's own setting holds.
    """
    return configuration.get("scanType") == "ENHANCED" or bool(rules(configuration))


def _rules(found: list[Any]) -> Iterator[Rule]:
    for rule in found:
        if isinstance(rule, Mapping):
            filters = rule.get("repositoryFilters")
            yield Rule(
                str(rule.get("scanFrequency")),
                tuple(
                    entry["filter"]
                    for entry in (filters if isinstance(filters, list) else [])
                    if isinstance(entry, Mapping) and isinstance(entry.get("filter"), str)
                ),
            )
