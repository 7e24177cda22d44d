"""What the account's registry copies to others, and what it accepts from them, in one Region.

Owns the replication configuration and the registry policy, of which an account and Region has one
each. Only the stack that says it is the registry's owner makes this component. A lifecycle policy
doesn't travel with the images: each destination needs a stack of its own.
"""

from collections.abc import Sequence
from typing import NotRequired, TypedDict

import pulumi
from pulumi_aws import ecr

from components.arguments import ArgumentsModel, Later, as_in, lift_all, resolve_scope
from components.vocabulary import Prefix
from container_registry.documents.sharing import replication_registry_policy
from container_registry.scope import Scope
from container_registry.settings.base import SettingsModel
from container_registry.settings.registry_wide import (
    DestinationSettings,
    RegistrySettings,
    ReplicationRuleSettings,
)
from container_registry.settings.vocabulary import AccountId, Region


class Destination(TypedDict):
    """A registry that images are copied to."""

    region: pulumi.Input[str]
    """Its Region."""

    account: NotRequired[pulumi.Input[str]]
    """Its account; this one if left out."""


class ReplicationRule(TypedDict):
    """Which repositories go where."""

    destinations: Sequence[Destination]
    """The registries that images are copied to, one to 25."""

    prefixes: NotRequired[Sequence[pulumi.Input[str]]]
    """Beginnings of the repositories' names; all repositories if left out."""


class RegistryReplicationArgs(TypedDict):
    """Both directions of replication."""

    scope: NotRequired[Scope]
    """Account, partition, Region and environment; the provider's and the stack's if left out."""

    environment: NotRequired[str]
    """The first word of every physical name; the stack's name if left out."""

    rules: NotRequired[Sequence[ReplicationRule]]
    """What goes out, at most ten rules."""

    accept_from: NotRequired[Sequence[pulumi.Input[str]]]
    """Accounts that may copy in; the Regions of one account need no permission."""


class _Destination(SettingsModel):
    """A destination, checked."""

    region: Later[Region] = as_in(DestinationSettings, "region")
    account: Later[AccountId] | None = as_in(DestinationSettings, "account")


class _Rule(SettingsModel):
    """A rule, checked."""

    destinations: tuple[_Destination, ...] = as_in(ReplicationRuleSettings, "destinations")
    prefixes: tuple[Later[Prefix], ...] = as_in(ReplicationRuleSettings, "prefixes")


class RegistryReplicationModel(ArgumentsModel):
    """The arguments, checked."""

    noun, arguments = "RegistryReplication", RegistryReplicationArgs

    rules: tuple[_Rule, ...] = as_in(RegistrySettings, "replication")
    accept_from: tuple[Later[AccountId], ...] = as_in(RegistrySettings, "accept_replication_from")


class RegistryReplication(pulumi.ComponentResource):
    """Replication out of the registry and the permission to replicate into it."""

    model = RegistryReplicationModel

    def __init__(
        self, name: str, args: RegistryReplicationArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        checked = self.model.checked(name, args)
        super().__init__("container-registry:index:RegistryReplication", name, {}, opts)
        scope = resolve_scope(self, args, checked)
        child = pulumi.ResourceOptions(parent=self)
        if checked.rules:
            ecr.ReplicationConfiguration(
                f"{name}-configuration",
                replication_configuration=_configuration(checked.rules, scope),
                region=scope.region,
                opts=child,
            )
        if checked.accept_from:
            ecr.RegistryPolicy(
                f"{name}-policy",
                policy=lift_all(
                    lambda sources: replication_registry_policy(sources, scope),
                    checked.accept_from,
                ),
                region=scope.region,
                opts=child,
            )
        self.register_outputs({})


def _configuration(
    rules: Sequence[_Rule], scope: Scope
) -> ecr.ReplicationConfigurationReplicationConfigurationArgs:
    return ecr.ReplicationConfigurationReplicationConfigurationArgs(
        rules=[
            ecr.ReplicationConfigurationReplicationConfigurationRuleArgs(
                destinations=[
                    ecr.ReplicationConfigurationReplicationConfigurationRuleDestinationArgs(
                        region=destination.region, registry_id=destination.account or scope.account
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
