"""The repositories that a stack watches, as arguments of every component that watches them all.

Owns how thresholds of the stack and of single repositories are given, and their check.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NotRequired, TypedDict

import pulumi

from components.arguments import TaggedModel
from components.arguments.said import Said
from components.inputs import ThresholdsArgs
from components.telling import TellingArgs, TellingSettings
from container_registry.scope import Scope
from container_registry.settings.base import setting
from container_registry.settings.thresholds import ThresholdSettings
from container_registry.settings.vocabulary import RepositoryName


class WatchingArgs(TypedDict):
    """What every component takes that watches all repositories of a stack."""

    repositories: Sequence[str]
    """Names of the repositories."""

    scope: NotRequired[Scope]
    """Account, partition, Region and environment; the provider's and the stack's if left out."""

    environment: NotRequired[str]
    """The first word of every physical name; the stack's name if left out."""

    thresholds: NotRequired[ThresholdsArgs]
    """From which point on people are told."""

    own_thresholds: NotRequired[Mapping[str, ThresholdsArgs]]
    """Thresholds of repositories that have their own, by name."""

    telling: NotRequired[TellingArgs]
    """How people are told."""

    shared_stack: NotRequired[str]
    """The stack, PROJECT/STACK, that watches for others: repositories of the environment whose tag
    `Stack` or `SharedStack` names it are watched, too, and `repositories` may be empty."""

    tags: NotRequired[Mapping[str, pulumi.Input[str]]]
    """Tags of every resource; `Name` is added."""


class WatchingModel(TaggedModel):
    """The arguments, checked."""

    repositories: tuple[RepositoryName, ...] = setting(
        says="Names of the repositories.",
        impact="nothing would be watched",
        fix="a list of names, each once",
    )
    thresholds: ThresholdSettings = setting(
        says="From which point on people are told.",
        impact="alarms would be silent for ever, or always on",
        fix="see the thresholds, each has a default",
        default_factory=ThresholdSettings,
    )
    own_thresholds: dict[RepositoryName, ThresholdSettings] = setting(
        says="Thresholds of repositories that have their own.",
        impact="a repository's people would be told too often, or never",
        fix="thresholds by the repository's name",
        default_factory=dict,
    )
    telling: TellingSettings = setting(
        says="How people are told.",
        impact="a message would take the wrong route",
        fix="severities, runbooks and ok_messages",
        default_factory=TellingSettings,
    )

    shared_stack: str = setting(
        "",
        pattern=r"^$|^[^/ ]+/[^/ ]+$",
        says="The stack that watches for others.",
        impact="no repository of another stack would be found",
        fix="PROJECT/STACK, as the tag `Stack` of its resources says",
    )

    @classmethod
    def across(cls, name: str, given: Mapping[str, Any]) -> Iterator[Said]:
        """Somebody must be watched."""
        yield from super().across(name, given)
        if given.get("repositories") == [] and not given.get("sharedStack"):
            yield Said(
                code="argument-too-short",
                path=("repositories",),
                problem="is empty",
                impact="nothing would be watched",
                fix="a list of names, each once",
            )

    def thresholds_by_name(self) -> dict[str, ThresholdSettings]:
        """The thresholds of each repository."""
        return {name: self.own_thresholds.get(name, self.thresholds) for name in self.repositories}
