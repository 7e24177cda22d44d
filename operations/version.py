"""The version of these commands."""

from ecr_lifecycle.version import VERSION

__all__ = ["VERSION"]
