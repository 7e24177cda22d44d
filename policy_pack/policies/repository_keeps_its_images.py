"""Deleting a repository doesn't delete its images."""

from __future__ import annotations

from collections.abc import Iterator

from policy_pack.framework.policy import Case, Policy, Violation
from policy_pack.subjects import repository
from policy_pack.subjects.texts import is_on


def not_forced(case: Case) -> Iterator[Violation]:
    """Neither forceDelete nor, in the native provider, emptyOnDelete."""
    name = "forceDelete" if case.resource.type == repository.CLASSIC else "emptyOnDelete"
    if is_on(case.resource.get(name)):
        yield Violation(
            path=(name,),
            problem=f"{name} is true",
            impact="removing the service from the program, or a change that replaces the "
            "repository, deletes all its images with it, and nothing brings them back",
            fix=f"the resource without `{name}`; ECR then refuses to delete a repository with "
            "images",
        )


POLICY = Policy(
    id="repository-keeps-its-images",
    title="Repositories keep their images",
    description="A repository that has images cannot be deleted.",
    why="ECR refuses to delete a repository with images unless it is forced to.",
    remediation="Remove forceDelete.",
    link="https://docs.aws.amazon.com/AmazonECR/latest/userguide/repository-delete.html",
    severity="high",
    scope="resource",
    types=repository.TYPES,
    checks=(not_forced,),
    level="advisory",
    standards={"NIST SP 800-53 Rev. 5": ("CP-9",)},
)
