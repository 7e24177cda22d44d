"""GitHub repositories whose workflows may push: as callers write them, and as subjects.

Owns one repository with its branches or its environment. The trust policy made from it is
`container_registry.documents.github`'s.
"""

from collections.abc import Sequence
from typing import NotRequired, Self, TypedDict

from pydantic import model_validator

from components.arguments import as_in
from container_registry.documents.github import subjects
from container_registry.settings.access import CiSettings, GithubSettings
from container_registry.settings.vocabulary import refused


class GithubPushArgs(TypedDict):
    """A repository at GitHub whose workflows may push, from `branches` and `tags`, or from
    an `environment`. It decides whether there is a CI role, so it must be known.
    """

    repository: str
    """The repository at GitHub, as OWNER/REPO."""

    branches: NotRequired[Sequence[str]]
    """Branches whose workflows may push."""

    tags: NotRequired[Sequence[str]]
    """Tags whose workflows may push, or patterns that end in `*`, such as `v*`."""

    environment: NotRequired[str]
    """The GitHub environment whose jobs may push; its protection rules are then the approval."""

    owner_id: NotRequired[int]
    """The owner's number at GitHub, together with `repository_id`: repositories made after
    2026-07-15 have both in their tokens."""

    repository_id: NotRequired[int]
    """The repository's number at GitHub."""


class GithubPush(GithubSettings):
    """The repository, checked."""

    branches: tuple[str, ...] = as_in(CiSettings, "branches")
    tags: tuple[str, ...] = as_in(CiSettings, "tags")
    environment: str | None = as_in(CiSettings, "environment")

    @model_validator(mode="after")
    def _as_in_a_stack(self) -> Self:
        """Names and their combination are what a stack's `ci` may have."""
        ci = CiSettings(branches=self.branches, tags=self.tags, environment=self.environment)
        if not ci.admits:
            raise refused(
                "ci_context",
                "has neither `branches` nor `tags` nor `environment`",
                "no workflow could push",
                "write `branches` or `environment`",
            )
        return self

    @property
    def subjects(self) -> tuple[str, ...]:
        """Every `sub` claim that may push."""
        return subjects(
            self.to_repository(),
            branches=self.branches,
            tags=self.tags,
            environment=self.environment,
        )
