"""What a repository has before a component adopts it.

Owns the look-up and what follows from it: which policies are there, so that they are kept, and
whether the encryption can be the program's. The `aws` provider looks up repositories without their
policies; Cloud Control reads both. Sources: CloudFormation's resource schema `AWS::ECR::Repository`
(`LifecyclePolicyText`, `RepositoryPolicyText`, `EncryptionConfiguration`; its read handler calls
ecr:DescribeRepositories, GetLifecyclePolicy, GetRepositoryPolicy and ListTagsForResource);
Cloud Control API reference, GetResource.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import pulumi
from pulumi_aws import cloudcontrol

from components.arguments.check import refusal
from components.arguments.said import Said
from components.registry_arguments import ContainerRegistryModel

_TYPE: Final = "AWS::ECR::Repository"
#: What the provider says where Cloud Control finds nothing under the name.
_NOT_FOUND: Final = ("couldn't find resource", "NotFound", "not found")


@dataclass(frozen=True)
class Existing:
    """A repository that exists.

    Attributes:
        lifecycle: the text of its lifecycle policy; None where it has none.
        policy: the text of its repository policy; None where it has none.
        encryption: AES256, KMS or KMS_DSSE.
        key: the ARN of its KMS key; empty with AES256.
    """

    lifecycle: str | None = None
    policy: str | None = None
    encryption: str = "AES256"
    key: str = ""


def look(
    component: pulumi.Resource,
    name: str,
    args: ContainerRegistryModel,
    repository: str,
    region: str,
) -> Existing:
    """The repository that is to be adopted.

    Raises:
        ArgumentsError: there is none, it may not be read, or its encryption is another.
    """
    try:
        found = cloudcontrol.get_resource(
            type_name=_TYPE,
            identifier=repository,
            region=region,
            opts=pulumi.InvokeOptions(parent=component),
        )
    except Exception as error:  # noqa: BLE001 - the SDK raises Exception itself
        text = str(error)
        why = _missing(repository) if any(w in text for w in _NOT_FOUND) else _unread(text)
        raise refusal(ContainerRegistryModel, name, [why]) from None
    existing = _existing(json.loads(found.properties))
    other = _other_encryption(existing, args)
    if other is not None:
        raise refusal(ContainerRegistryModel, name, [other])
    return existing


def same(ours: object, theirs: str | None) -> bool:
    """Whether a policy of ours, where it is known, says what theirs does."""
    if not isinstance(ours, str) or theirs is None:
        return False
    return bool(json.loads(ours) == json.loads(theirs))


def _existing(properties: Mapping[str, Any]) -> Existing:
    encryption = properties.get("EncryptionConfiguration") or {}
    lifecycle = (properties.get("LifecyclePolicy") or {}).get("LifecyclePolicyText")
    policy = properties.get("RepositoryPolicyText")
    return Existing(
        lifecycle=lifecycle or None,
        policy=json.dumps(policy) if isinstance(policy, dict) else policy or None,
        encryption=str(encryption.get("EncryptionType") or "AES256"),
        key=str(encryption.get("KmsKey") or ""),
    )


def _other_encryption(existing: Existing, args: ContainerRegistryModel) -> Said | None:
    kind, key = args.encryption.type, args.encryption.key
    known = not isinstance(kind, pulumi.Output) and not isinstance(key, pulumi.Output)
    if not known or (kind == existing.encryption and key in (None, existing.key)):
        return None
    has = existing.encryption + (f" with {existing.key}" if existing.key else "")
    wanted = f"{kind}" + (f" with {key}" if key else "")
    return Said(
        code="adopt-encryption",
        path=("encryption",),
        problem=f"is {wanted}, and the repository that exists has {has}",
        impact="ECR never changes a repository's encryption, so the update after `adopt` is "
        "removed would replace it, and its images would be lost",
        fix=f"write the encryption that it has: {has}",
    )


def _missing(repository: str) -> Said:
    return Said(
        code="adopt-missing",
        path=("adopt",),
        problem=f"is true, and the account has no repository {repository} in this Region",
        impact="there is nothing to take over, and the import fails",
        fix="correct the name, the account or the Region, or remove `adopt` to create it",
    )


def _unread(answer: str) -> Said:
    return Said(
        code="adopt-unread",
        path=("adopt",),
        problem=f"is true, and the repository can't be read: {answer.splitlines()[0]}",
        impact="nobody can tell which policies it has, and they could be replaced unseen",
        fix="allow cloudformation:GetResource, ecr:DescribeRepositories, ecr:GetLifecyclePolicy, "
        "ecr:GetRepositoryPolicy and ecr:ListTagsForResource to whoever deploys",
    )
