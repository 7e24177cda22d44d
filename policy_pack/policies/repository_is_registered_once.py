"""One repository is one resource of a stack, not two that delete each other's images."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from policy_pack.framework.policy import Case, Policy, Violation
from policy_pack.framework.resource import Resource, Stack
from policy_pack.subjects import repository
from policy_pack.subjects.registry import is_credited


def once(case: Case) -> Iterator[Violation]:
    """No second resource with the same physical name in the same registry; the first is blamed."""
    name = repository.physical_name(case.resource)
    if name is None:
        return
    named = case.once("repositories", _by_name)[name]
    before = named[: named.index(case.resource)]
    after = [one for one in named[len(before) + 1 :] if is_credited(case.resource, one)]
    if after and not any(is_credited(one, case.resource) for one in before):
        yield Violation(
            path=(repository.name_property(case.resource),),
            problem=f"{', '.join(one.name for one in (case.resource, *after))} are all the "
            f"repository {name}",
            impact="the update that removes one of them deletes the repository under the others, "
            "with its images where forceDelete is on; until then each update undoes the other's "
            "settings",
            fix="one of them: to move a resource of your own into a component, remove it and name "
            "it there (`moved_from`, or an alias of the child); `import` is for repositories that "
            "no program has",
        )


def _by_name(stack: Stack) -> Mapping[str, list[Resource]]:
    found: dict[str, list[Resource]] = {}
    for resource in stack.of(*repository.TYPES):
        name = repository.physical_name(resource)
        if name is not None:
            found.setdefault(name, []).append(resource)
    return found


POLICY = Policy(
    id="repository-is-registered-once",
    title="Repositories are registered once",
    description="No two resources of a stack are the same repository of the same registry.",
    why="The engine knows resources by their logical names, ECR by the repository's. Two resources "
    "of one name are one repository, and deleting either deletes it.",
    remediation="Remove one of the resources, and keep its place as an alias of the other.",
    link="https://www.pulumi.com/docs/iac/concepts/options/aliases/",
    severity="critical",
    scope="stack",
    types=repository.TYPES,
    checks=(once,),
    standards={"NIST SP 800-53 Rev. 5": ("CM-2", "CP-9")},
    notes="Two Regions, two accounts or two providers with other settings are two registries. A "
    "name that only the update knows is not compared.",
)
