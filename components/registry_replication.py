"""What the account's registry copies to others, and what it accepts from them, in one Region.

Owns the replication configuration and the registry policy, of which an account and Region has one
each. Only the stack that says it is the registry's owner makes this component. A lifecycle policy
doesn't travel with the images: each destination needs a stack of its own.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import pulumi
from pulumi_aws import ecr

from container_registry.documents.sharing import replication_registry_policy
from container_registry.scope import Scope


@dataclass(frozen=True, kw_only=True)
class Destination:
    """A registry that images are copied to: its Region and account."""

    region: str
    account: str


@dataclass(frozen=True, kw_only=True)
class ReplicationRule:
    """Which repositories, by the beginnings of their names (none means all), go where."""

    destinations: tuple[Destination, ...]
    prefixes: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class RegistryReplicationArgs:
    """Both directions of replication.

    Attributes:
        scope: where the stack lives.
        rules: what goes out.
        accept_from: accounts that may copy in; the Regions of one account need no permission.
    """

    scope: Scope
    rules: tuple[ReplicationRule, ...] = ()
    accept_from: tuple[str, ...] = ()


class RegistryReplication(pulumi.ComponentResource):
    """Replication out of the registry and the permission to replicate into it."""

    def __init__(
        self, name: str, args: RegistryReplicationArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("container-registry:index:RegistryReplication", name, {}, opts)
        child = pulumi.ResourceOptions(parent=self)
        if args.rules:
            ecr.ReplicationConfiguration(
                f"{name}-configuration",
                replication_configuration=_configuration(args.rules),
                region=args.scope.region,
                opts=child,
            )
        if args.accept_from:
            ecr.RegistryPolicy(
                f"{name}-policy",
                policy=replication_registry_policy(args.accept_from, args.scope),
                region=args.scope.region,
                opts=child,
            )
        self.register_outputs({})


def _configuration(
    rules: Sequence[ReplicationRule],
) -> ecr.ReplicationConfigurationReplicationConfigurationArgs:
    return ecr.ReplicationConfigurationReplicationConfigurationArgs(
        rules=[
            ecr.ReplicationConfigurationReplicationConfigurationRuleArgs(
                destinations=[
                    ecr.ReplicationConfigurationReplicationConfigurationRuleDestinationArgs(
                        region=destination.region, registry_id=destination.account
                    )
                    for destination in rule.destinations
                ],
                repository_filters=[
                    ecr.ReplicationConfigurationReplicationConfigurationRuleRepositoryFilterArgs(
                        filter=prefix, filter_type="PREFIX_MATCH"
                    )
                    for prefix in rule.prefixes
                ]
                or None,
            )
            for rule in rules
        ]
    )
