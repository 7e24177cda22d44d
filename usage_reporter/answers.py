"""How an answer of AWS is read when it has not the form that is documented.

Owns the one error for that. A value that is not what it should be is never read as 0 or as absent.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any


class MalformedError(Exception):
    """AWS answered in a form that is not documented."""


def listed(answer: Any, key: str, call: str) -> list[Any]:
    """The list under a key of an answer.

    Raises:
        MalformedError: there is none.
    """
    found = answer.get(key) if isinstance(answer, Mapping) else None
    if not isinstance(found, list):
        raise MalformedError(f"{call} answered without a list of {key}")
    return found


def mapped(value: Any) -> Mapping[str, Any]:
    """A part of an answer that is an object, empty where it is missing or something else."""
    return value if isinstance(value, Mapping) else {}


def moment(value: Any) -> datetime | None:
    """A time with its zone, None where there is no time."""
    if not isinstance(value, datetime):
        return None
    return value if value.tzinfo else value.replace(tzinfo=UTC)


def count(value: Any) -> int | None:
    """A number of 0 or more, None for everything else."""
    return value if isinstance(value, int) and not isinstance(value, bool) and value >= 0 else None
