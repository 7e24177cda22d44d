"""A key of one's own for the images, and a repository that is encrypted with it."""

import pulumi

from components.container_registry import ContainerRegistry
from components.registry_key import RegistryKey

key = RegistryKey("images", {})
ContainerRegistry(
    "feed-server",
    {"retention": {"keep": 20}, "encryption": {"type": "KMS", "key": key.arn}},
)
pulumi.export("keyArn", key.arn)
