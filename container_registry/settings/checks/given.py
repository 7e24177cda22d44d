"""The raw settings, as far as they have the shapes that they should have."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from container_registry.catalogue.regions import partition_of
from container_registry.settings.fault import Location

Raw = Mapping[str, Any]


def mapping(value: Any) -> Raw:
    """The value if it is a mapping, else an empty one."""
    return value if isinstance(value, Mapping) else {}


def entries(value: Any) -> list[Any]:
    """The value if it is a list, else an empty one."""
    return list(value) if isinstance(value, list | tuple) else []


def texts(value: Any) -> list[str]:
    """The texts in a list."""
    return [entry for entry in entries(value) if isinstance(entry, str)]


@dataclass(frozen=True)
class Given:
    """What a stack's configuration says.

    Attributes:
        raw: our settings by name, with `region`, `account` and `environment`.
        default_tags: the tags that the provider adds to every resource.
        stack: the stack's name.
    """

    raw: Raw
    default_tags: Raw
    stack: str = ""

    @cached_property
    def services(self) -> dict[str, Raw]:
        """The services that are mappings."""
        return {name: mapping(value) for name, value in mapping(self.raw.get("services")).items()}

    @property
    def region(self) -> str:
        """The Region, or an empty text."""
        return self._text("region")

    @property
    def account(self) -> str:
        """The account, or an empty text."""
        return self._text("account")

    @property
    def environment(self) -> str:
        """The environment, or an empty text."""
        return self._text("environment")

    @property
    def partition(self) -> str | None:
        """The Region's partition, where it has one."""
        return partition_of(self.region)

    def of_stack_and_services(self, name: str) -> Iterator[tuple[Location, Raw]]:
        """A part that the stack and each service may have, with its place."""
        yield (name,), mapping(self.raw.get(name))
        for service, value in self.services.items():
            yield ("services", service, name), mapping(value.get(name))

    def of_service(self, service: str, name: str) -> Raw:
        """A service's own part, else the stack's."""
        own = self.services[service].get(name)
        return mapping(self.raw.get(name) if own is None else own)

    def repository(self, service: str) -> str:
        """The repository that a service comes to."""
        own = self.services[service].get("repository")
        return own if isinstance(own, str) else service

    def _text(self, name: str) -> str:
        value = self.raw.get(name)
        return value if isinstance(value, str) else ""
