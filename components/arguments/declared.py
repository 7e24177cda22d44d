"""What a component's arguments are declared by: one pydantic model a component.

Owns what all have in common. A model says what a value may be; the `TypedDict` beside it, which
callers see, says which values may be outputs. `tests/components/arguments` holds the two together.
"""

from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

from components.arguments.said import Said
from container_registry.settings.base import SettingsModel, setting
from container_registry.settings.vocabulary import EnvironmentName


class DeclaredArguments(SettingsModel):
    """A component's arguments.

    A subclass names its component in `noun` and the callers' `TypedDict` in `arguments`. Values of
    an argument in `hidden` are never repeated.
    """

    noun: ClassVar[str]
    arguments: ClassVar[Any]
    hidden: ClassVar[frozenset[str]] = frozenset()

    environment: EnvironmentName | None = setting(
        None,
        says="The first word of every physical name; the stack's name if left out.",
        impact="no physical name could have been made",
        fix="a lower-case letter, then letters and digits separated by single hyphens, at most 20",
    )

    @classmethod
    def across(cls, name: str, given: Mapping[str, Any]) -> Iterator[Said]:  # noqa: ARG003
        """What is wrong with the name, or with several arguments together.

        Args:
            name: the component's logical name.
            given: the arguments as JSON in camelCase, an output's mark in an output's place.
        """
        yield from ()
