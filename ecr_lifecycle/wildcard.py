"""The one matcher of `*` and `?`, linear whatever the pattern.

Owns matching a whole text against a pattern in which `*` stands for any characters and, where it is
asked for, `?` for one. Refuses regular expressions: a run of `*` makes them exponential. The parts
between two `*` are each put at their leftmost place, so no text makes a match search again.
"""

from collections.abc import Sequence
from typing import Final

ANY: Final = "*"
ONE: Final = "?"


def matches(pattern: str, text: str, *, one: bool = False) -> bool:
    """Whether the whole `text` matches `pattern`; `?` is a wildcard only with `one`.

    Time: at most the product of both lengths, and their sum where the pattern has no `?`.
    """
    if one and ONE in pattern:
        return _greedy(pattern, text)
    head, *rest = pattern.split(ANY)
    if not rest:
        return pattern == text
    *middle, tail = rest
    if len(text) < len(head) + len(tail) or not (text.startswith(head) and text.endswith(tail)):
        return False
    position, limit = len(head), len(text) - len(tail)
    for part in middle:
        found = text.find(part, position, limit)
        if found < 0:
            return False
        position = found + len(part)
    return True


def _greedy(pattern: Sequence[str], text: str) -> bool:
    """Two positions, and one to return to: the last `*`. No earlier one can do better."""
    at = in_text = 0
    star, resume = -1, 0
    while in_text < len(text):
        token = pattern[at] if at < len(pattern) else None
        if token == ANY:
            star, resume = at, in_text
            at += 1
        elif token is not None and token in (ONE, text[in_text]):
            at, in_text = at + 1, in_text + 1
        elif star >= 0:
            resume += 1
            at, in_text = star + 1, resume
        else:
            return False
    return all(token == ANY for token in pattern[at:])
