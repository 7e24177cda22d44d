"""What a registry has once is registered once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from policy_pack.framework.policy import Case, Policy, Violation
from policy_pack.framework.resource import Resource, Stack
from policy_pack.subjects.registry import may_clash
from policy_pack.subjects.scanning import TYPES as SCANNING

SINGLETONS: Final = {
    **dict.fromkeys(SCANNING, "scanning"),
    "aws:ecr/registryPolicy:RegistryPolicy": "policy",
    "aws-native:ecr:RegistryPolicy": "policy",
    "aws:ecr/replicationConfiguration:ReplicationConfiguration": "replication",
    "aws-native:ecr:ReplicationConfiguration": "replication",
}


def one_each(case: Case) -> Iterator[Violation]:
    """No second resource of the sort that may be in the same account and region."""
    found = case.once("singletons", _by_sort)[SINGLETONS[case.resource.type]]
    before = found[: found.index(case.resource)]
    after = [one for one in found[len(before) + 1 :] if may_clash(case.resource, one)]
    if after and not any(may_clash(case.resource, one) for one in before):
        yield Violation(
            path=(),
            problem=f"{', '.join(one.name for one in (case.resource, *after))} are for the same "
            "registry, as far as their providers tell",
            impact="a registry has this setting once: each update puts one over the other, and the "
            "last one written decides for every repository",
            fix="one resource with the rules of all of them; with several stacks, in the stack "
            "that "
            "owns the registry; for another account, a provider that says so (`allowedAccountIds`)",
        )


def _by_sort(stack: Stack) -> Mapping[str, list[Resource]]:
    found: dict[str, list[Resource]] = {}
    for resource in stack.of(*SINGLETONS):
        found.setdefault(SINGLETONS[resource.type], []).append(resource)
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
    types=tuple(SINGLETONS),
    checks=(one_each,),
    standards={"NIST SP 800-53 Rev. 5": ("CM-2",)},
    notes="A second stack that writes the same setting cannot be seen from here. Two providers "
    "count "
    "as the same account unless they prove the contrary: by `allowedAccountIds`, by the role that "
    "they assume, or by credentials of which both say something.",
)
