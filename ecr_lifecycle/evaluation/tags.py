"""Which rules' tag requirements an image meets, as one integer of bits per image.

Every distinct list entry of the policy is one bit. A tag has one integer, an image the union of
its tags' integers, and a rule is met if all of its entries' bits are there: AWS wants *every*
entry to match some tag, not necessarily the same one. Images with equal bits are equal to every
rule, which lets the evaluation decide once for all of them.
"""

from collections.abc import Callable

from ecr_lifecycle.model import Policy, Selection
from ecr_lifecycle.patterns import WILDCARD, pattern_matcher, prefix_matcher

_Entry = tuple[int, Callable[[str], bool]]

UNTAGGED = 0
TAGGED = 1
"""The bit that every tagged image has, so that one whose tags match nothing isn't untagged."""


class TagBits:
    """The bits of a policy's list entries."""

    def __init__(self, policy: Policy) -> None:
        self._bits: dict[tuple[str, str], int] = {}
        self._anywhere: list[_Entry] = []
        self._by_first: dict[str, list[_Entry]] = {}
        self._needs = [self._need(rule.selection) for rule in policy.rules]
        for entries in self._by_first.values():
            entries += self._anywhere

    def of(self, tags: tuple[str, ...]) -> int:
        """The bits of an image with these tags."""
        if not tags:
            return UNTAGGED
        bits = TAGGED
        for tag in tags:
            for bit, matches in self._by_first.get(tag[:1], self._anywhere):
                if matches(tag):
                    bits |= bit
        return bits

    def meets(self, bits: int, position: int) -> bool:
        """Whether an image with `bits` meets the rule at `position` in the policy."""
        need = self._needs[position]
        if need is None:
            return True
        return bits == need if need == UNTAGGED else bits & need == need

    def _need(self, selection: Selection) -> int | None:
        if selection.tag_status == "any":
            return None
        if selection.tag_status == "untagged":
            return UNTAGGED
        need = TAGGED
        for pattern in selection.tag_patterns:
            need |= self._bit("pattern", pattern, pattern_matcher)
        for prefix in selection.tag_prefixes:
            need |= self._bit("prefix", prefix, prefix_matcher)
        return need

    def _bit(self, kind: str, entry: str, matcher: Callable[[str], Callable[[str], bool]]) -> int:
        if (kind, entry) not in self._bits:
            bit = TAGGED << (len(self._bits) + 1)
            self._bits[kind, entry] = bit
            self._entries(entry[:1]).append((bit, matcher(entry)))
        return self._bits[kind, entry]

    def _entries(self, first: str) -> list[_Entry]:
        """The entries that only a tag with this first character can match."""
        if first in {"", WILDCARD}:
            return self._anywhere
        return self._by_first.setdefault(first, [])
