"""ECR's tag patterns and prefixes, compared with each other.

`*` stands for zero or more characters and everything else for itself; a pattern matches the whole
tag (AWS: `prod*` begins with prod, `*prod*` contains it). How a pattern is matched is
`ecr_lifecycle.wildcard`'s.
"""

from collections.abc import Callable

from ecr_lifecycle.wildcard import ANY, matches


def prefix_matcher(prefix: str) -> Callable[[str], bool]:
    """A function that tells whether a tag begins with `prefix`, every character of it literal."""
    return lambda tag: tag.startswith(prefix)


def pattern_covers(wide: str, *narrow: str) -> bool:
    """Whether `wide` matches every tag that one of `narrow` matches.

    A character that stands in neither pattern replaces each `*` of `narrow`. Only a `*` of `wide`
    can take it, and that `*` takes whatever else would stand there as well.
    """
    return any(matches(wide, each.replace(ANY, "\0")) for each in narrow)


def prefix_as_pattern(prefix: str) -> str | None:
    """The pattern that means the same, or None: a literal `*` has no pattern."""
    return None if ANY in prefix else prefix + ANY
