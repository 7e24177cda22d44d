"""The KMS key that encrypts the repositories of a stack, where the stack has one of its own.

Owns the key and its alias. Refuses the key that AWS manages for ECR, which needs no resource.
"""

from collections.abc import Mapping
from typing import NotRequired, TypedDict

import pulumi
from pulumi_aws import kms

from components.arguments import TaggedModel, resolve_scope
from container_registry.documents.key import repository_key_policy
from container_registry.naming import shared_name
from container_registry.scope import Scope


class RegistryKeyArgs(TypedDict):
    """What the key is made from."""

    scope: NotRequired[Scope]
    """Account, partition, Region and environment; the provider's and the stack's if left out."""

    environment: NotRequired[str]
    """The first word of every physical name; the stack's name if left out."""

    tags: NotRequired[Mapping[str, pulumi.Input[str]]]
    """Tags of every resource; `Name` is added."""


class RegistryKeyModel(TaggedModel):
    """The arguments, checked."""

    noun, arguments = "RegistryKey", RegistryKeyArgs


class RegistryKey(pulumi.ComponentResource):
    """A customer managed key with yearly rotation."""

    model = RegistryKeyModel

    arn: pulumi.Output[str]
    """The key's ARN. An alias would make ECR's answer differ from what was asked for, and the
    repository be replaced on every update."""

    def __init__(
        self, name: str, args: RegistryKeyArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        checked = self.model.checked(name, args)
        super().__init__("container-registry:index:RegistryKey", name, {}, opts)
        scope = resolve_scope(self, args, checked)
        physical = shared_name(scope.environment, "images")
        key = kms.Key(
            f"{name}-key",
            description=f"Encrypts the container images of {scope.environment}",
            enable_key_rotation=True,
            policy=repository_key_policy(scope),
            region=scope.region,
            tags={**checked.tags, "Name": physical},
            opts=pulumi.ResourceOptions(parent=self),
        )
        kms.Alias(
            f"{name}-alias",
            name=f"alias/{physical}",
            target_key_id=key.key_id,
            region=scope.region,
            opts=pulumi.ResourceOptions(parent=self),
        )
        self.arn = key.arn
        self.register_outputs({"arn": self.arn})
