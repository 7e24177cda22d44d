"""What the scanner says of a push: vulnerabilities by severity, or that nobody looked.

Owns the reading of DescribeImageScanFindings' answers. Basic scanning no longer fills the summary
in DescribeImages (API reference, DescribeImages), so this is the one place to read either kind.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any, Final

SEVERITIES: Final = ("CRITICAL", "HIGH", "MEDIUM", "LOW")


class State(Enum):
    """What is known of one image."""

    SCANNED = "scanned"
    #: The scanner is at work; the last known state holds.
    PENDING = "pending"
    #: A scan failed, or nobody started one.
    MISSING = "missing"
    #: Nothing that the scanner could read: an image from scratch, a build's attestation.
    UNSUPPORTED = "unsupported"


_STATES: Final[Mapping[str, State]] = {
    "COMPLETE": State.SCANNED,
    "ACTIVE": State.SCANNED,
    "IN_PROGRESS": State.PENDING,
    "PENDING": State.PENDING,
    "UNSUPPORTED_IMAGE": State.UNSUPPORTED,
}


@dataclass(frozen=True)
class Scan:
    """One image's scan: its state, and findings by severity where it was scanned."""

    state: State
    counts: Mapping[str, int]


NEVER_STARTED: Final = Scan(State.MISSING, {})


def scan(answer: Mapping[str, Any]) -> Scan:
    """Read one answer. A status that isn't known here counts as a scan that failed."""
    status = answer.get("imageScanStatus", {}).get("status", "")
    state = _STATES.get(status, State.MISSING)
    counts = answer.get("imageScanFindings", {}).get("findingSeverityCounts", {})
    return Scan(state, counts if state is State.SCANNED else {})


@dataclass(frozen=True)
class Verdict:
    """What is known of a push as a whole.

    Attributes:
        findings: by severity, the most of any platform; None while nothing is known.
        unscanned: images without a result; None while a scan is at work.
    """

    findings: Mapping[str, int] | None
    unscanned: int | None


def verdict(scans: Iterable[Scan]) -> Verdict:
    """Judge the images of one push together.

    A build's attestation lies beside its image and can't be scanned: an unsupported image counts
    only where no other image of the push has a result.
    """
    known = list(scans)
    scanned = [one.counts for one in known if one.state is State.SCANNED]
    states = [one.state for one in known]
    missing = states.count(State.MISSING)
    if scanned:
        most = {severity: max(of.get(severity, 0) for of in scanned) for severity in SEVERITIES}
        return Verdict(most, missing)
    if State.PENDING in states:
        return Verdict(None, missing or None)
    return Verdict(None, missing + states.count(State.UNSUPPORTED))
