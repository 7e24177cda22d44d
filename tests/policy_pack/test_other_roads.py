"""The same resources by other types: judged where they can be read, refused or noted where not."""

from __future__ import annotations

import base64
import json
from typing import Any

import pytest

from tests.policy_pack.pack_process import UNKNOWN, Pack, Program, secret, undecided

POLICY = "ecr-is-made-where-it-is-judged"
OPEN = {"Statement": [{"Effect": "Allow", "Principal": "*", "Action": "ecr:BatchGetImage"}]}
TRUST = {"Statement": [{"Effect": "Allow", "Principal": {"AWS": "*"}, "Action": "sts:AssumeRole"}]}
ALL = {"Statement": [{"Effect": "Allow", "Action": "ecr:*", "Resource": "*"}]}


def control(kind: str, **state: Any) -> dict[str, Any]:
    properties = {"typeName": kind, "desiredState": json.dumps(state)}
    return {"type": "aws:cloudcontrol:Resource", "properties": properties}


def extension(kind: str, **state: Any) -> dict[str, Any]:
    return {
        "type": "aws-native:index:ExtensionResource",
        "properties": {"type": kind, "properties": state},
    }


def plain(kind: str, **properties: Any) -> dict[str, Any]:
    return {"type": kind, "properties": properties}


JUDGED = {
    "a mutable tag by Cloud Control": (
        control("AWS::ECR::Repository", RepositoryName="a", ImageTagMutability="MUTABLE"),
        "repository-tags-are-immutable",
    ),
    "an open registry by Cloud Control": (
        control("AWS::ECR::RegistryPolicy", PolicyText=OPEN),
        "registry-policy-is-restricted",
    ),
    "an open role by an extension resource": (
        extension("AWS::IAM::Role", AssumeRolePolicyDocument=TRUST),
        "role-trust-is-bound",
    ),
    "everything, by an inline policy of a Cloud Control role": (
        control(
            "AWS::IAM::Role",
            AssumeRolePolicyDocument={"Statement": []},
            Policies=[{"PolicyName": "a", "PolicyDocument": ALL}],
        ),
        "ecr-permissions-are-least",
    ),
    "everything, by a native managed policy": (
        plain("aws-native:iam:ManagedPolicy", policyDocument=ALL),
        "ecr-permissions-are-least",
    ),
    "a public repository by Cloud Control": (
        control("AWS::ECR::PublicRepository", RepositoryName="a"),
        "repository-is-private",
    ),
    "a key of a second region": (
        plain("aws:kms:ReplicaKey", policy=json.dumps(OPEN)),
        "kms-key-policy-is-not-public",
    ),
    "a native key": (
        plain("aws-native:kms:Key", keyPolicy=OPEN, enableKeyRotation=True),
        "kms-key-policy-is-not-public",
    ),
    "a native topic policy": (
        plain("aws-native:sns:TopicInlinePolicy", policyDocument=OPEN),
        "topic-policy-is-not-public",
    ),
    "a native endpoint": (
        plain(
            "aws-native:ec2:VpcEndpoint",
            serviceName="com.amazonaws.eu-west-1.ecr.api",
            vpcId="vpc-1",
            policyDocument=OPEN,
        ),
        "vpc-endpoint-policy-is-limited",
    ),
    "a role of Terraform's aws": (
        plain("aws:index/iamRole:IamRole", assumeRolePolicy=json.dumps(TRUST)),
        "role-trust-is-bound",
    ),
    "a policy of another Terraform package": (
        plain("hashicorp-aws:index/iamRolePolicy:IamRolePolicy", policy=json.dumps(ALL)),
        "ecr-permissions-are-least",
    ),
    "a role of Terraform's awscc": (
        plain("awscc:index/iamRole:IamRole", assumeRolePolicyDocument=json.dumps(TRUST)),
        "role-trust-is-bound",
    ),
}


@pytest.mark.parametrize("title", JUDGED)
def test_what_can_be_read_is_judged_as_what_it_is(pack: Pack, title: str) -> None:
    resource, policy = JUDGED[title]
    found = pack.judge(Program({"it": resource}))
    assert policy in {one.policy for one in found}
    assert POLICY not in {one.policy for one in found}


