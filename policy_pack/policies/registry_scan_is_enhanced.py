"""A registry's scanning is enhanced: continuous, and of language packages too."""

from __future__ import annotations

from collections.abc import Iterator

from policy_pack.framework.policy import Case, Policy, Violation
from policy_pack.subjects import scanning


def enhanced(case: Case) -> Iterator[Violation]:
    """The scan type is ENHANCED."""
    found = case.resource.get("scanType")
    if found != "ENHANCED":
        yield Violation(
            path=("scanType",),
            problem=f"scanType is {found!r}, not 'ENHANCED'",
            impact="images are scanned once, when they are pushed, and only their operating system "
            "packages; a vulnerability that is published a week later is never reported",
            fix="`scanType: ENHANCED`, with a rule for continuous scanning where images run",
        )


POLICY = Policy(
    id="registry-scan-is-enhanced",
    title="Registry scanning is enhanced",
    description="The registry is scanned by Amazon Inspector, continuously.",
    why="Basic scanning checks an image once, and only its operating system packages.",
    remediation="Set scanType to ENHANCED.",
    link="https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-scanning-enhanced.html",
    severity="medium",
    scope="resource",
    types=scanning.TYPES,
    checks=(enhanced,),
    level="advisory",
    standards={"NIST SP 800-53 Rev. 5": ("RA-5",)},
    notes="Enhanced scanning costs $0.09 for an image's first scan (us-east-1). A stack that "
    "doesn't own the registry's scanning has no such resource, and nothing is judged.",
)
