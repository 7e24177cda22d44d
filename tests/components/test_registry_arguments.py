"""What a registry refuses before it registers anything, and what it takes as an output."""

import json
from typing import Any, cast

import pulumi
import pytest

from components.arguments import ArgumentsError
from components.container_registry import ContainerRegistry, ContainerRegistryArgs
from tests.support.mocks import Recorded, deploy

REPOSITORY = "aws:ecr/repository:Repository"


def made(args: Any, name: str = "payments") -> Recorded:
    return deploy(lambda: ContainerRegistry(name, cast("ContainerRegistryArgs", args)))


def refused(args: Any, name: str = "payments") -> str:
    """What is said; nothing may be registered by then."""
    said: list[str] = []

    def program() -> None:
        given = args() if callable(args) else args
        with pytest.raises(ArgumentsError) as error:
            ContainerRegistry(name, given)
        said.append(str(error.value))

    assert deploy(program).resources == []
    return said[0]


WRONG: list[tuple[Any, str]] = [
    ({"retention": {"keep": 0}}, "retention.keep: must be 1 or more"),
    ({"repository": "Orders API"}, "repository: "),
    ({"github": [{"repository": "acme/payments"}]}, "github[0]: "),
    (
        {"github": [{"repository": "a/b", "branches": ["main"], "environment": "prod"}]},
        "github[0]: ",
    ),
    ({"github": [{"repository": "a/b", "branches": ["release/*"]}]}, "github[0].branches[0]: "),
    ({"subjects": ["repo:acme/*"]}, "subjects[0]: "),
    ({"sharing": {"endpoints_only": True}}, "sharing.endpoints_only: binds pulls to endpoints"),
    ({"sharing": {"pull_accounts": ["22222222222"]}}, "sharing.pull_accounts[0]: "),
    ({"encryption": {"type": "KMS", "key": "own"}}, "encryption.key: is `own`"),
    ({"encryption": {"key": "arn:aws:kms:eu-west-1:111111111111:key/1-2"}}, "encryption: "),
    ({"mutability": {"mode": "IMUTABLE"}}, "mutability.mode: "),
    ({"pull_roles": {"nodes": "no role"}}, "pull_roles.nodes: "),
    ({"pull_roles": {"the nodes": "nodes"}}, 'pull_roles["the nodes"]: '),
    ({"topic_arn": "on-call"}, "topic_arn: "),
    ({"thresholds": {"pull_period": 301}}, "thresholds.pull_period: "),
    ({"tags": {"aws:owner": "x"}}, 'tags["aws:owner"]: '),
    ({"environment": "Prod"}, "environment: "),
    ({"retention": {"keep": 3, "archive_after_days": 30}}, "retention: "),
    ({"keep": 20}, "keep: is not an argument"),
]


@pytest.mark.parametrize(("args", "said"), WRONG, ids=[said for _, said in WRONG])
def test_a_wrong_argument_is_refused_by_its_path_before_anything_is_registered(
    args: Any, said: str
) -> None:
    text = refused(args)
    assert f"ContainerRegistry payments: {said}" in text
    assert "Impact: " in text
    assert "Fix: " in text


def test_all_that_is_wrong_is_said_at_once() -> None:
    text = refused({"retention": {"keep": 0}, "topic_arn": "on-call", "keep": 3}, "Orders API")
    assert "4 problems" in text


@pytest.mark.parametrize("name", ["Orders API", "x", "a//b", "registry"])
def test_a_name_that_no_role_or_repository_can_have_is_refused(name: str) -> None:
    assert f"ContainerRegistry {name}: the component's name" in refused({}, name)


@pytest.mark.parametrize("argument", ["repository", "protect", "adopt", "retention", "scanning"])
def test_an_output_where_the_value_must_be_known_is_refused_by_name(argument: str) -> None:
    text = refused(lambda: {argument: pulumi.Output.secret("hunter2")})
    assert f"ContainerRegistry payments: {argument}: is an output" in text
    assert "hunter2" not in text


def test_outputs_are_taken_where_the_value_decides_nothing() -> None:
    def program() -> None:
        later = pulumi.Output.from_input
        ContainerRegistry(
            "payments",
            {
                "retention": {"keep": later(7)},
                "mutability": {"mode": later("MUTABLE")},
                "scan_on_push": later(False),
                "sharing": {"pull_accounts": [later("222222222222")]},
                "subjects": [later("repo:acme/payments:ref:refs/heads/main")],
                "pull_roles": {"nodes": later("arn:aws:iam::111111111111:role/path/nodes")},
                "tags": {"Owner": later("ops")},
            },
        )

    recorded = deploy(program)
    repository = recorded.one(REPOSITORY).inputs
    assert repository["imageTagMutability"] == "MUTABLE"
    assert repository["imageScanningConfiguration"] == {"scanOnPush": False}
    assert repository["tags"] == {"Owner": "ops", "Name": "payments"}
    lifecycle = recorded.one("aws:ecr/lifecyclePolicy:LifecyclePolicy").inputs["policy"]
    assert 7 in [rule["selection"]["countNumber"] for rule in json.loads(lifecycle)["rules"]]
    policy = recorded.one("aws:ecr/repositoryPolicy:RepositoryPolicy").inputs["policy"]
    assert "arn:aws:iam::222222222222:root" in policy
    attachment = recorded.one("aws:iam/rolePolicyAttachment:RolePolicyAttachment").inputs
    assert attachment["role"] == "nodes"
    trust = recorded.one("aws:iam/role:Role").inputs["assumeRolePolicy"]
    assert "repo:acme/payments:ref:refs/heads/main" in trust


def test_a_secret_retention_stays_secret() -> None:
    def program() -> None:
        ContainerRegistry("payments", {"retention": {"keep": pulumi.Output.secret(7)}})

    lifecycle = deploy(program).one("aws:ecr/lifecyclePolicy:LifecyclePolicy")
    assert "policy" in lifecycle.secrets


def test_without_a_reporter_only_alarms_that_have_data_are_made() -> None:
    topic = "arn:aws:sns:ap-northeast-2:111111111111:on-call"
    alarms = made({"topic_arn": topic}).of_type("aws:cloudwatch/metricAlarm:MetricAlarm")
    assert {alarm.inputs["namespace"] for alarm in alarms} == {"AWS/ECR"}


def test_a_grant_to_an_output_without_a_word_is_refused() -> None:
    def program() -> None:
        registry = ContainerRegistry("payments", {})
        with pytest.raises(pulumi.RunError, match="the role is an output"):
            registry.grant_pull(pulumi.Output.from_input("nodes"))

    deploy(program)
