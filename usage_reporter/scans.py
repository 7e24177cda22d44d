"""What the scanner says of one image and of a push: vulnerabilities, or why there is no verdict.

Owns the reading of DescribeImageScanFindings' answers. Basic scanning no longer fills the summary
in DescribeImages (API reference, DescribeImages), so this is the one place to read either kind.
Refuses to read silence as "no vulnerabilities": an answer without counts and without a completion
time is a scan that has not ended, whatever its status (aws/aws-sdk issue 289, aws-cli issue 6759).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final

from usage_reporter.answers import count, mapped, moment

SEVERITIES: Final = ("CRITICAL", "HIGH", "MEDIUM", "LOW")


class State(StrEnum):
    """What is known of an image, the worst first; the value is the one of the metric."""

    FAILED = "failed"
    DENIED = "denied"
    LIMITED = "limited"
    NEVER = "never"
    EXPIRED = "expired"
    ARCHIVED = "archived"
    PENDING = "pending"
    SCANNED = "scanned"
    UNSUPPORTED = "unsupported"


#: States in which nobody knows the vulnerabilities, and somebody should see to it.
MISSING: Final = frozenset({State.FAILED, State.DENIED, State.LIMITED, State.NEVER})

_STATES: Final[Mapping[str, State]] = {
    "COMPLETE": State.SCANNED,
    "ACTIVE": State.SCANNED,
    "IN_PROGRESS": State.PENDING,
    "PENDING": State.PENDING,
    "UNSUPPORTED_IMAGE": State.UNSUPPORTED,
    "IMAGE_SIZE_EXCEEDED": State.UNSUPPORTED,
    "SCAN_ELIGIBILITY_EXPIRED": State.EXPIRED,
    "LIMIT_EXCEEDED": State.LIMITED,
    "IMAGE_ARCHIVED": State.ARCHIVED,
    "FINDINGS_UNAVAILABLE": State.FAILED,
    "FAILED": State.FAILED,
}
#: How Inspector says that a policy keeps it from the image (Inspector user guide, scan status).
_REFUSED: Final = ("ACCESS_DENIED", "access denied", "Resource access policy")


@dataclass(frozen=True)
class Scan:
    """One image's scan.

    Attributes:
        state: what is known.
        counts: findings by severity where it was scanned.
        fixable: those with a fix, by severity; None where the scanner doesn't say (basic scanning).
        critical_days: for each fixable CRITICAL finding, days since it was first seen.
        reason: AWS's own words where there is no verdict.
    """

    state: State
    counts: Mapping[str, int] = field(default_factory=dict)
    fixable: Mapping[str, int] | None = None
    critical_days: tuple[float, ...] = ()
    reason: str = ""


def scan(answer: Mapping[str, Any]) -> Scan:
    """Read one answer. A status that isn't known here counts as a scan that failed."""
    status = mapped(answer.get("imageScanStatus"))
    code, description = str(status.get("status") or ""), str(status.get("description") or "")
    state = _STATES.get(code, State.FAILED)
    if state is not State.SCANNED:
        if state is State.FAILED and any(word in description for word in _REFUSED):
            state = State.DENIED
        return Scan(state, reason=description or code or "no status")
    findings = mapped(answer.get("imageScanFindings"))
    counts = mapped(findings.get("findingSeverityCounts"))
    if not counts and moment(findings.get("imageScanCompletedAt")) is None:
        return Scan(State.PENDING, reason=f"{code} without counts and without a completion time")
    known = {severity: count(counts.get(severity, 0)) for severity in SEVERITIES}
    if None in known.values():
        return Scan(State.FAILED, reason="its counts are no numbers")
    return Scan(State.SCANNED, {name: of for name, of in known.items() if of})


@dataclass(frozen=True)
class Verdict:
    """What is known of a push as a whole.

    Attributes:
        state: the worst state of its images.
        findings: by severity, the most of any platform; None while nothing is known.
        unscanned: images without a result; None while a scan is at work.
        fixable: as `findings`, of those with a fix; None where the scanner doesn't say.
        critical_days: for each fixable CRITICAL finding of the worst platform, its age.
        reason: why there is no verdict, in AWS's words.
    """

    state: State
    findings: Mapping[str, int] | None
    unscanned: int | None
    fixable: Mapping[str, int] | None = None
    critical_days: tuple[float, ...] = ()
    reason: str = ""


def verdict(scans: Iterable[Scan]) -> Verdict | None:
    """Judge the images of one push together; None where all of them are gone by now.

    An unsupported image counts only where no other image of the push has a result: an index may
    hold a platform that the scanner doesn't know.
    """
    known = list(scans)
    if not known:
        return None
    worst = min(known, key=lambda one: list(State).index(one.state))
    states = [one.state for one in known]
    missing = sum(state in MISSING for state in states)
    scanned = [one for one in known if one.state is State.SCANNED]
    if scanned:
        details = [one.fixable for one in scanned if one.fixable is not None]
        return Verdict(
            worst.state,
            _most([one.counts for one in scanned]),
            missing,
            _most(details) if details else None,
            max((one.critical_days for one in scanned), key=len),
            worst.reason,
        )
    waiting = State.PENDING in states and not missing
    unsupported = states.count(State.UNSUPPORTED)
    return Verdict(
        worst.state, None, None if waiting else missing + unsupported, reason=worst.reason
    )


def _most(counts: list[Mapping[str, int]]) -> dict[str, int]:
    return {severity: max(of.get(severity, 0) for of in counts) for severity in SEVERITIES}
