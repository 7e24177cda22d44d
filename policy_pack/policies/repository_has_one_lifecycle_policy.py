"""A repository has one lifecycle policy, not two that overwrite each other."""

from __future__ import annotations

from collections.abc import Iterator

from policy_pack.framework.policy import Case, Policy, Violation
from policy_pack.subjects import attachments, lifecycle, repository


def only_one(case: Case) -> Iterator[Violation]:
    """At most one lifecycle policy is linked to the repository."""
    found = attachments.links(case, lifecycle.POLICY).sure.get(case.resource.urn, [])
    if len(found) > 1:
        names = ", ".join(sorted(one.name for one in found))
        yield Violation(
            path=(),
            problem=f"{len(found)} lifecycle policies are for it: {names}",
            impact="ECR keeps one policy a repository: each update puts one over the other, the "
            "next "
            "preview shows a difference again, and images are deleted by rules that nobody expects",
            fix="one lifecycle policy with the rules of all of them",
        )


POLICY = Policy(
    id="repository-has-one-lifecycle-policy",
    title="Repositories have one lifecycle policy",
    description="No two lifecycle policies are for the same repository.",
    why="PutLifecyclePolicy replaces: the last one that is written wins.",
    remediation="Merge the lifecycle policies into one.",
    link="https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_PutLifecyclePolicy.html",
    severity="high",
    scope="stack",
    types=(repository.CLASSIC,),
    also_reads=(lifecycle.POLICY,),
    checks=(only_one,),
    standards={"NIST SP 800-53 Rev. 5": ("CM-2",)},
)
