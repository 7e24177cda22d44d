"""Every repository has a lifecycle policy, those that a creation template makes included."""

from __future__ import annotations

from collections.abc import Iterator

from policy_pack.framework.policy import Case, Policy, Violation
from policy_pack.framework.resource import UnknownProperty
from policy_pack.subjects import attachments, lifecycle, repository
from policy_pack.subjects.texts import is_blank

TEMPLATES = (lifecycle.TEMPLATE, lifecycle.NATIVE_TEMPLATE)


def has_one(case: Case) -> Iterator[Violation]:
    """A lifecycle policy of its own, by dependency or by name; inline for `aws-native`."""
    found = case.resource
    if found.type != repository.CLASSIC:
        path = lifecycle.DOCUMENTS[found.type]
        if is_blank(found.get(*path)):
            yield _missing(found.type, path[0])
        return
    links = attachments.links(case, lifecycle.POLICY)
    if found.urn in links.sure:
        return
    perhaps = links.perhaps(found)
    if perhaps is not None:
        raise UnknownProperty(perhaps, (attachments.PROPERTY,))
    yield _missing(found.type, found.name)


def _missing(kind: str, about: str | int) -> Violation:
    fix = (
        f"a LifecyclePolicy with the name of {about} as its `repository`"
        if kind == repository.CLASSIC
        else f"`{about}`"
    )
    what = (
        "the repositories that it makes have no lifecycle policy"
        if kind in TEMPLATES
        else "it has no lifecycle policy in this stack"
    )
    return Violation(
        path=(),
        problem=what,
        impact="every image that is ever pushed stays and is paid for, at $0.10 per GB and month, "
        "until pushes fail at 100,000 images",
        fix=f"{fix}, with a rule that expires untagged images and one that keeps the newest",
    )


POLICY = Policy(
    id="repository-has-lifecycle-policy",
    title="Repositories have a lifecycle policy",
    description="A repository has a lifecycle policy, so that images which nobody needs go away.",
    why="Without a lifecycle policy ECR keeps every image for ever.",
    remediation="Register a LifecyclePolicy whose repository is this one's name.",
    link="https://docs.aws.amazon.com/AmazonECR/latest/userguide/LifecyclePolicies.html",
    severity="high",
    scope="stack",
    types=(*repository.TYPES, *TEMPLATES),
    also_reads=(lifecycle.POLICY,),
    checks=(has_one,),
    standards={
        "AWS Security Hub": ("ECR.3",),
        "NIST SP 800-53 Rev. 5": ("CA-9(1)", "CM-2"),
    },
    notes="A lifecycle policy belongs to the repository that its `repository` property depends on, "
    "or else to the one with that name in the same account and region; one of another provider "
    "counts only if that is provably the same account. A creation template makes repositories that "
    "no program names, so it needs the policy itself. What is in the policy is judged by the "
    "`lifecycle-policy-...` policies. A repository that is only read into the stack "
    "(`Repository.get`) is left alone.",
)
