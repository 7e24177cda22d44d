"""A repository says what it is, whose it is and where: its tags."""

from __future__ import annotations

from collections.abc import Iterator

from policy_pack.framework.policy import Case, Policy, Setting, Violation
from policy_pack.framework.resource import UnknownProperty
from policy_pack.framework.values import UNKNOWN
from policy_pack.subjects import repository
from policy_pack.subjects.texts import is_blank

SETTING = Setting(
    name="tags",
    schema={
        "type": "array",
        "items": {"type": "string", "minLength": 1, "maxLength": 128},
        "maxItems": 50,
    },
    default=[],
    description="The keys of the tags that every repository has, with a value. Without any, "
    "nothing "
    "is judged.",
)


def tagged(case: Case) -> Iterator[Violation]:
    """Every required tag is there and not empty; those that the provider adds count."""
    if not case.settings["tags"]:
        return
    found = repository.tags(case.resource)
    missing = [key for key in case.settings["tags"] if is_blank(found.get(key))]
    if missing:
        yield Violation(
            path=("tags",),
            problem=f"it has no tag {', '.join(missing)}",
            impact="its cost belongs to nobody in the cost report, and nobody knows whom to ask "
            "before it is changed",
            fix=f"`tags` with {', '.join(missing)}, on the repository or in the provider's "
            "`defaultTags`",
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
    notes="Every organisation has tags of its own: name them in the setting `tags`. Tags that the "
    "provider adds count.",
)
