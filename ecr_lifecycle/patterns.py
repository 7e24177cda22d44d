"""ECR's tag patterns, matched without ever going back.

`*` stands for zero or more characters and everything else for itself; a pattern matches the whole
tag (AWS: `prod*` begins with prod, `*prod*` contains it). Taking the leftmost place for each part
between two wildcards is enough, so no tag, however hostile, makes a match search again.
"""

from collections.abc import Callable
from typing import Final

WILDCARD: Final = "*"


def pattern_matcher(pattern: str) -> Callable[[str], bool]:
    """A function that tells whether `pattern` matches a tag."""
    head, *rest = pattern.split(WILDCARD)
    if not rest:
        return pattern.__eq__
    *middle, tail = rest
    if not middle and not tail:
        return prefix_matcher(head)
    start, ends, least = len(head), len(tail), len(head) + len(tail)

    def matches(tag: str) -> bool:
        if len(tag) < least or not (tag.startswith(head) and tag.endswith(tail)):
            return False
        position, limit = start, len(tag) - ends
        for part in middle:
            found = tag.find(part, position, limit)
            if found < 0:
                return False
            position = found + len(part)
        return True

    return matches


def prefix_matcher(prefix: str) -> Callable[[str], bool]:
    """A function that tells whether a tag begins with `prefix`, every character of it literal."""

    def matches(tag: str) -> bool:
        return tag.startswith(prefix)

    return matches


def pattern_covers(wide: str, *narrow: str) -> bool:
    """Whether `wide` matches every tag that one of `narrow` matches.

    A character that stands in neither pattern replaces each `*` of `narrow`. Only a `*` of `wide`
    can take it, and that `*` takes whatever else would stand there as well.
    """
    matches = pattern_matcher(wide)
    return any(matches(each.replace(WILDCARD, "\0")) for each in narrow)


def prefix_as_pattern(prefix: str) -> str | None:
    """The pattern that means the same, or None: a literal `*` has no pattern."""
    return None if WILDCARD in prefix else prefix + WILDCARD
