"""What a check reports: one value for lifecycle policies, settings, the policy pack and commands.

Owns `Finding`, its severities and the place it is about. Refuses to be prose: who needs a part
reads the field, never a sentence taken apart. How a finding looks is `ecr_lifecycle.rendering`'s.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final, Literal

Level = Literal["error", "warning", "note"]


class Severity(StrEnum):
    """What a finding costs whoever ignores it, worst first."""

    INVALID = "invalid"
    """It is refused: by AWS, by the engine or by us."""

    DANGEROUS = "dangerous"
    """It is accepted, and loses images, lets others in or falls silent."""

    INEFFECTIVE = "ineffective"
    """It is accepted, and does nothing, or not what it looks like."""

    WASTEFUL = "wasteful"
    """It works, and something grows or is paid for without end."""

    STYLE = "style"
    """It works, and could be said more simply or more safely."""

    @property
    def level(self) -> Level:
        """The level of SARIF 2.1.0, 3.27.10."""
        return _LEVELS[self]


_LEVELS: Final[Mapping[Severity, Level]] = {
    Severity.INVALID: "error",
    Severity.DANGEROUS: "error",
    Severity.INEFFECTIVE: "warning",
    Severity.WASTEFUL: "warning",
    Severity.STYLE: "note",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Where:
    """The place that a finding is about. Only what is known is given.

    Attributes:
        path: the place inside the document, as its format spells it: `rules[2].selection`,
            `container-registry:services.payments`, `policy.Statement[0].Principal`.
        resource: the resource that holds the document: a URN, an ARN or a name.
        file: the file, as it was named by the user.
        line: its line, from 1.
        column: its column, from 1, in characters.
    """

    path: str = ""
    resource: str = ""
    file: str = ""
    line: int | None = None
    column: int | None = None

    def __str__(self) -> str:
        place = self.file
        if place and self.line is not None:
            place += f":{self.line}" + ("" if self.column is None else f":{self.column}")
        return ": ".join(part for part in (place, self.resource, self.path) if part)


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that is wrong.

    The impact is that of this very fault, not of the setting or the rule it was found in: a text
    where a boolean is meant is refused; it does not delete images.

    Attributes:
        code: stable, lower-case words joined by `-`, for programs: `any-not-last`.
        severity: what it costs.
        where: the place.
        problem: what is wrong, a clause without a full stop.
        found: the value that is wrong, fit to be shown; empty for a secret or where nothing is.
        impact: what happens if it stays.
        fix: what to write instead.
        details: what only some findings have, for programs: JSON values by name.
    """

    code: str
    severity: Severity
    where: Where
    problem: str
    impact: str
    fix: str
    found: str = ""
    details: Mapping[str, Any] = field(default_factory=dict)
