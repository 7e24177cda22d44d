"""Where the stack configures the registry's scanning, its rules cover every repository."""

from __future__ import annotations

from collections.abc import Iterator

from policy_pack.framework.policy import Case, Policy, Violation
from policy_pack.framework.resource import UnknownProperty
from policy_pack.subjects import repository, scanning


def covered(case: Case) -> Iterator[Violation]:
    """A rule that scans without being asked, whose filter matches this repository's name."""
    registry = scanning.of_registry(case.stack, case.resource)
    if registry is None or not scanning.decides(registry):
        return
    rules = scanning.rules(registry)
    automatic = [
        text for rule in rules if rule.frequency in scanning.AUTOMATIC for text in rule.filters
    ]
    name = repository.physical_name(case.resource)
    if name is None and "*" not in automatic:
        if automatic:
            raise UnknownProperty(case.resource, (repository.name_property(case.resource),))
    elif any(rule.covers(name or "") for rule in rules):
        return
    filters = ", ".join(automatic[:10]) or "none that scans by itself"
    yield Violation(
        path=(),
        problem=f"no rule of the scanning configuration {registry.name} covers it (filters: "
        f"{filters})",
        impact="its images are never scanned: with enhanced scanning the rules alone decide, "
        "and with basic scanning a repository that no rule matches is scanned by hand only",
        fix=f"a rule of {registry.name} with `scanFrequency` SCAN_ON_PUSH or CONTINUOUS_SCAN and a "
        "filter that matches the name ('*' matches all; without '*' it matches names that contain "
        "it)",
    )


POLICY = Policy(
    id="scan-rules-cover-repository",
    title="Scan rules cover every repository",
    description="The registry's scanning rules cover this repository's name.",
    why="A scanning configuration can be enhanced and perfect, and still leave a repository out: "
    "its rules go by filters on names. A rule with the frequency MANUAL scans nothing.",
    remediation="Add a rule whose filter matches the repository's name.",
    link="https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-scanning-filters.html",
    severity="high",
    scope="stack",
    types=repository.TYPES,
    also_reads=scanning.TYPES,
    checks=(covered,),
    standards={"AWS Security Hub": ("ECR.1",), "NIST SP 800-53 Rev. 5": ("RA-5",)},
    notes="Only a scanning configuration in this stack can be judged. A repository whose name is "
    "known only in the update is decided in the first preview where a rule matches every name.",
)
