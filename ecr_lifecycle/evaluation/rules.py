"""The rules at work: which images each sees, and which of them it marks.

A rule marks whatever the other rules do. A count keeps the newest N of the images that it sees: it
is *cut* behind the N-th, and what is older is marked. An age marks what is too old.
"""

from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

from ecr_lifecycle.evaluation.assumptions import Assumptions
from ecr_lifecycle.evaluation.times import Since, Timeline, cutoff, since
from ecr_lifecycle.model import Policy, Rule, Selection
from ecr_lifecycle.patterns import prefix_matcher
from ecr_lifecycle.wildcard import ANY, matcher

_Entry = tuple[int, Callable[[str], bool]]

UNTAGGED = 0
TAGGED = 1
"""The bit that every tagged image has, so that one whose tags match nothing isn't untagged."""


class TagBits:
    """Which rules' tag requirements an image meets, as one integer of bits per image.

    Every distinct list entry of the policy is one bit. A tag has one integer, an image the union
    of its tags' integers, and a rule is met if all of its entries' bits are there: AWS wants
    *every* entry to match some tag, not necessarily the same one. Images with equal bits are equal
    to every rule, which lets the evaluation decide once for all of them.
    """

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
            need |= self._bit("pattern", pattern, matcher)
        for prefix in selection.tag_prefixes:
            need |= self._bit("prefix", prefix, prefix_matcher)
        return need

    def _bit(self, kind: str, entry: str, make: Callable[[str], Callable[[str], bool]]) -> int:
        if (kind, entry) not in self._bits:
            bit = TAGGED << (len(self._bits) + 1)
            self._bits[kind, entry] = bit
            self._entries(entry[:1]).append((bit, make(entry)))
        return self._bits[kind, entry]

    def _entries(self, first: str) -> list[_Entry]:
        """The entries that only a tag with this first character can match."""
        if first in {"", ANY}:
            return self._anywhere
        return self._by_first.setdefault(first, [])


@dataclass
class CountingRule:
    """A rule that counts, with the positions of the images that it sees."""

    rule: Rule
    timeline: Timeline
    members: list[int] = field(default_factory=list)

    @cached_property
    def cut(self) -> tuple[float, int] | None:
        """The place of the last image that the number has room for, or None if it has room left."""
        limit, times = self.rule.selection.count_number, self.timeline.times
        if len(self.members) < limit:
            return None
        newest = sorted([times[position] for position in self.members], reverse=True)
        time = newest[limit - 1]
        equals = sorted(
            (self.timeline.place(each) for each in self.members if times[each] == time),
            reverse=True,
        )
        return equals[limit - 1 - newest.index(time)]

    def marks(self, position: int) -> bool:
        """Whether the image at `position` is older than all that are kept."""
        cut = self.cut
        if cut is None:
            return False
        time = self.timeline.times[position]
        return time < cut[0] or (time == cut[0] and self.timeline.place(position) < cut)

    def number(self, position: int) -> int:
        """The image's number among those seen, counted from the newest, which is 1."""
        newer = len(self._places) - bisect_right(self._places, self.timeline.place(position))
        return newer + 1

    @cached_property
    def _places(self) -> list[tuple[float, int]]:
        return sorted(map(self.timeline.place, self.members))


@dataclass
class AgingRule:
    """A rule that goes by an age."""

    rule: Rule
    timeline: Timeline
    since: Since
    cutoff: datetime

    def marks(self, position: int) -> bool:
        """Whether the image at `position` is too old."""
        return self.since(self.timeline.images[position]) < self.cutoff


WorkingRule = CountingRule | AgingRule


@dataclass(slots=True)
class Group:
    """Images that meet the same rules, highest priority first, by their positions."""

    rules: tuple[WorkingRule, ...]
    positions: list[int] = field(default_factory=list)

    @property
    def owner(self) -> WorkingRule | None:
        """The one rule that can act on these images."""
        return self.rules[0] if self.rules else None


def working(rule: Rule, timeline: Timeline, now: datetime, assumptions: Assumptions) -> WorkingRule:
    """`rule` at work on the images of `timeline`."""
    if not rule.selection.counts_days:
        return CountingRule(rule, timeline)
    oldest = cutoff(rule.selection.count_number, now, assumptions)
    return AgingRule(rule, timeline, since(rule.selection, assumptions), oldest)
