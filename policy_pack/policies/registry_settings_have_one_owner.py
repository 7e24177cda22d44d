"""What a registry has once is registered once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from policy_pack.framework.policy import Case, Policy, Violation
from policy_pack.framework.resource import Resource, Stack
from policy_pack.subjects.registry import registry_of
from policy_pack.subjects.scanning import TYPE as SCANNING

SINGLETONS: Final = (
    SCANNING,
    "aws:ecr/registryPolicy:RegistryPolicy",
    "aws:ecr/replicationConfiguration:ReplicationConfiguration",
)


def one_each(case: Case) -> Iterator[Violation]:
    """No second resource of the type in the same account and region."""
    found = case.once("singletons", _by_registry)[_place(case.resource)]
    if len(found) > 1 and found[0] is case.resource:
        yield Violation(
            path=(),
            problem=f"{', '.join(one.name for one in found)} are for the same registry",
            consequence="a registry has this setting once: each update puts one over the other, "
            "and the one that is written last decides for every repository",
            remedy="one resource with the rules of all; with several stacks, in the stack that "
            "owns the registry",
        )


def _place(resource: Resource) -> tuple[object, str]:
    return registry_of(resource), resource.type


def _by_registry(stack: Stack) -> Mapping[tuple[object, str], list[Resource]]:
    found: dict[tuple[object, str], list[Resource]] = {}
    for resource in stack.of(*SINGLETONS):
        if resource.declared:
            found.setdefault(_place(resource), []).append(resource)
    return found


POLICY = Policy(
    id="registry-settings-have-one-owner",
    title="Registry settings have one owner",
    description="Scanning, replication and the registry policy are registered once a registry.",
    why="They are settings of an account's region, not of a repository. AWS has no way to add to "
    "them: who writes, replaces.",
    remediation="Merge the resources.",
    link="https://docs.aws.amazon.com/AmazonECR/latest/userguide/registry-settings.html",
    severity="high",
    scope="stack",
    types=SINGLETONS,
    checks=(one_each,),
    standards={"NIST SP 800-53 Rev. 5": ("CM-2",)},
    notes="A second stack that writes the same setting cannot be seen from here.",
)
