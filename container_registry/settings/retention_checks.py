"""What `ecr_lifecycle` says of the retention settings.

Refused is what ECR would refuse, and what would lose an image that the declared tags call wanted.
Lesser findings are the policy pack's to report.
"""

from collections.abc import Iterator
from typing import Final

import ecr_lifecycle
from container_registry.settings.fault import Fault, Faults, Location
from container_registry.settings.retention import RetentionSettings
from container_registry.settings.stack import Settings

_NAMES: Final = {
    "keep_any": "keepEntries",
    "other_days": "otherDays",
    "untagged_days": "untaggedDays",
    "archive_after_days": "archiveAfterDays",
}


def retention_checks(settings: Settings) -> Faults:
    """One fault for each reason why a retention must not become a lifecycle policy."""
    places: dict[Location, RetentionSettings | None] = {("retention",): settings.retention}
    for name, service in settings.services.items():
        places["services", name, "retention"] = service.retention
    scheme = settings.lifecycle_scheme()
    for at, retention in places.items():
        for said in _judge(retention, scheme) if retention is not None else ():
            problem, found, impact, fix = said
            problem = f"{problem} (found: {found})" if found else problem
            declared = _declared(settings, retention, problem) if retention else None
            if declared is not None:
                at, problem = declared
            yield Fault(at=at, code="retention", problem=problem, impact=impact, fix=fix)


def _declared(
    settings: Settings, retention: RetentionSettings, problem: str
) -> tuple[Location, str] | None:
    """The class of `tagScheme` that a problem is about, where `keep` took it from there."""
    for name in settings.tag_scheme:
        own = name in retention.classes
        spelled = f"classes.{name} of the scheme" if own else f"classes.{name}"
        if problem.startswith(f"{spelled}.patterns "):
            return ("tagScheme", name, "patterns"), problem.removeprefix(f"{spelled}.patterns ")
    return None


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
