"""Amazon Elastic Container Registry."""

from local.provider.services.ecr import (
    lifecycle_policy,
    recorded,
    registry,
    repository,
    repository_policy,
)

__all__ = ["lifecycle_policy", "recorded", "registry", "repository", "repository_policy"]
