"""Whatever a property holds: no policy crashes, nothing secret is said, unknown is undecided."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from policy_pack import examples, policies
from tests.policy_pack.pack_process import UNKNOWN, Pack, Program, secret

POLICIES = [policy.id for policy in policies.load()]
JUNK: tuple[Any, ...] = (None, True, 5, 1.5, "", "x", [], {}, [None], [[]], {"x": None}, [{}])
MARKER = "MARKER-9c41"


def properties() -> dict[tuple[str, str], tuple[dict[str, Any], str]]:
    """Each property of each type that an example has, with a compliant program and the resource."""
    found: dict[tuple[str, str], tuple[dict[str, Any], str]] = {}
    for policy in POLICIES:
        for example in examples.load(policy).good:
            for name, resource in example.resources.items():
                for key in resource.get("properties", {}):
                    place = (resource["type"], key)
                    found.setdefault(place, (dict(example.resources), name))
    return found


PROPERTIES = properties()


def changed(place: tuple[str, str], value: Any) -> Program:
    """The compliant program with one property replaced."""
    resources, name = PROPERTIES[place]
    resources = copy.deepcopy(resources)
    resources[name]["properties"][place[1]] = value
    return Program(resources)


@pytest.mark.parametrize("place", PROPERTIES, ids=".".join)
def test_no_shape_of_a_value_is_a_defect(process: Pack, place: tuple[str, str]) -> None:
    process.configure(default="mandatory")
    for value in JUNK:
        found = process.judge(changed(place, value), update=True)
        assert not [one for one in found if "defect" in one.message], value


@pytest.mark.parametrize("place", PROPERTIES, ids=".".join)
def test_an_unknown_property_leaves_only_itself_undecided(
    process: Pack, place: tuple[str, str]
) -> None:
    process.configure(default="mandatory")
    resources, name = PROPERTIES[place]
    known = {one.message for one in process.judge(Program(resources))}
    for one in process.judge(changed(place, UNKNOWN)):
        assert "defect" not in one.message
        if "undecided" in one.message and one.message not in known:
            assert one.level == "advisory"
            said = one.message.split("because ", 1)[1]
            assert said.startswith(f"`{place[1]}"), said
            assert one.resource == name or f"of {name}" in said


def marked(value: Any) -> Any:
    """The value with a marker in each of its texts that a policy would quote."""
    if isinstance(value, dict):
        return {key: marked(item) for key, item in value.items()}
    if isinstance(value, list):
        return [marked(item) for item in value]
    return f"{MARKER}{value}" if isinstance(value, str) else value


BAD = [
    (policy, example)
    for policy in POLICIES
    for example in examples.load(policy).bad
    if not example.configuration
]


@pytest.mark.parametrize(
    ("policy", "example"), BAD, ids=[f"{policy}: {example.title}" for policy, example in BAD]
)
def test_a_secret_is_judged_and_never_shown(
    process: Pack, policy: str, example: examples.Example
) -> None:
    """Every property of the broken program is a secret: it is refused all the same."""
    hidden: dict[str, Any] = copy.deepcopy(dict(example.resources))
    for resource in hidden.values():
        for key, value in resource.get("properties", {}).items():
            resource["properties"][key] = secret(value)
    process.configure({policy: example.settings}, default="mandatory")
    found = process.judge(Program(hidden), update=True)
    assert policy in {one.policy for one in found if one.level == "mandatory"}
    for resource in hidden.values():
        resource["properties"] = {
            key: secret(marked(value["value"])) for key, value in resource["properties"].items()
        }
    for one in process.judge(Program(hidden), update=True):
        assert MARKER not in one.message


def test_additional_secret_outputs_are_secrets(process: Pack) -> None:
    process.configure(default="mandatory")
    resource = {
        "type": "aws:ecr:LifecyclePolicy",
        "properties": {"repository": "feed-server", "policy": f'{{"rules": "{MARKER}"}}'},
        "options": {"additionalSecretOutputs": ["policy"]},
    }
    found = process.judge(Program({"lifecycle": resource}))
    assert "lifecycle-policy-is-valid" in {one.policy for one in found}
    assert all(MARKER not in one.message for one in found)
