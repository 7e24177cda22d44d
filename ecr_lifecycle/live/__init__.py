"""Reads registries of a live account. The one place that calls AWS, and it only asks.

Needs boto3, which nothing else here does: import it where a live account is looked at.
"""

from ecr_lifecycle.live.registry import Failure, Registry, default_region, read_registry

__all__ = ["Failure", "Registry", "default_region", "read_registry"]
