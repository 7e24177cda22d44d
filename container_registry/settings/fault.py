"""What a check of settings yields: a place among the settings, and what is said about it.

Owns the value between the checks, which know places by their keys, and the findings, which know
them as users spell them. A check yields faults; only `load` makes findings.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

Location = tuple[str | int, ...]


class _Nothing:
    """Stands for "show no value", where None is a value."""

    def __repr__(self) -> str:
        return "nothing"


NOTHING: Final = _Nothing()


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One thing that is wrong.

    Attributes:
        at: the place, by the keys that lead to it.
        code: a stable word for programs.
        problem: what is wrong.
        impact: what this very fault does.
        fix: what to write instead.
        found: the value, where it helps and is no secret.
    """

    at: Location
    code: str
    problem: str
    impact: str
    fix: str
    found: Any = NOTHING

    def below(self, *parts: str | int) -> "Fault":
        """The same fault, seen from further up."""
        return Fault(
            at=(*parts, *self.at),
            code=self.code,
            problem=self.problem,
            impact=self.impact,
            fix=self.fix,
            found=self.found,
        )


Faults = Iterator[Fault]
