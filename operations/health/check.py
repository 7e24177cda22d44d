"""What a check of the registry says: findings, and what it could not look at. Pure."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from ecr_lifecycle.finding import Finding
from operations.concurrent import ask_all


@dataclass(frozen=True)
class Check:
    """One question about the registry.

    Attributes:
        name: what is looked at, for people.
        ask: the findings; none where all is well.
    """

    name: str
    ask: Callable[[], Iterable[Finding]]


@dataclass
class Health:
    """What all checks said.

    Attributes:
        looked: what was looked at.
        findings: what is wrong.
        unseen: why something could not be looked at.
    """

    looked: list[str] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    unseen: list[Finding] = field(default_factory=list)


def run(checks: Iterable[Check]) -> Health:
    """Every check; one that can't look costs the others nothing."""
    health = Health()
    listed = list(checks)
    answers = ask_all(listed, _seen)
    for check, findings in answers.found:
        if findings is None:
            health.looked.append(check.name)
        else:
            health.findings.append(findings)
    health.unseen = answers.reasons
    return health


def _seen(check: Check) -> Iterator[tuple[Check, Finding | None]]:
    """Its findings; None last, where it was looked at to the end."""
    for finding in check.ask():
        yield check, finding
    yield check, None
