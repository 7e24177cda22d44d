"""Plain values: str, float, int, bool, None, list, dict, pulumi assets, and UNKNOWN.

UNKNOWN stands for what a preview can't know yet.
"""

from typing import Any

Plain = dict[str, Any]


class Unknown:
    """A value that only the update will tell."""

    def __repr__(self) -> str:
        return "UNKNOWN"

    def __bool__(self) -> bool:
        return True


UNKNOWN = Unknown()


def is_unknown(value: Any) -> bool:
    """Whether a plain value is, or holds, something unknown."""
    if isinstance(value, dict):
        return any(map(is_unknown, value.values()))
    if isinstance(value, list):
        return any(map(is_unknown, value))
    return isinstance(value, Unknown)


def is_empty(value: Any) -> bool:
    """Whether the real provider treats a value as left out: a zero number is a value."""
    return value is None or value is False or (isinstance(value, str | list | dict) and not value)
