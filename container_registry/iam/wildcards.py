"""IAM's wildcards: `*` for any characters, `?` for one.

Source: IAM user guide, "IAM JSON policy elements: Resource" and "Condition operators" (ARNs are
matched by their six colon-separated components); policy variables, "Special characters" (`${*}`,
`${?}` and `${$}` stand for the characters themselves).
"""

import re
from functools import lru_cache
from typing import Final

_LITERAL: Final = {"${*}": "\ue000", "${?}": "\ue001", "${$}": "\ue002"}
_BACK: Final = {"\ue000": "*", "\ue001": "?", "\ue002": "$"}
_ARN_PARTS: Final = 6


def escaped(pattern: str) -> str:
    """The pattern with its special variables put out of the wildcards' reach."""
    for text, mark in _LITERAL.items():
        pattern = pattern.replace(text, mark)
    return pattern


def literal(text: str) -> str:
    """A text for use inside a pattern, where each of its characters stands for itself."""
    return text.replace("*", "\ue000").replace("?", "\ue001").replace("$", "\ue002")


def plain(pattern: str) -> str:
    """The text that a pattern is when its wildcards are ordinary characters."""
    return "".join(_BACK.get(character, character) for character in escaped(pattern))


def is_wild(pattern: str) -> bool:
    """Whether the pattern has a wildcard."""
    return any(character in escaped(pattern) for character in "*?")


def matches(pattern: str, text: str, *, ignore_case: bool = False) -> bool:
    """Whether the whole text matches the pattern."""
    return _compiled(pattern, ignore_case).fullmatch(text) is not None


def arn_matches(pattern: str, arn: str) -> bool:
    """Whether an ARN matches component by component, as `ArnLike` and `ArnEquals` do."""
    wanted, given = pattern.split(":", _ARN_PARTS - 1), arn.split(":", _ARN_PARTS - 1)
    if len(wanted) != len(given):
        return pattern == "*"
    return all(matches(one, other) for one, other in zip(wanted, given, strict=True))


@lru_cache(maxsize=4096)
def _compiled(pattern: str, ignore_case: bool) -> re.Pattern[str]:
    parts = {"*": ".*", "?": "."}
    text = "".join(
        parts.get(character) or re.escape(_BACK.get(character, character))
        for character in escaped(pattern)
    )
    return re.compile(text, re.DOTALL | (re.IGNORECASE if ignore_case else 0))
