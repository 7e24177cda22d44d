"""A lifecycle policy deletes no image that is wanted."""

from __future__ import annotations

from collections.abc import Iterator

from ecr_lifecycle.finding import Severity
from policy_pack.framework.policy import Case, Policy, Setting, Violation
from policy_pack.subjects import lifecycle, lifecycle_findings

SETTING = Setting(
    name="releaseTags",
    schema={"type": "array", "items": {"type": "string", "minLength": 1}, "maxItems": 50},
    default=[],
    description="Patterns of the tags that releases have, such as `prod-*`. Without any, the tags "
    "that a rule shields by a count of 100 or more are taken for releases, or else what is usual.",
)


def harmless(case: Case) -> Iterator[Violation]:
    """No rule that takes a release, a rollback or what is running."""
    releases = tuple(map(str, case.settings["releaseTags"]))
    yield from lifecycle_findings.violations(case, Severity.DANGEROUS, releases=releases)


POLICY = Policy(
    id="lifecycle-policy-loses-nothing-wanted",
    title="Lifecycle policies lose no wanted image",
    description="The lifecycle policy deletes no image that is still wanted.",
    why="ECR deletes without asking, and what is deleted cannot be restored: the release that "
    "runs, or the one to go back to.",
    remediation="Give releases a rule of their own with a count, above any rule for all images.",
    link="https://docs.aws.amazon.com/AmazonECR/latest/userguide/LifecyclePolicies.html",
    severity="critical",
    scope="resource",
    types=tuple(lifecycle.DOCUMENTS),
    checks=(harmless,),
    level="advisory",
    settings=(SETTING,),
    standards={"AWS Security Hub": ("ECR.3",), "NIST SP 800-53 Rev. 5": ("CP-9",)},
)
