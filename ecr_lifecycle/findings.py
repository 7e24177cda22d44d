"""Collects findings while a document is looked at, so that all of them come at once.

Owns the place inside a document (`Spot`) and how a wrong value is shown. Refuses to judge.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from ecr_lifecycle.finding import Finding, Severity, Where
from ecr_lifecycle.positions import Place, Positions

Step = str | int
"""One step into a document: the key of a member, or the index of an item."""

_SHOWN: Final = 60
_DOCUMENT: Final = "the policy"


@dataclass(frozen=True, slots=True)
class Spot:
    """Where in the document something stands: the steps to it, and its rule's priority if known."""

    steps: tuple[Step, ...] = ()
    rule: int | None = None

    def of(self, step: Step) -> "Spot":
        """The member or item `step` of this value."""
        return Spot((*self.steps, step), self.rule)

    @property
    def path(self) -> str:
        """The steps as a reader writes them: `rules[2].selection`."""
        text = ""
        for step in self.steps:
            text += f"[{step}]" if isinstance(step, int) else f".{step}" if text else step
        return text

    @property
    def name(self) -> str:
        """The path, or what the whole document is called."""
        return self.path or _DOCUMENT


WHOLE: Final = Spot()
"""The document itself."""


class Findings(list[Finding]):
    """The findings so far, in the order of the document, each with its spot."""

    def __init__(self) -> None:
        super().__init__()
        self.spots: list[Spot] = []

    def locate(self, positions: Positions) -> None:
        """Give the findings without a line the one of their spot."""
        for index, (finding, spot) in enumerate(zip(self, self.spots, strict=True)):
            if finding.where.line is None:
                at = positions.of(spot.steps)
                where = replace(finding.where, line=at.line, column=at.column)
                self[index] = replace(finding, where=where)

    def invalid(
        self,
        code: str,
        problem: str,
        impact: str,
        fix: str,
        spot: Spot = WHOLE,
        found: str = "",
        *,
        place: Place | None = None,
    ) -> None:
        """Add something that is refused."""
        self.spots.append(spot)
        line, column = (None, None) if place is None else (place.line, place.column)
        self.append(
            Finding(
                code=code,
                severity=Severity.INVALID,
                where=Where(path=spot.path, line=line, column=column),
                problem=problem,
                impact=impact,
                fix=fix,
                found=found,
                details=of_rule(spot.rule),
            )
        )


def of_rule(priority: int | None) -> Mapping[str, Any]:
    """The details that say which rule a finding is about."""
    return {} if priority is None else {"rule": priority}


def rule_of(finding: Finding) -> int | None:
    """The priority of the rule that a finding is about, if it is about one."""
    rule = finding.details.get("rule")
    return rule if isinstance(rule, int) else None


def shown(value: Any) -> str:
    """`value` as a message can hold it: short, one line, pure ASCII whatever it was."""
    if isinstance(value, dict):
        return "an object"
    if isinstance(value, list):
        return "a list"
    if isinstance(value, int) and not isinstance(value, bool) and value.bit_length() > 128:
        return f"a number of {value.bit_length()} bits"
    if value is None or isinstance(value, bool | int | float | str):
        text = json.dumps(value)
        return text if len(text) <= _SHOWN else text[: _SHOWN - 3] + "..."
    return f"a value of type {getattr(value, 'type_name', type(value).__name__)}"
