"""The place that a violation names is a property that the resource type has.

A wrong one would say nothing while the value is known, and show a secret where it is one.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from pulumi.runtime import proto

from local.provider import registry
from local.provider.schema import schema
from policy_pack import examples, policies
from policy_pack.examples import Example
from policy_pack.framework.policy import Case, Policy, Violation
from policy_pack.framework.registrations import Registrations
from policy_pack.framework.resource import Path, Resource, UnknownProperty, dotted
from policy_pack.subjects.roads import translated
from tests.policy_pack.pack_process import Program, requests

POLICIES = policies.load()
BAD = [
    (policy, example)
    for policy in POLICIES
    if not policy.runs_last  # those are about exemptions, which have no property
    for example in examples.load(policy.id).bad
]


def violations(policy: Policy, example: Example) -> Iterator[tuple[Resource, Violation]]:
    registrations, program = Registrations(POLICIES, translated), Program(example.resources)
    alone = [registrations.declare(one) for one in requests(program, proto.AnalyzeRequest, True)]
    stack = registrations.stack(requests(program, proto.AnalyzerResource, True))
    both = [*alone, *stack.resources]
    settings = {**policy.defaults, **example.settings}
    settings.pop("enforcementLevel", None)
    for index, resource in enumerate(both):
        scope = "resource" if index < len(alone) else "stack"
        if resource is None or not policy.judges(resource.type, scope):
            continue
        for check in policy.checks:
            try:
                for violation in check(Case(resource, stack, settings)):
                    yield resource, violation
            except UnknownProperty as unknown:
                yield unknown.resource, Violation(unknown.path, "", "", "")


def has(kind: Any, path: Path) -> bool:
    if not path or kind in ("json", "any"):
        return True
    if isinstance(kind, list):
        inner = kind[1]
        if kind[0] == "filled":
            return has(inner, path)
        return isinstance(path[0], str if kind[0] == "map" else int) and has(inner, path[1:])
    return isinstance(kind, dict) and path[0] in kind and has(kind[path[0]], path[1:])


@pytest.mark.parametrize(
    ("policy", "example"), BAD, ids=[f"{policy.id}: {example.title}" for policy, example in BAD]
)
def test_a_violation_names_a_property_that_the_type_has(policy: Policy, example: Example) -> None:
    found = list(violations(policy, example))
    assert found
    for resource, violation in found:
        if resource.type in registry.modelled():
            known = schema(resource.type)
            assert has({**known.outputs, **known.inputs}, violation.path), dotted(violation.path)
