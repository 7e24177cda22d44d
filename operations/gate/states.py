"""What each state of a scan means to a gate, in its own words.

Owns the table. Sources: botocore, ECR `ScanStatus`; inspector2 `ScanStatusReason`; Inspector user
guide, "Scanning Amazon ECR images". Refuses a verdict for every state but a finished scan.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class NoResult:
    """A state that has no verdict.

    Attributes:
        problem: what is so.
        fix: what gives a verdict.
        allowable: whether a user may say that such images pass.
    """

    problem: str
    fix: str
    allowable: bool = False


WAITING: Final = frozenset({"PENDING", "IN_PROGRESS"})
FINISHED: Final = frozenset({"COMPLETE", "ACTIVE"})

_UNSUPPORTED: Final = NoResult(
    "the scanner does not support this image: its distribution, format or media type",
    "build on a supported distribution, or say --allow-unsupported if it has no packages",
    allowable=True,
)
_TOO_LARGE: Final = NoResult(
    "the image is larger than the scanner takes",
    "make it smaller, or say --allow-unsupported",
    allowable=True,
)
_EXPIRED: Final = NoResult(
    "Inspector stopped watching the image and closed its findings: it was neither pushed nor used "
    "within the re-scan duration (14 days by default)",
    "push the image again, or set a longer re-scan duration in Inspector",
)
_ARCHIVED: Final = NoResult("the image is archived", "restore it, then wait for its scan")
_LIMIT: Final = NoResult(
    "the account has reached a limit of Inspector or ECR scanning",
    "raise the quota, or scan it tomorrow: a basic scan runs once in 24 hours",
)
_FAILED: Final = NoResult("the scan failed", "scan again; if it fails again, push the image again")
_GONE: Final = NoResult(
    "the findings are not available", "scan again: findings of old scans are removed"
)
_DENIED: Final = NoResult(
    "Inspector may not pull the image: a repository policy or key denies it",
    "spare Inspector's service-linked role in the policy's Deny",
)

ECR_STATES: Final[Mapping[str, NoResult]] = {
    "FAILED": _FAILED,
    "FINDINGS_UNAVAILABLE": _GONE,
    "LIMIT_EXCEEDED": _LIMIT,
    "UNSUPPORTED_IMAGE": _UNSUPPORTED,
    "IMAGE_SIZE_EXCEEDED": _TOO_LARGE,
    "SCAN_ELIGIBILITY_EXPIRED": _EXPIRED,
    "IMAGE_ARCHIVED": _ARCHIVED,
    "BLOCKED": _DENIED,
}

INSPECTOR_WAITING: Final = frozenset({"PENDING_INITIAL_SCAN", "SCAN_IN_PROGRESS"})
#: Scanned: watched for good, or scanned once on push and left.
INSPECTOR_FINISHED: Final = frozenset({"SUCCESSFUL", "SCAN_FREQUENCY_SCAN_ON_PUSH"})

INSPECTOR_REASONS: Final[Mapping[str, NoResult]] = {
    "ACCESS_DENIED": _DENIED,
    "ACCESS_DENIED_TO_ENCRYPTION_KEY": _DENIED,
    "IMAGE_SIZE_EXCEEDED": _TOO_LARGE,
    "IMAGE_ARCHIVED": _ARCHIVED,
    "INTERNAL_ERROR": _FAILED,
    "SCAN_ELIGIBILITY_EXPIRED": _EXPIRED,
    "SCAN_FREQUENCY_MANUAL": NoResult(
        "no rule of the registry's enhanced scanning covers this repository",
        "add a scanning rule whose filter matches its name",
    ),
    "UNSUPPORTED_CONFIG_FILE": _UNSUPPORTED,
    "UNSUPPORTED_LANGUAGE": _UNSUPPORTED,
    "UNSUPPORTED_MEDIA_TYPE": _UNSUPPORTED,
    "UNSUPPORTED_OS": _UNSUPPORTED,
    "UNSUPPORTED_RUNTIME": _UNSUPPORTED,
}


def ecr_state(status: str) -> NoResult:
    """What an `imageScanStatus` without a verdict means."""
    return ECR_STATES.get(status) or _other(status)


def inspector_reason(reason: str) -> NoResult:
    """What a reason of ListCoverage without a verdict means."""
    return INSPECTOR_REASONS.get(reason) or _other(reason)


def _other(word: str) -> NoResult:
    return NoResult(
        f"the scan's state is {word or 'missing'}, which this gate does not know",
        "look at the image in the console, and at a newer release of this command",
    )
