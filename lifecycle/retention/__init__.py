"""Retention as people say it, and the lifecycle policy that it becomes."""

from lifecycle.retention.building import build
from lifecycle.retention.model import InvalidRetention, Retention, RetentionClass
from lifecycle.retention.reading import read_retention
from lifecycle.retention.sentences import explain

__all__ = [
    "InvalidRetention",
    "Retention",
    "RetentionClass",
    "build",
    "explain",
    "read_retention",
]
