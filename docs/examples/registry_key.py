"""A key of one's own for the images, and a repository that is encrypted with it."""

import pulumi

import ecr_lifecycle
from components.container_registry import ContainerRegistry, ContainerRegistryArgs
from components.registry_key import RegistryKey
from components.stack_config import load_settings, scope_of
from container_registry.settings.images import EncryptionSettings

settings = load_settings()
scope = scope_of(settings)
key = RegistryKey("images", {"scope": scope, "tags": settings.shared_tags})
ContainerRegistry(
    "feed-server",
    ContainerRegistryArgs(
        scope=scope,
        repository="feed-server",
        retention=ecr_lifecycle.Retention(keep=20),
        encryption=EncryptionSettings(type="KMS"),
        key=key.arn,
    ),
)
pulumi.export("keyArn", key.arn)
