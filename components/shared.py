"""What all services of a stack share, composed from the settings, or taken from the shared stack.

Owns which of the shared components a stack makes; each is made only where a setting asks.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import pulumi

from components.arguments.error import spelled
from components.arguments.said import Said
from components.github_identity import GithubIdentity
from components.identity_provider import IdentityProvider, IdentityProviderArgs
from components.monitoring import Watching, compose_monitoring
from components.network import find_network
from components.node_pull_access import NodePullAccess
from components.registry_endpoints import MisplacedError, RegistryEndpoints
from components.registry_key import RegistryKey
from components.registry_replication import RegistryReplication, ReplicationRule
from components.registry_scanning import RegistryScanning
from components.shared_stack import refer
from container_registry.monitoring.reporter import limits
from container_registry.offer import Offer
from container_registry.scope import Scope
from container_registry.settings import Settings
from container_registry.settings.registry_wide import ReplicationRuleSettings
from container_registry.settings.tokens import bare
from ecr_lifecycle.finding import Finding, Severity, Where
from ecr_lifecycle.rendering import to_text

#: The settings that are arguments of the endpoints under the same name.
_OF_ENDPOINTS: Final = {
    *("mode", "cidrs", "logs", "sts", "gateway", "buckets", "managers", "ip_address_type"),
}


@dataclass(frozen=True)
class Shared:
    """What a service's registry takes as arguments.

    Attributes:
        key: ARN of the key for images.
        endpoints: ids of the interface endpoints.
        watching: what watches; none in a stack that takes from another.
        limits: thresholds of the stack that this one takes from, as its reporter judges by them.
    """

    key: pulumi.Input[str] | None = None
    endpoints: Sequence[pulumi.Input[str]] = ()
    watching: Watching = field(default_factory=Watching)
    limits: Mapping[str, Any] | None = None

    def offered(self, settings: Settings) -> Offer:
        """What other stacks of the environment take from this one."""
        watching = self.watching
        return Offer(
            key=self.key,
            endpoints=self.endpoints,
            topics=watching.topics,
            reporter=watching.reporter,
            dead_letters=watching.dead_letters,
            rules=watching.rules,
            alarms=watching.alarms,
            limits=limits(settings.usual_thresholds),
        )


def compose_shared(settings: Settings, scope: Scope, offer: Offer | None = None) -> Shared:
    """Make what the settings ask for, once per stack; or what the shared stack offers."""
    if offer is not None:
        refer(settings)
        return Shared(key=offer.key, endpoints=offer.endpoints, limits=offer.limits)
    tags = settings.shared_tags
    # First, because it looks at the network: what is wrong there is said before anything is made.
    endpoints = _endpoints(settings, scope)
    if settings.registry.owner:
        _registry_wide(settings, scope)
    else:
        pulumi.log.info(
            f"{settings.scanning.type} scanning on {settings.scanning.frequency} is what this "
            "stack relies on; the owner of the account's registry configures it, not this stack."
        )
    if settings.ci is not None and settings.needs_github:
        GithubIdentity(
            "github",
            {"scope": scope, "provider": settings.ci.identity_provider, "tags": tags},
        )
    _identity_providers(settings, scope)
    if settings.nodes is not None:
        nodes = settings.nodes
        NodePullAccess("nodes", {"scope": scope, "role": nodes.role, "policy": nodes.policy})
    key = _key(settings, scope)
    return Shared(
        key=None if key is None else key.arn,
        endpoints=() if endpoints is None else endpoints.interfaces,
        watching=compose_monitoring(settings, scope),
    )


def _identity_providers(settings: Settings, scope: Scope) -> None:
    """One for each issuer but GitHub, called after its host, so that no order matters."""
    made = {one.issuer: one for one in settings.identity_providers}
    named = [one.oidc.issuer for one in settings.services.values() if one.oidc is not None]
    for issuer in sorted({*made, *named}):
        args: IdentityProviderArgs = {"scope": scope, "issuer": issuer}
        if (own := made.get(issuer)) is not None:
            args |= {"provider": "own", "audiences": own.taken, "tags": settings.shared_tags}
        IdentityProvider(bare(issuer), args)


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
    asked = [settings.encryption_of(service).key for service in settings.services]
    if settings.shared.offer:
        asked.append(settings.encryption.key)
    if "own" not in asked:
        return None
    return RegistryKey("images", {"scope": scope, "tags": settings.shared_tags})


def _endpoints(settings: Settings, scope: Scope) -> RegistryEndpoints | None:
    wanted = settings.endpoints
    if wanted is None:
        return None
    args: Any = {
        "scope": scope,
        "network": find_network(wanted, scope.region),
        "tags": settings.shared_tags,
        **wanted.model_dump(include=_OF_ENDPOINTS, exclude_none=True),
    }
    try:
        return RegistryEndpoints("endpoints", args)
    except MisplacedError as error:
        listed = "\n\n".join(to_text(_in_the_stack(said)) for said in error.said)
        raise pulumi.RunError(f"{listed}\n\nNothing was made.") from None


def _in_the_stack(said: Said) -> Finding:
    """The same problem at the setting's place."""
    names = [part for part in said.path if part != "network"]
    return Finding(
        code=said.code,
        severity=Severity.INVALID,
        where=Where(path=f"container-registry:endpoints.{spelled(names)}"),
        problem=said.problem,
        found=said.found,
        impact=said.impact,
        fix=said.fix,
    )
