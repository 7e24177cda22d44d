"""Which repository a lifecycle policy or a repository policy belongs to, known names or not.

Owns the linking: by the resources that the `repository` property depends on first, by name second.
On a first preview names are unknown (auto-named, or computed from outputs); then the dependency
decides. Where neither does, the attachment is floating: it may belong to any repository that could
get the same name, and to at most one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from policy_pack.framework.policy import Case
from policy_pack.framework.resource import Resource, Stack, UnknownProperty
from policy_pack.subjects import repository
from policy_pack.subjects.registry import registry_of

PROPERTY = "repository"


@dataclass
class Links:
    """What belongs to each repository (by URN), for sure and perhaps."""

    sure: dict[str, list[Resource]] = field(default_factory=dict)
    perhaps: dict[str, list[Resource]] = field(default_factory=dict)

    def short(self, target: Resource) -> bool:
        """Whether more repositories wait for the same floating attachments than there are of
        these.
        """
        waiting = frozenset(found.urn for found in self.perhaps.get(target.urn, ()))
        rivals = [
            urn
            for urn, found in self.perhaps.items()
            if urn not in self.sure and frozenset(one.urn for one in found) == waiting
        ]
        return len(rivals) > len(waiting)


def links(case: Case, kind: str) -> Links:
    """The links of every attachment of a type in the stack."""
    return case.once(f"links:{kind}", lambda stack: _links(stack, kind))


def _links(stack: Stack, kind: str) -> Links:
    result, floating = Links(), []
    targets = tuple(stack.of(repository.CLASSIC))
    named = _by_name(targets)
    for attachment in stack.of(kind):
        found = _targets(attachment, stack, named)
        if len(found) == 1 or (found and not attachment.is_unknown(PROPERTY)):
            for target in found:
                result.sure.setdefault(target.urn, []).append(attachment)
        else:
            floating.append((attachment, found))
    for attachment, found in floating:
        for target in found or _possible(attachment, targets, result):
            result.perhaps.setdefault(target.urn, []).append(attachment)
    return result


def _by_name(targets: Iterable[Resource]) -> Mapping[tuple[object, str], list[Resource]]:
    named: dict[tuple[object, str], list[Resource]] = {}
    for target in targets:
        name = repository.physical_name(target)
        if name is not None:
            named.setdefault((registry_of(target), name), []).append(target)
    return named


def _targets(
    attachment: Resource, stack: Stack, named: Mapping[tuple[object, str], list[Resource]]
) -> list[Resource]:
    """The repositories that it depends on; where the name is known, those that have that name."""
    depends = [
        stack.by_urn[urn]
        for urn in sorted(attachment.dependencies.get(PROPERTY, ()))
        if urn in stack.by_urn and stack.by_urn[urn].type == repository.CLASSIC
    ]
    try:
        name = attachment.get(PROPERTY)
    except UnknownProperty:
        return depends
    by_name = named.get((registry_of(attachment), str(name)), [])
    return by_name or [target for target in depends if repository.physical_name(target) is None]


def _possible(attachment: Resource, targets: Iterable[Resource], decided: Links) -> list[Resource]:
    """Where a floating attachment may land: first where the name comes from the same resources."""
    if not attachment.is_unknown(PROPERTY):
        return []
    waiting = [
        target
        for target in targets
        if target.urn not in decided.sure and registry_of(target) == registry_of(attachment)
    ]
    sources = attachment.dependencies.get(PROPERTY, frozenset())
    alike = [
        target
        for target in waiting
        if repository.physical_name(target) is None
        and target.dependencies.get("name", frozenset()) == sources
    ]
    return alike or waiting
