"""Amazon Elastic Container Registry."""

from local.provider.services.ecr import lifecycle_policy, repository

__all__ = ["lifecycle_policy", "repository"]
