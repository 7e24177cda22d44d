"""What all services of a stack share, composed from the settings.

Owns which of the shared components a stack makes; each is made only where a setting asks.
"""

from dataclasses import dataclass

import pulumi

from components.alert_topic import AlertTopic
from components.github_identity import GithubIdentity
from components.monitoring import compose_monitoring
from components.network import find_network
from components.node_pull_access import NodePullAccess
from components.registry_endpoints import RegistryEndpoints
from components.registry_key import RegistryKey
from components.registry_replication import RegistryReplication, ReplicationRule
from components.registry_scanning import RegistryScanning
from container_registry.scope import Scope
from container_registry.settings import Settings
from container_registry.settings.registry_wide import ReplicationRuleSettings


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
        GithubIdentity(
            "github",
            {"scope": scope, "provider": settings.ci.identity_provider, "tags": tags},
        )
    if settings.nodes is not None:
        nodes = settings.nodes
        NodePullAccess("nodes", {"scope": scope, "role": nodes.role, "policy": nodes.policy})
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
            {"scope": scope, "type": scanning.type, "frequency": scanning.frequency},
        )
    if registry.replication or registry.accept_replication_from:
        RegistryReplication(
            "replication",
            {
                "scope": scope,
                "rules": [_rule(rule, settings.account) for rule in registry.replication],
                "accept_from": registry.accept_replication_from,
            },
        )


def _rule(rule: ReplicationRuleSettings, account: str) -> ReplicationRule:
    return {
        "destinations": [
            {"region": destination.region, "account": destination.account or account}
            for destination in rule.destinations
        ],
        "prefixes": rule.prefixes,
    }


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
        {
            "scope": scope,
            "network": find_network(wanted, scope.region),
            "mode": wanted.mode,
            "cidrs": wanted.cidrs,
            "logs": wanted.logs,
            "sts": wanted.sts,
            "tags": settings.shared_tags,
        },
    )
