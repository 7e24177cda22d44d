"""A lifecycle policy is one that ECR takes."""

from __future__ import annotations

from collections.abc import Iterator

from ecr_lifecycle.finding import Severity
from policy_pack.framework.policy import Case, Policy, Violation
from policy_pack.subjects import lifecycle, lifecycle_findings


def valid(case: Case) -> Iterator[Violation]:
    """Nothing that ECR refuses."""
    yield from lifecycle_findings.violations(case, Severity.INVALID)


POLICY = Policy(
    id="lifecycle-policy-is-valid",
    title="Lifecycle policies are valid",
    description="The lifecycle policy is one that ECR accepts.",
    why="An invalid policy fails in the middle of an update, when the repository is there "
    "already; and a reviewer who reads it believes that images are cleaned up.",
    remediation="Correct the rule that the message names.",
    link="https://docs.aws.amazon.com/AmazonECR/latest/userguide/lifecycle_policy_parameters.html",
    severity="high",
    scope="resource",
    types=tuple(lifecycle.DOCUMENTS),
    checks=(valid,),
    standards={"AWS Security Hub": ("ECR.3",)},
    exemptible=False,
    notes="There are no exemptions: ECR makes none.",
)
