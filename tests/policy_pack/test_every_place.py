"""Every type and property that a policy says it reads is read: one wrong value in each place."""

from __future__ import annotations

import json
from typing import Any

import pytest

from policy_pack import examples
from tests.policy_pack.pack_process import Pack, Program, secret

ARN = "arn:aws:sns:ap-northeast-2:123456789012:alerts"
FULL_ACCESS = "arn:aws:iam::aws:policy/AmazonEC2ContainerRegistryFullAccess"
TRUST = json.dumps(
    {
        "Version": "2012-10-17",
        "Statement": {
            "Effect": "Allow",
            "Principal": {"Service": "ec2.amazonaws.com"},
            "Action": "sts:AssumeRole",
        },
    }
)


def document(**statement: Any) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": {"Effect": "Allow", **statement}})


EVERYTHING = document(Action="ecr:*", Resource="*")
ECR = document(Principal="*", Action="ecr:BatchGetImage")
REGISTRY = document(Principal="*", Action="ecr:ReplicateImage", Resource="*")
KEY = document(Principal="*", Action="kms:Decrypt", Resource="*")
TOPIC = document(Principal="*", Action="SNS:Publish", Resource=ARN)
LIFECYCLE = '{"rules": []}'
API = "com.amazonaws.ap-northeast-2.ecr.api"

# The policy, the type, and its properties with one mistake; the mistake comes last.
PLACES: list[tuple[str, str, dict[str, Any]]] = [
    ("ecr-permissions-are-least", "aws:iam:Policy", {"policy": EVERYTHING}),
    ("ecr-permissions-are-least", "aws:iam:RolePolicy", {"role": "a", "policy": EVERYTHING}),
    ("ecr-permissions-are-least", "aws:iam:UserPolicy", {"user": "a", "policy": EVERYTHING}),
    ("ecr-permissions-are-least", "aws:iam:GroupPolicy", {"group": "a", "policy": EVERYTHING}),
    (
        "ecr-permissions-are-least",
        "aws:iam:Role",
        {"assumeRolePolicy": TRUST, "inlinePolicies": [{"name": "a", "policy": EVERYTHING}]},
    ),
    (
        "ecr-permissions-are-least",
        "aws:iam:Role",
        {"assumeRolePolicy": TRUST, "managedPolicyArns": [FULL_ACCESS]},
    ),
    (
        "ecr-permissions-are-least",
        "aws:iam:RolePolicyAttachment",
        {"role": "a", "policyArn": FULL_ACCESS},
    ),
    (
        "ecr-permissions-are-least",
        "aws:iam:UserPolicyAttachment",
        {"user": "a", "policyArn": FULL_ACCESS},
    ),
    (
        "ecr-permissions-are-least",
        "aws:iam:GroupPolicyAttachment",
        {"group": "a", "policyArn": FULL_ACCESS},
    ),
    (
        "ecr-permissions-are-least",
        "aws:iam:PolicyAttachment",
        {"roles": ["a"], "policyArn": FULL_ACCESS},
    ),
    (
        "ecr-permissions-are-least",
        "aws:iam:RolePolicyAttachmentsExclusive",
        {"roleName": "a", "policyArns": [FULL_ACCESS]},
    ),
    (
        "repository-policy-is-not-public",
        "aws:ecr:RepositoryPolicy",
        {"repository": "a", "policy": ECR},
    ),
    (
        "repository-policy-is-not-public",
        "aws:ecr:RepositoryCreationTemplate",
        {"prefix": "a", "appliedFors": ["PULL_THROUGH_CACHE"], "repositoryPolicy": ECR},
    ),
    (
        "repository-policy-is-not-public",
        "aws-native:ecr:Repository",
        {"repositoryName": "a", "repositoryPolicyText": json.loads(ECR)},
    ),
    (
        "repository-policy-is-not-public",
        "aws-native:ecr:RepositoryCreationTemplate",
        {"prefix": "a", "appliedFor": ["PULL_THROUGH_CACHE"], "repositoryPolicy": ECR},
    ),
    ("registry-policy-is-restricted", "aws:ecr:RegistryPolicy", {"policy": REGISTRY}),
    (
        "registry-policy-is-restricted",
        "aws-native:ecr:RegistryPolicy",
        {"policyText": json.loads(REGISTRY)},
    ),
    ("kms-key-policy-is-not-public", "aws:kms:Key", {"enableKeyRotation": True, "policy": KEY}),
    ("kms-key-policy-is-not-public", "aws:kms:KeyPolicy", {"keyId": "a", "policy": KEY}),
    (
        "topic-policy-is-not-public",
        "aws:sns:Topic",
        {"kmsMasterKeyId": "alias/topics", "policy": TOPIC},
    ),
    ("topic-policy-is-not-public", "aws:sns:TopicPolicy", {"arn": ARN, "policy": TOPIC}),
    (
        "vpc-endpoint-policy-is-limited",
        "aws:ec2:VpcEndpoint",
        {"vpcId": "vpc-1", "serviceName": API, "privateDnsEnabled": True, "policy": ECR},
    ),
    (
        "lifecycle-policy-is-valid",
        "aws:ecr:LifecyclePolicy",
        {"repository": "a", "policy": LIFECYCLE},
    ),
    (
        "lifecycle-policy-is-valid",
        "aws:ecr:RepositoryCreationTemplate",
        {"prefix": "a", "appliedFors": ["PULL_THROUGH_CACHE"], "lifecyclePolicy": LIFECYCLE},
    ),
    (
        "lifecycle-policy-is-valid",
        "aws-native:ecr:Repository",
        {"repositoryName": "a", "lifecyclePolicy": {"lifecyclePolicyText": LIFECYCLE}},
    ),
    (
        "lifecycle-policy-is-valid",
        "aws-native:ecr:RepositoryCreationTemplate",
        {"prefix": "a", "appliedFor": ["PULL_THROUGH_CACHE"], "lifecyclePolicy": LIFECYCLE},
    ),
]
LABELS = [f"{policy}: {kind} {list(properties)[-1]}" for policy, kind, properties in PLACES]


