"""A lifecycle policy does what it looks like."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from ecr_lifecycle.finding import Severity
from policy_pack.framework.policy import Case, Policy, Setting, Violation
from policy_pack.subjects import lifecycle, lifecycle_findings

PARTS: Final = "counts-parts"
SETTING = Setting(
    name="multiPlatform",
    schema={"type": "boolean"},
    default=False,
    description="Whether images are pushed for several platforms, or with attestations: a count of "
    "all images below 100 then counts their parts, and keeps fewer releases than it says.",
)


def useful(case: Case) -> Iterator[Violation]:
    """No rule that does nothing, and no images that no rule ever takes."""
    for violation in lifecycle_findings.violations(case, Severity.INEFFECTIVE, Severity.WASTEFUL):
        if case.settings["multiPlatform"] or violation.code != PARTS:
            yield violation


POLICY = Policy(
    id="lifecycle-policy-does-its-work",
    title="Lifecycle policies do their work",
    description="The lifecycle policy expires untagged images and caps the tagged ones.",
    why="A lifecycle policy may be valid and do nothing: a prefix that matches no image, several "
    "patterns that must all match, a count that is never reached.",
    remediation="Add a rule for untagged images and a last rule that caps what is kept.",
    link="https://docs.aws.amazon.com/AmazonECR/latest/userguide/lifecycle_policy_examples.html",
    severity="medium",
    scope="resource",
    types=tuple(lifecycle.DOCUMENTS),
    checks=(useful,),
    level="advisory",
    settings=(SETTING,),
    standards={"AWS Security Hub": ("ECR.3",), "NIST SP 800-53 Rev. 5": ("CM-2",)},
    notes="A widely used recommendation is one rule that keeps the newest images of any kind. It "
    "is "
    "refused where this policy is mandatory: untagged leftovers of moved tags take the places of "
    "images that are wanted.",
)
