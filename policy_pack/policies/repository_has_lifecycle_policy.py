"""Every repository has a lifecycle policy."""

from __future__ import annotations

from collections.abc import Iterator

from policy_pack.framework.policy import Case, Policy, Violation
from policy_pack.framework.resource import UnknownProperty
from policy_pack.subjects import attachments, lifecycle, repository


def has_one(case: Case) -> Iterator[Violation]:
    """A lifecycle policy of its own, by dependency or by name; inline for `aws-native`."""
    found = case.resource
    if found.type == repository.NATIVE:
        if not found.get(*lifecycle.DOCUMENTS[found.type]):
            yield _missing("lifecyclePolicy={'lifecycle_policy_text': ...}")
        return
    links = attachments.links(case, lifecycle.POLICY)
    if found.urn in links.sure:
        return
    perhaps = links.perhaps.get(found.urn)
    if perhaps and not links.short(found):
        raise UnknownProperty(perhaps[0], (attachments.PROPERTY,))
    yield _missing(f"aws.ecr.LifecyclePolicy(..., repository=<{found.name}>.name, policy=...)")


def _missing(remedy: str) -> Violation:
    return Violation(
        path=(),
        problem="it has no lifecycle policy in this stack",
        consequence="every image that is ever pushed stays and is paid for, at $0.10 per GB and "
        "month, until pushes fail at 100,000 images",
        remedy=f"{remedy}, with a rule that expires untagged images and one that keeps the newest",
    )


POLICY = Policy(
    id="repository-has-lifecycle-policy",
    title="Repositories have a lifecycle policy",
    description="A repository has a lifecycle policy, so that images which nobody needs go away.",
    why="Without a lifecycle policy ECR keeps every image for ever.",
    remediation="Register an aws.ecr.LifecyclePolicy whose repository is this one's name.",
    link="https://docs.aws.amazon.com/AmazonECR/latest/userguide/LifecyclePolicies.html",
    severity="high",
    scope="stack",
    types=repository.TYPES,
    also_reads=(lifecycle.POLICY,),
    checks=(has_one,),
    standards={
        "AWS Security Hub": ("ECR.3",),
        "NIST SP 800-53 Rev. 5": ("CA-9(1)", "CM-2"),
    },
    notes="A lifecycle policy belongs to the repository that its `repository` property depends on, "
    "or else to the one with that name in the same account and region. What is in the policy is "
    "judged by the `lifecycle-policy-...` policies. A repository that is only read into the stack "
    "(`Repository.get`) is left alone.",
)
