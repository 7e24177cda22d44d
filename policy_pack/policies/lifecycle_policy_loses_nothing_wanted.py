"""A lifecycle policy deletes no image that is wanted."""

from __future__ import annotations

from collections.abc import Iterator

from ecr_lifecycle import Severity
from policy_pack.framework.policy import Case, Policy, Violation
from policy_pack.subjects import lifecycle, lifecycle_findings


def harmless(case: Case) -> Iterator[Violation]:
    """No rule that takes a release, a rollback or what is running."""
    yield from lifecycle_findings.violations(case, Severity.DANGEROUS)


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
    standards={"AWS Security Hub": ("ECR.3",), "NIST SP 800-53 Rev. 5": ("CP-9",)},
)
