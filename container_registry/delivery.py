"""What a stack says of itself to whoever delivers images to it: the output `delivery`.

Owns the form of that output, which `registryctl kit` reads. Refuses secrets: nothing in it is more
than what a workflow's file shows anyway.
"""

from typing import Any

from container_registry.scope import Scope
from container_registry.settings import Settings


def delivery(settings: Settings, scope: Scope) -> dict[str, Any]:
    """Where images go, who may push them, and which tags the retention knows."""
    return {
        "environment": scope.environment,
        "partition": scope.partition,
        "account": scope.account,
        "region": scope.region,
        "scanning": settings.scanning.type,
        "ci": _ci(settings),
        "tagScheme": {
            name: {"patterns": list(kind.patterns), "release": kind.release}
            for name, kind in settings.tag_scheme.items()
        },
        "replicas": _replicas(settings, scope),
        "services": {service: _service(service, settings) for service in settings.services},
    }


def _ci(settings: Settings) -> dict[str, Any]:
    if settings.ci is None or not settings.ci.admits:
        return {}
    if settings.ci.environment is not None:
        return {"environment": settings.ci.environment}
    return {"branches": list(settings.ci.branches)}


def _replicas(settings: Settings, scope: Scope) -> list[dict[str, str]]:
    """Registries that this one replicates to: nodes over there pull from those."""
    return [
        {"account": destination.account or scope.account, "region": destination.region}
        for rule in settings.registry.replication
        for destination in rule.destinations
    ]


def _service(service: str, settings: Settings) -> dict[str, Any]:
    mutability, github = settings.mutability_of(service), settings.services[service].github
    sharing = settings.sharing_of(service)
    said: dict[str, Any] = {"mutability": mutability.mode}
    if mutability.except_tags:
        said["exceptTags"] = list(mutability.except_tags)
    if sharing.pull_accounts:
        said["pullAccounts"] = list(sharing.pull_accounts)
    if sharing.pull_organization is not None:
        said["pullOrganization"] = sharing.pull_organization
    if github is not None:
        said["github"] = github.repository
    return said
