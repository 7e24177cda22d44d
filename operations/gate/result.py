"""The result of the scan of one platform's image."""

from dataclasses import dataclass, field
from datetime import datetime

from ecr_lifecycle.finding import Finding, Severity, Where
from operations.failures import CouldNotFindOut
from operations.gate.platforms import Platform
from operations.gate.states import NoResult
from operations.gate.vulnerability import Vulnerability


@dataclass(frozen=True)
class ScanResult:
    """What a finished scan found.

    Attributes:
        platform: the image.
        found: its vulnerabilities.
        scanned_at: when the scan ended, aware; None where AWS does not say.
        suppressed: those that a filter of Inspector suppresses: shown, not counted.
        unscanned: why there are no findings, where a user allows that; empty else.
    """

    platform: Platform
    found: tuple[Vulnerability, ...] = ()
    scanned_at: datetime | None = None
    suppressed: tuple[Vulnerability, ...] = field(default=())
    unscanned: str = ""


class Unscannable(CouldNotFindOut):
    """No verdict, for a reason that a user may allow: a scratch image has no packages to scan."""

    def __init__(self, platform: Platform, finding: Finding) -> None:
        self.platform = platform
        super().__init__([finding])

    @property
    def allowed(self) -> ScanResult:
        """The result where the user allows it."""
        return ScanResult(self.platform, unscanned=self.findings[0].problem)


def no_result(platform: Platform, where: Where, state: NoResult, word: str) -> ScanResult:
    """Never a result.

    Raises:
        CouldNotFindOut: always; `Unscannable` where the state may be allowed.
    """
    finding = Finding(
        code=f"scan-{word.lower().replace('_', '-') or 'unknown'}",
        severity=Severity.INVALID,
        where=where,
        problem=state.problem,
        impact="no scan vouches for the image",
        fix=state.fix,
    )
    if state.allowable:
        raise Unscannable(platform, finding)
    raise CouldNotFindOut([finding])
