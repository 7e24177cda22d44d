"""The base of what checks a component's arguments: one pydantic model a component.

Owns what all have in common. A model says what a value may be; the `TypedDict` beside it, which
callers see, says which values may be outputs. `tests/components/arguments` holds the two together.
"""

from collections.abc import Iterator, Mapping
from copy import copy
from typing import Any, ClassVar, Self

from pydantic import BaseModel

from components.arguments.check import check, examine
from components.arguments.later import Later
from components.arguments.said import Said
from container_registry.settings.base import SettingsModel, setting
from container_registry.settings.stack import Settings
from container_registry.settings.vocabulary import AwsTagKey, AwsTagValue, EnvironmentName
from ecr_lifecycle.finding import Finding

#: Tags whose values may be outputs; the keys are known, so that a policy pack can look for them.
Tags = dict[AwsTagKey, Later[AwsTagValue]]


def as_in(settings: type[BaseModel], name: str, *default: Any) -> Any:
    """Declare an argument as a setting is: its default (or another), its bounds, its words."""
    field = copy(settings.model_fields[name])
    if default:
        field.default, field.default_factory = default[0], None
    return field


class ArgumentsModel(SettingsModel):
    """A component's arguments, checked.

    A subclass names its component in `noun` and the callers' `TypedDict` in `arguments`. Values of
    an argument in `hidden` are never repeated.
    """

    noun: ClassVar[str]
    arguments: ClassVar[Any]
    hidden: ClassVar[frozenset[str]] = frozenset()

    environment: EnvironmentName | None = setting(
        None,
        says="The first word of every physical name; the stack's name if left out.",
        otherwise="no physical name could have been made",
        instead="a lower-case letter, then letters and digits separated by single hyphens, "
        "at most 20",
    )

    @property
    def role_path(self) -> str | None:
        """The path of the component's roles, where an argument says it."""
        return None

    @classmethod
    def checked(cls, name: str, arguments: Mapping[str, Any]) -> Self:
        """Check the arguments of the component `name`, before anything is registered.

        Raises:
            ArgumentsError: with every problem.
        """
        return check(cls, name, arguments)

    @classmethod
    def problems(
        cls, name: str, arguments: Mapping[str, Any], *, camel: bool = False
    ) -> list[Finding]:
        """Every problem of the arguments, without raising; paths in camelCase if asked for."""
        return examine(cls, name, arguments, camel=camel).findings

    @classmethod
    def across(cls, name: str, given: Mapping[str, Any]) -> Iterator[Said]:  # noqa: ARG003
        """What is wrong with the name, or with several arguments together.

        Args:
            name: the component's logical name.
            given: the arguments as JSON in camelCase, an output's mark in an output's place.
        """
        yield from ()


class TaggedModel(ArgumentsModel):
    """The arguments of a component whose resources take tags."""

    tags: Tags = as_in(Settings, "tags")
