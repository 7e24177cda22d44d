"""What a team writes beside its own resources, and the types that hold it: mypy checks these."""

import ast
from pathlib import Path

import pulumi
import pulumi_aws as aws

from components import ContainerRegistry, Network, RegistryEndpoints
from tests.support.mocks import deploy

TOPIC = "arn:aws:sns:eu-west-1:111111111111:on-call"
EXAMPLE = Path(__file__).parents[2] / "examples/two-regions/__main__.py"
IRELAND = {"aws:index/getRegion:getRegion": {"region": "eu-west-1", "name": "eu-west-1", "id": ""}}


def twelve_lines() -> None:
    ireland = aws.Provider("ireland", region="eu-west-1")
    payments = ContainerRegistry(
        "payments",
        {
            "retention": {"keep": 20},
            "topic_arn": TOPIC,
            "github": [{"repository": "acme/payments", "branches": ["main"]}],
            "pull_roles": {"nodes": "eks-nodes"},
            "tags": {"Team": "payments"},
        },
        pulumi.ResourceOptions(provider=ireland),
    )
    pulumi.export("url", payments.url)


def beside_own_resources() -> None:
    vpc = aws.ec2.Vpc("main", cidr_block="10.0.0.0/16")
    builder = aws.iam.Role("builder", assume_role_policy="{}")
    topic = aws.sns.Topic("on-call")
    RegistryEndpoints("endpoints", {"network": Network(vpc_id=vpc.id)})
    registry = ContainerRegistry(
        "payments",
        {"retention": {"keep": 20}, "topic_arn": topic.arn, "tags": {"Topic": topic.name}},
    )
    registry.grant_push(builder)
    registry.grant_pull("eks-nodes")
    registry.grant_pull(builder.arn, name="builder")


def wrong() -> None:
    """Each line is an error of types; `warn_unused_ignores` fails where one is none any more."""
    bucket = aws.s3.Bucket("other")
    ContainerRegistry("a", {"retention": {"kep": 20}})  # type: ignore[typeddict-unknown-key]
    ContainerRegistry("b", {"mutability": {"mode": "IMUTABLE"}})  # type: ignore[typeddict-item]
    ContainerRegistry("c", {"repository": bucket.id})  # type: ignore[typeddict-item]
    ContainerRegistry("d", {"retention": {"keep": "20"}})  # type: ignore[typeddict-item]
    RegistryEndpoints("e", {"mode": "own"})  # type: ignore[typeddict-item]


def test_every_resource_goes_where_the_components_provider_is() -> None:
    recorded = deploy(twelve_lines, calls=IRELAND)
    below = [r for r in recorded.resources if r.parent and r.custom and "ireland" not in r.name]
    assert len(below) > 8
    assert {r.name for r in below if "ireland" not in r.provider} == set()
    assert {r.inputs["region"] for r in below if "region" in r.inputs} == {"eu-west-1"}
    assert "eu-west-1" in recorded.one("aws:iam/policy:Policy").inputs["policy"]


def test_they_stand_beside_a_teams_own_resources() -> None:
    endpoint = {"aws:ec2/getVpcEndpoint:getVpcEndpoint": {"id": "vpce-0a1b2c3d4e5f60718"}}
    recorded = deploy(beside_own_resources, calls=endpoint)
    pushes = recorded.one("aws:iam/rolePolicy:RolePolicy", "payments-push-builder")
    assert pushes.inputs["role"] == "builder"
    pulls = recorded.of_type("aws:iam/rolePolicyAttachment:RolePolicyAttachment")
    assert {r.name: r.inputs["role"] for r in pulls} == {
        "payments-pull-eks-nodes": "eks-nodes",
        "payments-pull-builder": "builder",
    }
    repository = recorded.one("aws:ecr/repository:Repository")
    assert repository.inputs["tags"] == {"Topic": "on-call", "Name": "payments"}


def test_the_example_is_twelve_lines() -> None:
    statements = ast.parse(EXAMPLE.read_text(encoding="utf-8")).body
    own = [s for s in statements if isinstance(s, ast.Assign)]
    assert sum((s.end_lineno or 0) - s.lineno + 1 for s in own) <= 12


def test_wrong_types_are_wrong_at_run_time_too() -> None:
    try:
        deploy(lambda: ContainerRegistry("d", {"retention": {"keep": "20"}}))  # type: ignore[typeddict-item]
    except pulumi.RunError as error:
        assert "retention.keep" in str(error)  # noqa: PT017
    else:
        raise AssertionError("a text is no number")
    assert callable(wrong)
