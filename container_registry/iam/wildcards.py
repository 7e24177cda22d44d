"""IAM's wildcards: `*` for any characters, `?` for one; policy variables, which anybody may fill.

Owns what a pattern of a policy document fits. Matching itself is `ecr_lifecycle.wildcard`'s, linear
whatever the pattern. Source: IAM user guide, "IAM JSON policy elements: Resource" and "Condition
operators" (ARNs are matched by their six colon-separated components); "Policy variables", "Special
characters" (`${*}`, `${?}` and `${$}` stand for the characters themselves).
"""

import re
from functools import lru_cache
from typing import Final

from ecr_lifecycle import wildcard

_LITERAL: Final = {"${*}": "\ue000", "${?}": "\ue001", "${$}": "\ue002"}
_BACK: Final = {"\ue000": "*", "\ue001": "?", "\ue002": "$"}
_VARIABLE: Final = re.compile(r"\$\{[^*?$}][^}]*\}")
_ARN_PARTS: Final = 6


def escaped(pattern: str) -> str:
    """The pattern with its special variables put out of the wildcards' reach."""
    if "$" in pattern:
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


def has_variable(pattern: str) -> bool:
    """Whether the pattern has a policy variable, such as `${aws:PrincipalAccount}`."""
    return _VARIABLE.search(escaped(pattern)) is not None


def before_wildcard(pattern: str) -> str:
    """What stands before the first wildcard or variable."""
    text = escaped(pattern)
    ends = [text.find(character) for character in "*?"]
    found = _VARIABLE.search(text)
    ends.append(found.start() if found else -1)
    return plain(text[: min((end for end in ends if end >= 0), default=len(text))])


def matches(pattern: str, text: str, *, ignore_case: bool = False) -> bool:
    """Whether the whole text matches the pattern."""
    ready = _ready(pattern, ignore_case)
    if "*" in text or "?" in text:
        text = text.replace("*", "\ue000").replace("?", "\ue001")
    return wildcard.matches(ready, text.lower() if ignore_case else text, one=True)


def arn_matches(pattern: str, arn: str) -> bool:
    """Whether an ARN matches component by component, as `ArnLike` and `ArnEquals` do."""
    wanted, given = pattern.split(":", _ARN_PARTS - 1), arn.split(":", _ARN_PARTS - 1)
    if len(wanted) != len(given):
        return pattern == "*"
    return all(matches(one, other) for one, other in zip(wanted, given, strict=True))


@lru_cache(maxsize=4096)
def _ready(pattern: str, ignore_case: bool) -> str:
    """The pattern as the matcher takes it: special characters marked, `${$}` put back."""
    text = escaped(pattern).replace("\ue002", "$")
    return text.lower() if ignore_case else text
