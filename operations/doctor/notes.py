"""What one test of the doctor notes: what it found, what is wrong, what it could not look at.

Owns the four ways in which a test ends. A test that has nothing to look at is left out, and says
which option would give it something; that is no gap. A test that may not look is one.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from enum import StrEnum

from ecr_lifecycle.finding import Finding, Severity, Where
from operations.failures import CouldNotFindOut


class State(StrEnum):
    """How a test ended."""

    GOOD = "ok"
    BAD = "bad"
    UNTESTED = "not tested"
    LEFT_OUT = "left out"


@dataclass
class Notes:
    """What a test notes while it looks.

    Attributes:
        found: what it saw, in sentences without a full stop.
        findings: what is wrong.
        unseen: what it could not look at, and why.
        left_out: why there was nothing to look at; empty where there was.
    """

    found: list[str] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    unseen: list[Finding] = field(default_factory=list)
    left_out: str = ""

    def say(self, text: str) -> None:
        """Something that is as it should be, or only good to know."""
        self.found.append(text)

    def skip(self, why: str) -> None:
        """There is nothing to test, for this reason."""
        self.left_out = why

    def bad(
        self,
        code: str,
        where: str,
        problem: str,
        impact: str,
        fix: str,
        severity: Severity = Severity.DANGEROUS,
    ) -> None:
        """Something that is wrong."""
        place = Where(resource=where)
        self.findings.append(
            Finding(
                code=code, severity=severity, where=place, problem=problem, impact=impact, fix=fix
            )
        )

    def could_not(self, code: str, where: str, problem: str, fix: str) -> None:
        """Something that can't be judged from here."""
        self.unseen.append(
            Finding(
                code=code,
                severity=Severity.INVALID,
                where=Where(resource=where),
                problem=problem,
                impact="this cause is neither found nor ruled out",
                fix=fix,
            )
        )


@dataclass(frozen=True)
class Cause:
    """One cause that is tested.

    Attributes:
        name: its name, a contract: `route tables`.
        tests: what is tested, for people.
        ask: looks, and notes what it sees.
    """

    name: str
    tests: str
    ask: Callable[[Notes], None]


@dataclass(frozen=True)
class Tested:
    """A test that was made."""

    cause: Cause
    notes: Notes

    @property
    def state(self) -> State:
        """What is wrong counts more than what could not be looked at."""
        if any(one.severity is not Severity.STYLE for one in self.notes.findings):
            return State.BAD
        if self.notes.unseen:
            return State.UNTESTED
        return State.LEFT_OUT if self.notes.left_out else State.GOOD


def run(causes: Iterable[Cause]) -> list[Tested]:
    """All tests, in their order; one that can't look costs the others nothing."""
    return [_run(cause) for cause in causes]


def _run(cause: Cause) -> Tested:
    notes = Notes()
    try:
        cause.ask(notes)
    except CouldNotFindOut as error:
        notes.unseen += error.findings
    return Tested(cause, notes)
