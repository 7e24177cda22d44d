"""What the plug-in does with the arguments that an engine sends."""

from typing import Any

import pulumi
import pytest

from plugin.host import Host
from tests.support.mocks import Recorded, deploy

HOST = Host()


def constructed(inputs: dict[str, Any], name: str = "payments") -> tuple[Recorded, Any]:
    results: list[Any] = []
    token = "container-registry:index:ContainerRegistry"
    recorded = deploy(lambda: results.append(HOST.construct(name, token, inputs, None)))
    return recorded, results[0]


def test_camel_case_arguments_make_the_component_and_its_outputs_are_camel_case() -> None:
    inputs = {
        "retention": {"keep": 20.0, "untaggedDays": 2.0},
        "github": [{"repository": "acme/payments", "branches": ["main"]}],
    }
    recorded, result = constructed(inputs)
    policy = recorded.one("aws:ecr/lifecyclePolicy:LifecyclePolicy").inputs["policy"]
    assert '"countNumber":20' in policy.replace(" ", "")
    assert '"countNumber":2}' in policy.replace(" ", "")
    assert set(result.state) == {"name", "url", "arn", "ciRoleArn"}


def test_an_output_of_a_whole_object_is_not_lost() -> None:
    """The SDK's own mapping would make it an empty object, and the retention its defaults."""

    def program() -> None:
        inputs = {"retention": pulumi.Output.secret({"keep": 20})}
        with pytest.raises(pulumi.InputPropertiesError, match="retention: is an output"):
            HOST.construct("payments", "container-registry:index:ContainerRegistry", inputs, None)

    deploy(program)


def test_wrong_arguments_are_one_text_before_anything_is_registered() -> None:
    recorded: list[Recorded] = []

    def program() -> None:
        wrong = {
            "retention": {"keep": 0, "untagedDays": 3},
            "mutability": {"exceptTags": ["a***"]},
            "tags": {"Team": "hunter2", "aws:x": "hunter3"},
            "pasword": "hunter4",
        }
        with pytest.raises(pulumi.InputPropertiesError) as error:
            HOST.construct("payments", "container-registry:index:ContainerRegistry", wrong, None)
        said = error.value.message
        assert error.value.errors == [], "the engine shows the value of every property it is told"
        for path in ("retention.keep", "retention.untagedDays", "mutability.exceptTags[0]"):
            assert f"ContainerRegistry payments: {path}: " in said
        assert "write `untaggedDays`" in said
        assert "hunter" not in said

    recorded.append(deploy(program))
    assert recorded[0].resources == []


def test_a_failing_provider_is_told_without_a_traceback() -> None:
    calls = {"aws:index/getPartition:getPartition": "no credentials"}
    token = "container-registry:index:ContainerRegistry"

    def program() -> None:
        with pytest.raises(pulumi.InputPropertiesError, match=r"payments: .*no credentials") as e:
            HOST.construct("payments", token, {}, None)
        assert "Traceback" not in e.value.message

    deploy(program, calls=calls)
