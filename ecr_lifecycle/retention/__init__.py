"""Retention as people say it, and the lifecycle policy that it becomes."""

from ecr_lifecycle.retention.building import build, for_scheme
from ecr_lifecycle.retention.model import InvalidRetention, Retention, RetentionClass
from ecr_lifecycle.retention.reading import read_retention
from ecr_lifecycle.retention.sentences import explain

__all__ = [
    "InvalidRetention",
    "Retention",
    "RetentionClass",
    "build",
    "explain",
    "for_scheme",
    "read_retention",
]
