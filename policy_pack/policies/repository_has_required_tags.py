"""A repository says what it is, whose it is and where: its tags."""

from __future__ import annotations

from collections.abc import Iterator

from policy_pack.framework.policy import Case, Policy, Setting, Violation
from policy_pack.framework.resource import UnknownProperty
from policy_pack.framework.values import UNKNOWN
from policy_pack.subjects import repository

SETTING = Setting(
    name="tags",
    schema={
        "type": "array",
        "items": {"type": "string", "minLength": 1, "maxLength": 128},
        "maxItems": 50,
    },
    default=["Name", "Service", "Environment"],
    description="The keys of the tags that every repository has, with a value.",
)


def tagged(case: Case) -> Iterator[Violation]:
    """Every required tag is there and not empty; those that the provider adds count."""
    found = repository.tags(case.resource)
    missing = [key for key in case.settings["tags"] if found.get(key) in (None, "")]
    if missing:
        yield Violation(
            path=("tags",),
            problem=f"it has no tag {', '.join(missing)}",
            consequence="its cost is nobody's in the cost report, and nobody knows whom to ask "
            "before it is changed",
            remedy=f"tags={{{', '.join(f'{key!r}: ...' for key in missing)}}} on the repository or "
            "in the provider's default tags",
        )
    for key in case.settings["tags"]:
        if found.get(key) is UNKNOWN:
            raise UnknownProperty(case.resource, ("tags", key))


POLICY = Policy(
    id="repository-has-required-tags",
    title="Repositories have the required tags",
    description="A repository has the tags that its organisation asks for.",
    why="Tags are how costs are shared out and how owners are found.",
    remediation="Add the missing tags.",
    link="https://docs.aws.amazon.com/AmazonECR/latest/userguide/ecr-using-tags.html",
    severity="low",
    scope="resource",
    types=repository.TYPES,
    checks=(tagged,),
    level="advisory",
    settings=(SETTING,),
    standards={"AWS Security Hub": ("ECR.4",), "NIST SP 800-53 Rev. 5": ("CM-8",)},
)
