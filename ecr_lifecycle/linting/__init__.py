"""Lifecycle policies inside other files: plans, templates, previews. Each with its line."""

from ecr_lifecycle.linting.file import Linted, lint
from ecr_lifecycle.linting.found import Embedded, Skipped

__all__ = ["Embedded", "Linted", "Skipped", "lint"]
