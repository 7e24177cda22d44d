"""Lists that hold an entry twice, which is a slip: another entry was meant, or none."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from container_registry.settings.checks.given import Given
from container_registry.settings.fault import Fault, Faults, Location

_RETENTION: Final = "retention"
_AS_NAMES: Final = "each makes a rule that is named after it, and Pulumi takes no name twice"


def check(given: Given) -> Faults:
    """Every text that stands twice in one list."""
    for at, listed in _lists((), given.raw):
        if _RETENTION in (at[0], *at[2:3]):
            continue  # `retention_checks` says which pattern, and of which class.
        seen: dict[str, int] = {}
        for index, entry in enumerate(listed):
            if not isinstance(entry, str) or entry == "[secret]":
                continue
            first = seen.setdefault(entry, index)
            if first != index:
                yield Fault(
                    at=(*at, index),
                    code="entry-twice",
                    problem=f"is the same as the entry at [{first}]",
                    impact=_AS_NAMES if at[-1] == "cidrs" else "it can have no effect of its own",
                    fix="remove it",
                )


def _lists(at: Location, value: Any) -> Iterator[tuple[Location, list[Any]]]:
    if isinstance(value, Mapping):
        for key, item in value.items():
            yield from _lists((*at, key), item)
    elif isinstance(value, list | tuple):
        yield at, list(value)
        for index, item in enumerate(value):
            yield from _lists((*at, index), item)
