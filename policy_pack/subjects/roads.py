"""Other roads to the same resources: Cloud Control, extension resources, Terraform's awscc.

Owns the translation of a resource that another type registers into the one that the policies know,
so that each is judged alike, and the names of the types that nobody can read. Sources: the schemas
of pulumi-aws 7.51.1 (`aws.cloudcontrol.Resource`, `aws.cloudformation.Stack`) and of aws-native
(`ExtensionResource`); CloudFormation's resource types, whose properties aws-native has in camel
case; Pulumi, "Any Terraform provider" (types such as `awscc:index/ecrRepository:EcrRepository`).
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from policy_pack.framework.resource import Resource
from policy_pack.framework.values import Secret, has_unknown, revealed

CLOUD_CONTROL: Final = "aws:cloudcontrol/resource:Resource"
EXTENSION: Final = "aws-native:index:ExtensionResource"
STACKS: Final = (
    "aws:cloudformation/stack:Stack",
    "aws:cloudformation/stackSet:StackSet",
    "aws-native:cloudformation:Stack",
    "aws-native:cloudformation:StackSet",
)
MODELLED: Final = frozenset(
    {
        "AWS::EC2::VPCEndpoint", "AWS::ECR::PublicRepository", "AWS::ECR::RegistryPolicy",
        "AWS::ECR::RegistryScanningConfiguration", "AWS::ECR::ReplicationConfiguration",
        "AWS::ECR::Repository", "AWS::ECR::RepositoryCreationTemplate", "AWS::IAM::Group",
        "AWS::IAM::GroupPolicy", "AWS::IAM::ManagedPolicy", "AWS::IAM::Role",
        "AWS::IAM::RolePolicy", "AWS::IAM::User", "AWS::IAM::UserPolicy", "AWS::KMS::Key",
        "AWS::KMS::ReplicaKey", "AWS::SNS::TopicInlinePolicy", "AWS::SNS::TopicPolicy",
        "AWS::ECR::PullThroughCacheRule",
    }
)  # fmt: skip
"""CloudFormation's types that policies read when they come by one of these roads."""
HARMLESS: Final = frozenset({"PullTimeUpdateExclusion", "SigningConfiguration"})
"""ECR's types that open nothing and delete nothing."""

_DOCUMENTS: Final = frozenset(
    {
        "AssumeRolePolicyDocument", "KeyPolicy", "LifecyclePolicyText", "PolicyDocument",
        "PolicyText", "RepositoryPolicy", "RepositoryPolicyText",
    }
)  # fmt: skip
_AWSCC: Final = re.compile(
    r"awscc:index/(ec2|ecr|iam|kms|sns)[A-Z]\w*:(?:Ec2|Ecr|Iam|Kms|Sns)(\w+)"
)
_TERRAFORM: Final = re.compile(r"[\w-]+:index/(\w+):\w+")
_BY_TERRAFORM: Final = {
    "iamGroupPolicy": "aws:iam/groupPolicy:GroupPolicy",
    "iamPolicy": "aws:iam/policy:Policy",
    "iamRole": "aws:iam/role:Role",
    "iamRolePolicy": "aws:iam/rolePolicy:RolePolicy",
    "iamRolePolicyAttachment": "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
    "iamUserPolicy": "aws:iam/userPolicy:UserPolicy",
    "iamUserPolicyAttachment": "aws:iam/userPolicyAttachment:UserPolicyAttachment",
    "kmsKey": "aws:kms/key:Key",
    "kmsKeyPolicy": "aws:kms/keyPolicy:KeyPolicy",
    "snsTopicPolicy": "aws:sns/topicPolicy:TopicPolicy",
    "vpcEndpointPolicy": "aws:ec2/vpcEndpointPolicy:VpcEndpointPolicy",
}
"""Types of Terraform's aws provider whose documents have the same property here and there."""
_OTHER: Final = re.compile(r"[:/]_?(?:aws)?ecr(?:[:/_A-Z]|public)", re.ASCII)


def native(cloudformation: str) -> str:
    """The aws-native type of a CloudFormation type: `aws-native:ecr:Repository`."""
    _, service, noun = cloudformation.split("::")
    noun = {"VPCEndpoint": "VpcEndpoint"}.get(noun, noun)
    return f"aws-native:{service.lower()}:{noun}"


_NATIVE: Final = frozenset(map(native, MODELLED))


def translated(resource: Resource) -> Resource:
    """The resource as the policies know it; itself where it has no other name or cannot be read."""
    if resource.type == CLOUD_CONTROL:
        return _from_schema(resource, "typeName", "desiredState")
    if resource.type == EXTENSION:
        return _from_schema(resource, "type", "properties")
    name = _named(resource.type)
    return replace(resource, type=name, origin=resource.type) if name else resource


def is_translated(kind: str) -> bool:
    """Whether a type's name alone says which of the known types it is: Terraform's."""
    return _named(kind) is not None


def _named(kind: str) -> str | None:
    found = _AWSCC.fullmatch(kind)
    if found:
        name = f"aws-native:{found[1]}:{found[2]}"
        return name if name in _NATIVE else None
    found = _TERRAFORM.fullmatch(kind)
    return _BY_TERRAFORM.get(found[1]) if found else None


def is_other(kind: str) -> bool:
    """Whether a type is one of ECR's by its name, and no policy reads it."""
    package, _, rest = kind.partition(":")
    if package == "aws" and not rest.startswith("index/"):
        return False
    if package in ("awsx", "pulumi") or _AWSCC.fullmatch(kind):
        return package == "awscc" and _unread(kind)
    if package == "aws-native":
        noun = kind.rsplit(":", 1)[-1]
        return rest.startswith("ecr:") and kind not in _NATIVE and noun not in HARMLESS
    return _OTHER.search(kind) is not None


def _unread(kind: str) -> bool:
    found = _AWSCC.fullmatch(kind)
    if found is None or found[1] != "ecr":
        return False
    return f"aws-native:ecr:{found[2]}" not in _NATIVE and found[2] not in HARMLESS


def _from_schema(resource: Resource, type_at: str, state_at: str) -> Resource:
    name, state = revealed(resource.marked(type_at)), resource.marked(state_at)
    secret = isinstance(state, Secret)
    state = state.value if isinstance(state, Secret) else state
    if not isinstance(name, str) or name not in MODELLED or state is None or has_unknown(state):
        return resource
    if isinstance(state, str):
        try:
            state = json.loads(state)
        except (ValueError, RecursionError):
            return resource
    if not isinstance(state, Mapping):
        return resource
    properties = {_lowered(key): _camel(key, value) for key, value in state.items()}
    if secret:
        properties = {key: Secret(value) for key, value in properties.items()}
    return replace(
        resource,
        type=native(name),
        origin=resource.type,
        properties=properties,
        written=frozenset(properties),
    )


def _camel(key: str, value: Any) -> Any:
    if key in _DOCUMENTS:
        return value
    if isinstance(value, Secret):
        return Secret(_camel(key, value.value))
    if isinstance(value, Mapping):
        return {_lowered(name): _camel(str(name), item) for name, item in value.items()}
    if isinstance(value, list):
        return [_camel("", item) for item in value]
    return value


def _lowered(key: Any) -> str:
    text = str(key)
    return text[:1].lower() + text[1:]
