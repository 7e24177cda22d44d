"""Policies that are permissions boundaries and nothing else: they grant nothing.

Owns the question which policies of a stack bound roles or users and are attached to nobody. Source:
IAM user guide, "Permissions boundaries for IAM entities".
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from policy_pack.framework.resource import Path, Resource, Stack
from policy_pack.framework.values import revealed

TYPES: Final = (
    "aws:iam/role:Role",
    "aws:iam/user:User",
    "aws-native:iam:Role",
    "aws-native:iam:User",
)
PROPERTY: Final = "permissionsBoundary"


def of(stack: Stack, policies: Iterable[str], attachments: Mapping[str, Path]) -> frozenset[str]:
    """URNs of the policies that are boundaries in this stack, and attached nowhere in it."""
    found = list(stack.of(*policies))
    bounding = _named(found, ((one, (PROPERTY,)) for one in stack.of(*TYPES)))
    attached = _named(
        found,
        ((one, path) for kind, path in attachments.items() for one in stack.of(kind)),
    )
    listed = {
        one.urn
        for one in found
        for key in ("roles", "users", "groups")
        if revealed(one.marked(key))
    }
    return frozenset(bounding - attached - listed)


def _named(policies: list[Resource], places: Iterable[tuple[Resource, Path]]) -> set[str]:
    """URNs of the policies that a property names, by dependency, ARN or name."""
    by_name = {name: one.urn for one in policies for name in _names(one)}
    urns = {one.urn for one in policies}
    found: set[str] = set()
    for resource, path in places:
        found |= urns & set(resource.dependencies.get(str(path[0]), ()))
        for value in _texts(revealed(resource.marked(*path))):
            for name in (value, value.rsplit("/", 1)[-1]):
                if name in by_name:
                    found.add(by_name[name])
    return found


def _names(policy: Resource) -> Iterable[str]:
    return [
        value
        for key in ("arn", "name", "managedPolicyName", "policyArn")
        if isinstance(value := revealed(policy.marked(key)), str)
    ]


def _texts(value: Any) -> list[str]:
    values = value if isinstance(value, list) else [value]
    return [one for one in values if isinstance(one, str)]
