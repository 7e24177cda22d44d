"""Amazon Elastic Container Registry."""

from local.provider.services.ecr import (
    functions,
    lifecycle_document,
    lifecycle_policy,
    recorded,
    registry,
    repository,
    repository_policy,
)

__all__ = [
    "functions",
    "lifecycle_document",
    "lifecycle_policy",
    "recorded",
    "registry",
    "repository",
    "repository_policy",
]
