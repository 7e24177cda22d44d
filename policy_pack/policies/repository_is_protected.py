"""In production a repository is protected: Pulumi itself refuses to delete or replace it."""

from __future__ import annotations

from collections.abc import Iterator

from policy_pack.framework.policy import Case, Policy, Violation
from policy_pack.subjects import repository


def protected(case: Case) -> Iterator[Violation]:
    """The resource option `protect` is set."""
    if not case.resource.protect:
        yield Violation(
            path=(),
            problem="it is not protected",
            impact="`pulumi destroy`, or a change that replaces it such as another name or "
            "encryption, deletes the images of production",
            fix="the resource option `protect: true`",
        )


POLICY = Policy(
    id="repository-is-protected",
    title="Repositories are protected",
    description="A repository of production has the resource option `protect`.",
    why="What is protected has to be unprotected on purpose before it can be deleted.",
    remediation="Set the resource option protect.",
    link="https://www.pulumi.com/docs/iac/concepts/options/protect/",
    severity="medium",
    scope="resource",
    types=repository.TYPES,
    checks=(protected,),
    level="disabled",
    standards={"NIST SP 800-53 Rev. 5": ("CP-9",)},
    notes="Disabled unless a profile turns it on: a stack for trying things is meant to be "
    "destroyed.",
)
