"""The one matcher of `*` and `?`, linear whatever the pattern.

Owns matching a whole text against a pattern in which `*` stands for any characters and, where it is
asked for, `?` for one. Refuses regular expressions: a run of `*` makes them exponential. The parts
between two `*` are each put at their leftmost place, so no text makes a match search again.
"""

from collections.abc import Callable, Sequence
from typing import Final

ANY: Final = "*"
ONE: Final = "?"


def matches(pattern: str, text: str, *, one: bool = False) -> bool:
    """Whether the whole `text` matches `pattern`; `?` is a wildcard only with `one`.

    Time: at most the product of both lengths, and their sum where the pattern has no `?`.
    """
    return matcher(pattern, one=one)(text)


def matcher(pattern: str, *, one: bool = False) -> Callable[[str], bool]:
    """`matches` for one pattern and many texts: what the pattern is made of is looked at once."""
    if one and ONE in pattern:
        return lambda text: _greedy(pattern, text)
    head, *rest = pattern.split(ANY)
    if not rest:
        return pattern.__eq__
    *middle, tail = rest
    if not middle and not tail:
        return lambda text: text.startswith(head)
    start, ends, least = len(head), len(tail), len(head) + len(tail)

    def parts(text: str) -> bool:
        if len(text) < least or not (text.startswith(head) and text.endswith(tail)):
            return False
        position, limit = start, len(text) - ends
        for part in middle:
            found = text.find(part, position, limit)
            if found < 0:
                return False
            position = found + len(part)
        return True

    return parts


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