@pytest.mark.parametrize(("policy", "kind", "properties"), PLACES, ids=LABELS)
def test_a_mistake_is_found_wherever_it_can_be(
    process: Pack, policy: str, kind: str, properties: dict[str, Any]
) -> None:
    process.configure()
    found = process.judge(Program({"it": {"type": kind, "properties": properties}}))
    assert [one.resource for one in found if one.policy == policy]


@pytest.mark.parametrize(("policy", "kind", "properties"), PLACES, ids=LABELS)
def test_a_mistake_in_a_secret_is_said_by_its_place_alone(
    process: Pack, policy: str, kind: str, properties: dict[str, Any]
) -> None:
    process.configure()
    place, value = list(properties.items())[-1]
    hidden = {**properties, place: secret(value)}
    found = process.judge(Program({"it": {"type": kind, "properties": hidden}}))
    messages = [one.message for one in found if one.policy == policy]
    assert messages
    for message in messages:
        assert f": {place}" in message
        assert "breaks this rule; it is a secret" in message


DOCUMENTS = {
    (kind, list(properties)[-1]): properties
    for _, kind, properties in PLACES
    if list(properties)[-1] in ("policy", "policyText", "repositoryPolicy", "repositoryPolicyText")
    and "LifecyclePolicy" not in kind
}
DOCUMENTS["aws:ec2:VpcEndpointPolicy", "policy"] = {"vpcEndpointId": "vpce-1", "policy": ""}
DOCUMENTS["aws:iam:Role", "assumeRolePolicy"] = {"assumeRolePolicy": ""}


@pytest.mark.parametrize(("kind", "place"), DOCUMENTS, ids=map(" ".join, DOCUMENTS))
def test_a_document_that_cannot_be_read_is_said_to_be_so(
    process: Pack, kind: str, place: str
) -> None:
    process.configure()
    properties = {**DOCUMENTS[kind, place], place: '{"Statement": '}
    found = process.judge(Program({"it": {"type": kind, "properties": properties}}))
    (said,) = [one for one in found if one.policy == "policy-documents-are-readable"]
    assert said.resource == "it"


