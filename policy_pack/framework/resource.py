"""A registered resource and the stack that it is in, as the policies see them.

Owns the reading of properties: by path, missing as a default, unknown as an exception that names
the property, so that one unknown value leaves one check undecided and nothing else.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from policy_pack.framework.values import (
    UNKNOWN,
    Secret,
    has_secret,
    has_unknown,
    revealed,
    secret_texts,
)

SHORTEST_SECRET = 4
"""Shorter texts are not searched for in messages: they would blank out ordinary words."""

Path = tuple[str | int, ...]


def dotted(path: Path) -> str:
    """The path as people write it: `rules[0].action.type`."""
    text = ""
    for step in path:
        text += f"[{step}]" if isinstance(step, int) else f".{step}" if text else str(step)
    return text


class UnknownProperty(Exception):  # noqa: N818 - no error: a value that comes with the update
    """A check needs a property that is known only in the update."""

    def __init__(self, resource: Resource, path: Path) -> None:
        super().__init__(f"{dotted(path)} of {resource.label}")
        self.resource = resource
        self.path = path


@dataclass(frozen=True)
class Provider:
    """The provider that a resource is registered with, explicit or default."""

    urn: str
    properties: Mapping[str, Any]


@dataclass(frozen=True, eq=False)
class Resource:
    """One registered resource.

    `properties` holds marked values (see `values`): those in `written` are the program's, the
    others are AWS's. `declared` is false for a resource that is only read into the stack
    (`Repository.get`): the program does not manage it. `shown` is false for one that this run
    leaves alone (`--target`, `--exclude`): the engine shows it without properties. `beyond` says
    why its properties are not read: more bytes, or more levels, than any resource has. `origin` is
    the type that it is registered under, where that is not the one that it is judged as. `memory`
    keeps what was read.
    """

    urn: str
    type: str
    name: str
    properties: Mapping[str, Any]
    protect: bool = False
    ignore_changes: tuple[str, ...] = ()
    parent: str = ""
    provider: Provider | None = None
    dependencies: Mapping[str, frozenset[str]] = field(default_factory=dict)
    declared: bool = True
    written: frozenset[str] = frozenset()
    shown: bool = True
    beyond: str = ""
    origin: str = ""
    memory: dict[Any, Any] = field(default_factory=dict)

    @property
    def label(self) -> str:
        """How messages call the resource."""
        return f"{self.name} ({self.origin or self.type})"

    def marked(self, *path: str | int) -> Any:
        """The value at a path with its marks; None where there is none, UNKNOWN in an unknown."""
        value: Any = self.properties
        for step in path:
            value = value.value if isinstance(value, Secret) else value
            if value is UNKNOWN:
                return UNKNOWN
            value = _step(value, step)
        return value

    def get(self, *path: str | int, default: Any = None) -> Any:
        """The value at a path, secrets revealed; `default` where it is missing or null.

        Raises `UnknownProperty` where the value, or anything in it, is known only in the update.
        """
        value = self.marked(*path)
        if value is None:
            return default
        if has_unknown(value):
            raise UnknownProperty(self, path)
        return revealed(value)

    def get_written(self, name: str, default: Any = None) -> Any:
        """As `get`, but `default` where the program left the property to AWS, in previews too."""
        return self.get(name, default=default) if name in self.written else default

    def partly(self, *path: str | int) -> Any:
        """As `get`, but what is unknown inside the value stays there as UNKNOWN."""
        value = revealed(self.marked(*path))
        if value is UNKNOWN:
            raise UnknownProperty(self, path)
        return value

    def is_unknown(self, *path: str | int) -> bool:
        """Whether the value at the path is itself known only in the update."""
        return revealed(self.marked(*path)) is UNKNOWN

    def is_secret(self, *path: str | int) -> bool:
        """Whether the value at the path is, is inside, or has in it a secret."""
        return any(isinstance(self.marked(*path[:n]), Secret) for n in range(1, len(path))) or (
            has_secret(self.marked(*path))
        )


def _step(value: Any, step: str | int) -> Any:
    if isinstance(step, int):
        return value[step] if isinstance(value, list) and step < len(value) else None
    return value.get(step) if isinstance(value, Mapping) else None


@dataclass(frozen=True)
class Stack:
    """The resources that are judged together; for a resource policy, that resource alone."""

    resources: tuple[Resource, ...]
    memory: dict[str, Any] = field(default_factory=dict)

    @cached_property
    def _by_type(self) -> Mapping[str, tuple[Resource, ...]]:
        found: dict[str, list[Resource]] = {}
        for resource in self.resources:
            found.setdefault(resource.type, []).append(resource)
        return {kind: tuple(members) for kind, members in found.items()}

    @cached_property
    def by_urn(self) -> Mapping[str, Resource]:
        """The resources by URN."""
        return {resource.urn: resource for resource in self.resources}

    @cached_property
    def secrets(self) -> frozenset[str]:
        """Every text that is a secret in one of the resources, short ones left out."""
        return frozenset(
            text
            for resource in self.resources
            for text in secret_texts(dict(resource.properties))
            if len(text) >= SHORTEST_SECRET
        )

    def of(self, *types: str) -> Iterator[Resource]:
        """The resources of these types."""
        for kind in types:
            yield from self._by_type.get(kind, ())
