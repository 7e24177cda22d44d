"""The base of a component's arguments: what is declared, and its check."""

from collections.abc import Mapping
from copy import copy
from typing import Any, Self

from pydantic import BaseModel

from components.arguments.check import check, examine
from components.arguments.declared import DeclaredArguments
from components.arguments.later import Later
from container_registry.settings.stack import Settings
from container_registry.settings.vocabulary import AwsTagKey, AwsTagValue
from ecr_lifecycle.finding import Finding

#: Tags whose values may be outputs; the keys are known, so that a policy pack can look for them.
Tags = dict[AwsTagKey, Later[AwsTagValue]]


def as_in(settings: type[BaseModel], name: str, *default: Any) -> Any:
    """Declare an argument as a setting is: its default (or another), its bounds, its words."""
    field = copy(settings.model_fields[name])
    if default:
        field.default, field.default_factory = default[0], None
    return field


class ArgumentsModel(DeclaredArguments):
    """A component's arguments, checked."""

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


class TaggedModel(ArgumentsModel):
    """The arguments of a component whose resources take tags."""

    tags: Tags = as_in(Settings, "tags")
