"""Values as Pulumi's bridge takes them: a text for a boolean, blanks for nothing.

Owns the coercions that happen between the program and AWS, so that no spelling of a value is judged
other than it works.
"""

from __future__ import annotations

from typing import Any


def is_on(value: Any) -> bool:
    """Whether a value works as true: `true`, or its text."""
    return value is True or (isinstance(value, str) and value.strip().lower() in ("true", "1"))


def is_off(value: Any) -> bool:
    """Whether a value works as false: `false`, or its text."""
    return value is False or (isinstance(value, str) and value.strip().lower() in ("false", "0"))


def is_blank(value: Any) -> bool:
    """Whether a value says nothing: missing, empty, or white space alone."""
    return value is None or (isinstance(value, str) and not value.strip())
