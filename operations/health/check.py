"""What a check of the registry says: findings, and what it could not look at. Pure."""

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from ecr_lifecycle.finding import Finding
from operations.aws import WORKERS
from operations.failures import CouldNotFindOut


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
    with ThreadPoolExecutor(max_workers=WORKERS) as pool:
        for check, asked in [(c, pool.submit(_all, c)) for c in listed]:
            found, unseen = asked.result()
            health.findings += found
            health.unseen += unseen
            if not unseen:
                health.looked.append(check.name)
    return health


def _all(check: Check) -> tuple[list[Finding], tuple[Finding, ...]]:
    found: list[Finding] = []
    try:
        for finding in check.ask():
            found.append(finding)  # noqa: PERF402  (what came before a refusal stays)
    except CouldNotFindOut as error:
        return found, error.findings
    return found, ()