IGNORED = [
    ("aws:ecr:Repository", "imageScanningConfiguration.scanOnPush"),
    ("aws:ecr:Repository", "imageTagMutability"),
    ("aws:ecr:Repository", "imageTagMutabilityExclusionFilters[0]"),
    ("aws:ecr:Repository", "encryptionConfigurations[0].kmsKey"),
    ("aws:ecr:Repository", "*"),
    ("aws:ecr:Repository", '["imageTagMutability"]'),
    ("aws:ecr:Repository", '["imageScanningConfiguration"].scanOnPush'),
    ("aws-native:ecr:Repository", "imageScanningConfiguration"),
    ("aws-native:ecr:Repository", "imageTagMutability"),
    ("aws-native:ecr:Repository", "imageTagMutabilityExclusionFilters"),
    ("aws-native:ecr:Repository", "encryptionConfiguration"),
    ("aws-native:ecr:Repository", "lifecyclePolicy"),
    ("aws-native:ecr:Repository", "repositoryPolicyText"),
    ("aws:ecr:LifecyclePolicy", "policy"),
    ("aws:ecr:LifecyclePolicy", "repository"),
    ("aws:ecr:RegistryScanningConfiguration", "rules"),
    ("aws:ecr:RegistryScanningConfiguration", "scanType"),
    ("aws:ecr:RepositoryPolicy", "policy"),
    ("aws:ecr:RegistryPolicy", "policy"),
    ("aws:iam:Role", "assumeRolePolicy"),
    ("aws:iam:Role", "inlinePolicies"),
]


@pytest.mark.parametrize(("kind", "path"), IGNORED, ids=map(" ".join, IGNORED))
def test_what_is_judged_may_not_be_ignored(process: Pack, kind: str, path: str) -> None:
    process.configure()
    resource = {"type": kind, "properties": {}, "options": {"ignoreChanges": [path, "tags"]}}
    found = process.judge(Program({"it": resource}))
    (said,) = [one for one in found if one.policy == "changes-are-not-ignored"]
    assert repr(path) in said.message


ACCOUNTS = {
    "allowedAccountIds": ["222222222222"],
    "assumeRole": {"roleArn": "arn:aws:iam::222222222222:role/a"},
    "assumeRoles": [{"roleArn": "arn:aws:iam::222222222222:role/a"}],
    "profile": "other",
    "accessKey": "AKIAOTHER",
    "region": "us-east-1",
}


@pytest.mark.parametrize("setting", ACCOUNTS)
def test_what_tells_two_registries_apart(process: Pack, setting: str) -> None:
    good = dict(examples.load("repository-has-lifecycle-policy").good[0].resources)
    (name,) = [name for name, one in good.items() if one["type"] == "aws:ecr:LifecyclePolicy"]
    lifecycle = dict(good.pop(name))
    named = {
        key: {**one, "properties": {**one["properties"], "name": "feed-server"}}
        for key, one in good.items()
    }
    lifecycle["properties"] = {**lifecycle["properties"], "repository": "feed-server"}
    process.configure()
    policy = "repository-has-lifecycle-policy"

    def refused(options: dict[str, Any]) -> list[str]:
        program = Program({**named, "rules": {**lifecycle, "options": options}})
        return [one.resource for one in process.judge(program, update=True) if one.policy == policy]

    assert refused({}) == []
    other = {"name": "other", "properties": {setting: ACCOUNTS[setting]}}
    assert refused({"provider": other}) == list(good)


@pytest.mark.parametrize(
    "kind",
    [
        "aws:ecr:RegistryScanningConfiguration",
        "aws:ecr:RegistryPolicy",
        "aws:ecr:ReplicationConfiguration",
    ],
)
def test_what_a_registry_has_once_is_there_once(process: Pack, kind: str) -> None:
    process.configure()
    policy = "registry-settings-have-one-owner"
    one, other = {"type": kind}, {"type": kind, "properties": {"region": "us-east-1"}}

    def blamed(resources: dict[str, Any]) -> list[str]:
        found = process.judge(Program(resources))
        return [one.resource for one in found if one.policy == policy]

    assert blamed({"a": one, "b": one}) == ["a"]
    assert blamed({"a": one, "b": other}) == []
