"""What all services of a stack share, composed from the settings.

Owns which of the shared components a stack makes; each is made only where a setting asks.
"""

from dataclasses import dataclass

import pulumi

from components.alert_topic import AlertTopic
from components.github_identity import GithubIdentity, GithubIdentityArgs
from components.monitoring import compose_monitoring
from components.network import find_network
from components.node_pull_access import NodePullAccess, NodePullAccessArgs
from components.registry_endpoints import RegistryEndpoints, RegistryEndpointsArgs
from components.registry_key import RegistryKey
from components.registry_replication import (
    Destination,
    RegistryReplication,
    RegistryReplicationArgs,
    ReplicationRule,
)
from components.registry_scanning import RegistryScanning, RegistryScanningArgs
from container_registry.scope import Scope
from container_registry.settings import Settings


@dataclass(frozen=True)
class Shared:
    """The shared components that a service's registry takes as arguments."""

    key: RegistryKey | None
    endpoints: RegistryEndpoints | None
    topic: AlertTopic | None


def compose_shared(settings: Settings, scope: Scope) -> Shared:
    """Make what the settings ask for, once per stack."""
    tags = settings.shared_tags
    if settings.registry.owner:
        _registry_wide(settings, scope)
    else:
        pulumi.log.info(
            f"{settings.scanning.type} scanning on {settings.scanning.frequency} is what this "
            "stack relies on; the owner of the account's registry configures it, not this stack."
        )
    if settings.ci is not None:
        provider = settings.ci.identity_provider
        GithubIdentity("github", GithubIdentityArgs(scope=scope, provider=provider, tags=tags))
    if settings.nodes is not None:
        nodes = settings.nodes
        NodePullAccess(
            "nodes", NodePullAccessArgs(scope=scope, role=nodes.role, policy=nodes.policy)
        )
    return Shared(
        key=_key(settings, scope),
        endpoints=_endpoints(settings, scope),
        topic=compose_monitoring(settings, scope),
    )


def _registry_wide(settings: Settings, scope: Scope) -> None:
    scanning, registry = settings.scanning, settings.registry
    if scanning.on_push:
        RegistryScanning(
            "scanning",
            RegistryScanningArgs(scope=scope, type=scanning.type, frequency=scanning.frequency),
        )
    rules = tuple(
        ReplicationRule(
            destinations=tuple(
                Destination(region=d.region, account=d.account or settings.account)
                for d in rule.destinations
            ),
            prefixes=rule.prefixes,
        )
        for rule in registry.replication
    )
    if rules or registry.accept_replication_from:
        RegistryReplication(
            "replication",
            RegistryReplicationArgs(
                scope=scope, rules=rules, accept_from=registry.accept_replication_from
            ),
        )


def _key(settings: Settings, scope: Scope) -> RegistryKey | None:
    if all(settings.encryption_of(service).key != "own" for service in settings.services):
        return None
    return RegistryKey("images", {"scope": scope, "tags": settings.shared_tags})


def _endpoints(settings: Settings, scope: Scope) -> RegistryEndpoints | None:
    wanted = settings.endpoints
    if wanted is None:
        return None
    return RegistryEndpoints(
        "endpoints",
        RegistryEndpointsArgs(
            scope=scope,
            network=find_network(wanted, scope.region),
            mode=wanted.mode,
            cidrs=wanted.cidrs,
            logs=wanted.logs,
            sts=wanted.sts,
            tags=settings.shared_tags,
        ),
    )
