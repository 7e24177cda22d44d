"""The rules at work: each marks the images that it sees, whatever the other rules do.

A count keeps the newest N of the images that it sees: its pool is *cut* behind the N-th, and what
is older is marked. An age marks what its clock says is too old.
"""

from bisect import bisect_right
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

from ecr_lifecycle.evaluation.clocks import Clock
from ecr_lifecycle.evaluation.timeline import Timeline
from ecr_lifecycle.model import Rule


@dataclass
class CountPool:
    """The images that a counting rule sees."""

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
        """The image's number in the pool, counted from the newest, which is 1."""
        newer = len(self._places) - bisect_right(self._places, self.timeline.place(position))
        return newer + 1

    @cached_property
    def _places(self) -> list[tuple[float, int]]:
        return sorted(map(self.timeline.place, self.members))


@dataclass
class AgePool:
    """The images that a rule sees by their age."""

    rule: Rule
    timeline: Timeline
    clock: Clock
    cutoff: datetime

    def marks(self, position: int) -> bool:
        """Whether the image at `position` is too old."""
        return self.clock(self.timeline.images[position]) < self.cutoff


Pool = CountPool | AgePool
