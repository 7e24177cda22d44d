"""The KMS key that encrypts the repositories of a stack, where the stack has one of its own.

Owns the key and its alias. Refuses the key that AWS manages for ECR, which needs no resource.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

import pulumi
from pulumi_aws import kms

from container_registry.documents.key import repository_key_policy
from container_registry.naming import shared_name
from container_registry.scope import Scope


@dataclass(frozen=True, kw_only=True)
class RegistryKeyArgs:
    """What the key is made from.

    Attributes:
        scope: where the stack lives.
        tags: tags of the key; `Name` is added.
    """

    scope: Scope
    tags: Mapping[str, str] = field(default_factory=dict)


class RegistryKey(pulumi.ComponentResource):
    """A customer managed key with yearly rotation.

    Outputs:
        arn: the key's ARN. An alias would make ECR's answer differ from what was asked for, and
            the repository be replaced on every update.
    """

    arn: pulumi.Output[str]

    def __init__(
        self, name: str, args: RegistryKeyArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("container-registry:index:RegistryKey", name, {}, opts)
        physical = shared_name(args.scope.environment, "images")
        key = kms.Key(
            f"{name}-key",
            description=f"Encrypts the container images of {args.scope.environment}",
            enable_key_rotation=True,
            policy=repository_key_policy(args.scope),
            region=args.scope.region,
            tags={**args.tags, "Name": physical},
            opts=pulumi.ResourceOptions(parent=self),
        )
        kms.Alias(
            f"{name}-alias",
            name=f"alias/{physical}",
            target_key_id=key.key_id,
            region=args.scope.region,
            opts=pulumi.ResourceOptions(parent=self),
        )
        self.arn = key.arn
        self.register_outputs({"arn": self.arn})