REFUSED = {
    "a template in JSON with an escape": plain(
        "aws:cloudformation:Stack",
        templateBody='{"Resources":{"A":{"Type":"AWS\\u003a\\u003aECR::Repository"}}}',
    ),
    "a template for all accounts": plain(
        "aws:cloudformation:StackSet", templateBody="Resources: {A: {Type: AWS::ECR::Repository}}"
    ),
    "a native stack": plain(
        "aws-native:cloudformation:Stack",
        templateBody={"Resources": {"A": {"Type": "AWS::ECR::RegistryPolicy"}}},
    ),
    "a type of another package": plain("acme:ecr/repository:Repository", name="a"),
    "a public repository of a Terraform package": plain(
        "terraform-aws:index/ecrpublicRepository:EcrpublicRepository", repositoryName="a"
    ),
    "a schema that is no object": control("AWS::ECR::Repository") | {
        "properties": {"typeName": "AWS::ECR::Repository", "desiredState": "not json"}
    },
}  # fmt: skip
NOTED = {
    "a template at a URL": plain(
        "aws:cloudformation:Stack", templateUrl="https://example.com/registry.yaml"
    ),
    "a command that makes a repository": plain(
        "command:local:Command", create="aws ecr create-repository --repository-name a"
    ),
    "a command that opens one": plain(
        "command:local:Command", create="aws --region x ecr  set-repository-policy --policy-text @p"
    ),
    "a dynamic provider in Python": plain(
        "pulumi-python:dynamic:Resource",
        __provider=base64.b64encode(
            b"def create(self, p): boto3.client('ecr').create_repository(repositoryName=p)"
        ).decode(),
    ),
    "a dynamic provider in TypeScript": plain(
        "pulumi-nodejs:dynamic:Resource", __provider="exports.handler = ecr.createRepository({})"
    ),
}
SILENT = {
    "a command that logs in": plain(
        "command:local:Command", create="aws ecr get-login-password | docker login"
    ),
    "a template of a queue": plain(
        "aws:cloudformation:Stack", templateBody="Resources: {Q: {Type: AWS::SQS::Queue}}"
    ),
    "a queue by Cloud Control": control("AWS::SQS::Queue", QueueName="q"),
    "a component": plain("awsx:ecr:Image") | {"options": {"component": True}},
    "a component of a team": plain("acme:ecr:Registry") | {"options": {"component": True}},
}


@pytest.mark.parametrize("title", REFUSED)
def test_what_cannot_be_read_is_refused(pack: Pack, title: str) -> None:
    found = pack.judge(Program({"it": REFUSED[title]}))
    assert {(one.policy, one.level) for one in found} == {(POLICY, "mandatory")}


@pytest.mark.parametrize("title", NOTED)
def test_what_may_hold_anything_is_said_where_it_calls_ecr(pack: Pack, title: str) -> None:
    found = pack.judge(Program({"it": NOTED[title]}))
    assert {(one.policy, one.level) for one in found} == {(POLICY, "advisory")}


@pytest.mark.parametrize("title", SILENT)
def test_what_has_nothing_to_do_with_ecr_is_left_alone(pack: Pack, title: str) -> None:
    assert pack.judge(Program({"it": SILENT[title]})) == []


def test_a_state_that_comes_with_the_update_is_undecided(pack: Pack) -> None:
    later = plain("aws:cloudcontrol:Resource", typeName="AWS::ECR::Repository",
                  desiredState=UNKNOWN)  # fmt: skip
    assert undecided(pack.judge(Program({"it": later})), POLICY)


def test_a_secret_state_is_judged_and_not_shown(pack: Pack) -> None:
    state = json.dumps({"RepositoryName": "MARKER-77", "RepositoryPolicyText": OPEN})
    hidden = plain("aws:cloudcontrol:Resource", typeName="AWS::ECR::Repository",
                   desiredState=secret(state))  # fmt: skip
    found = pack.judge(Program({"it": hidden}))
    assert "repository-policy-is-not-public" in {one.policy for one in found}
    assert all("MARKER" not in one.message for one in found)


def test_a_message_names_the_type_that_the_program_wrote(pack: Pack) -> None:
    found = pack.judge(Program({"it": control("AWS::ECR::Repository", RepositoryName="a")}))
    assert found
    assert all("it (aws:cloudcontrol/resource:Resource)" in one.message for one in found)
