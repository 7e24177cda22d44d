"""How an answer of AWS is read when it has not the form that is documented.

Owns the one error for that. A value that is not what it should be is never read as 0 or as absent.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any, Final

#: The most that AWS's `long` holds.
_MOST: Final = 2**63 - 1


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
    """A number of 0 or more that AWS could mean, None for everything else."""
    if isinstance(value, bool) or not isinstance(value, int):
        return None
    return value if 0 <= value <= _MOST else None


def text(value: Any) -> str | None:
    """A text, None for everything else."""
    return value if isinstance(value, str) else None


def once(pages: Iterable[Any], key: str, call: str) -> Iterator[Any]:
    """Pages of an answer, each once: botocore alone notices only a token that repeats at once.

    Args:
        pages: the pages.
        key: where the token of the next page is.
        call: what was called.

    Raises:
        MalformedError: a page leads back to one that was read.
    """
    seen: set[str] = set()
    for page in pages:
        yield page
        token = text(mapped(page).get(key))
        if token and token in seen:
            raise MalformedError(f"{call} gave the same {key} twice")
        seen |= {token} if token else set()
