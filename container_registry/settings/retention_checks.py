"""What `ecr_lifecycle` says of the retention settings.

Refused is what ECR would refuse, and what would lose an image that the declared tags call wanted.
Lesser findings are the policy pack's to report.
"""

from collections.abc import Iterator
from typing import Final

import ecr_lifecycle
from container_registry.settings.problem import Problem
from container_registry.settings.retention import RetentionSettings
from container_registry.settings.stack import Settings

_NAMES: Final = {
    "keep_any": "keepEntries",
    "other_days": "otherDays",
    "untagged_days": "untaggedDays",
    "archive_after_days": "archiveAfterDays",
}


def retention_checks(settings: Settings, namespace: str) -> list[Problem]:
    """One problem for each reason why a retention must not become a lifecycle policy."""
    places = {"retention": settings.retention}
    places |= {f"services.{name}.retention": s.retention for name, s in settings.services.items()}
    scheme = settings.lifecycle_scheme()
    return [
        Problem(f"{namespace}:{path}", *said)
        for path, retention in places.items()
        if retention is not None
        for said in _judge(retention, scheme)
    ]


def _named(text: str) -> str:
    """`text` with the settings' names in place of `ecr_lifecycle`'s."""
    for theirs, ours in _NAMES.items():
        text = text.replace(theirs, ours)
    return text


def _judge(
    retention: RetentionSettings, scheme: ecr_lifecycle.TagScheme | None
) -> Iterator[tuple[str, str, str, str]]:
    try:
        policy = ecr_lifecycle.build(retention.to_retention(scheme))
    except ecr_lifecycle.InvalidRetention as error:
        for finding in error.findings:
            yield _named(finding.problem), finding.found, finding.impact, _named(finding.fix)
        return
    if scheme is not None:
        for finding in ecr_lifecycle.analyze(policy, scheme):
            if finding.severity == "dangerous":
                yield (
                    f"contradicts `tagScheme` ({finding.code})",
                    "",
                    f"{finding.problem}: {finding.impact}",
                    finding.fix,
                )
