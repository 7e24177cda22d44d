"""From one service's settings to its registry.

Owns the translation of settings into arguments, so that `ContainerRegistry` can be used without
our settings too.
"""

import pulumi

from components.container_registry import ContainerRegistry, ContainerRegistryArgs
from components.shared import Shared
from container_registry.documents.github import subjects
from container_registry.scope import Scope
from container_registry.settings import Settings


def compose_service(
    service: str, settings: Settings, scope: Scope, shared: Shared
) -> ContainerRegistry:
    """Make the registry of one service."""
    retention = settings.retention_of(service)
    own = settings.services[service]
    return ContainerRegistry(
        service,
        ContainerRegistryArgs(
            scope=scope,
            repository=settings.repository_name(service),
            retention=retention.to_retention(settings.lifecycle_scheme()) if retention else None,
            mutability=settings.mutability_of(service),
            encryption=settings.encryption_of(service),
            key=_key(service, settings, shared),
            scan_on_push=settings.scanning.on_push,
            sharing=settings.sharing_of(service).to_sharing(),
            endpoints=shared.endpoints,
            scanning=settings.scanning.type,
            topic=shared.topic,
            thresholds=settings.thresholds_of(service),
            reported=settings.monitoring.reporter,
            subjects=_subjects(service, settings),
            adopt=own.adopt,
            protect=settings.protect,
            force_delete=settings.force_delete,
            tags=settings.tags_of(service),
        ),
    )


def _key(service: str, settings: Settings, shared: Shared) -> pulumi.Input[str] | None:
    key = settings.encryption_of(service).key
    if key == "own" and shared.key is not None:
        return shared.key.arn
    return key


def _subjects(service: str, settings: Settings) -> tuple[str, ...]:
    github, ci = settings.services[service].github, settings.ci
    if github is None or ci is None:
        return ()
    return subjects(github.to_repository(), branches=ci.branches, environment=ci.environment)
