"""No repository in Amazon ECR Public, unless it is meant to be there."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from policy_pack.framework.policy import Case, Policy, Setting, Violation

CLASSIC: Final = "aws:ecrpublic/repository:Repository"
SETTING = Setting(
    name="published",
    schema={"type": "array", "items": {"type": "string", "minLength": 2}},
    default=[],
    description="Names of repositories that are meant to be public.",
)


def private(case: Case) -> Iterator[Violation]:
    """The repository is on the list of those that are published on purpose."""
    name = case.resource.get("repositoryName")
    if name not in case.settings["published"]:
        yield Violation(
            path=("repositoryName",),
            problem=f"{name or 'it'} is a repository of Amazon ECR Public",
            impact="everybody on the internet can pull its images, without an AWS account",
            fix="a private repository (`aws:ecr:Repository`); or the name in this policy's setting "
            "`published`, if it is meant to be public",
        )


POLICY = Policy(
    id="repository-is-private",
    title="Repositories are private",
    description="No repository is public, unless it is on the list.",
    why="A public repository is for publishing software. An image that lands there by mistake has "
    "been read by others before it is found.",
    remediation="Use a private repository.",
    link="https://docs.aws.amazon.com/AmazonECR/latest/public/public-repositories.html",
    severity="critical",
    scope="resource",
    types=(CLASSIC, "aws-native:ecr:PublicRepository"),
    checks=(private,),
    settings=(SETTING,),
    standards={"NIST SP 800-53 Rev. 5": ("AC-3",)},
)
