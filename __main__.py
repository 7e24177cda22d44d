"""One stack of the container registry: load the settings, compose the components, export."""

import pulumi

from components.container_registry import ContainerRegistry, ContainerRegistryArgs
from components.stack_config import load_settings, scope_of

settings = load_settings()
scope = scope_of(settings)


def registry_of(service: str) -> ContainerRegistry:
    """Compose the registry of one service from the settings."""
    retention = settings.retention_of(service)
    return ContainerRegistry(
        service,
        ContainerRegistryArgs(
            repository=settings.repository_name(service),
            retention=retention.to_retention() if retention else None,
            mutability=settings.mutability_of(service),
            encryption=settings.encryption_of(service),
            scan_on_push=settings.scanning.on_push,
            protect=settings.protect,
            force_delete=settings.force_delete,
            tags=settings.tags_of(service),
        ),
    )


registries = {service: registry_of(service) for service in settings.services}

pulumi.export("registryUrl", scope.registry_url)
pulumi.export(
    "repositories",
    {
        service: {"name": registry.name, "url": registry.url, "arn": registry.arn}
        for service, registry in registries.items()
    },
)
