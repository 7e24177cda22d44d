"""A repository that lives day by day: pushes, moving tags, pulls, and the nightly run."""

import math
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Final

from ecr_lifecycle.evaluation import Assumptions, evaluate
from ecr_lifecycle.forecasting.level import Kinds
from ecr_lifecycle.forecasting.stream import Stream
from ecr_lifecycle.image import Image
from ecr_lifecycle.model import Policy
from ecr_lifecycle.pushes import push

_START: Final = datetime(2026, 1, 1, tzinfo=UTC)
_DAY: Final = timedelta(days=1)


class Repository:
    """Starts empty; `live` adds a day."""

    def __init__(self, streams: tuple[Stream, ...], assumptions: Assumptions) -> None:
        self._streams = {stream.name: stream for stream in streams}
        self._assumptions = assumptions
        self._images: dict[str, Image] = {}
        self._made_by: dict[str, tuple[str, str]] = {}
        self._moving: dict[str, str] = {}

    def live(self, day: int, policy: Policy) -> None:
        """Push what is pushed on `day`, note the pulls, and run `policy` at its end."""
        for stream in self._streams.values():
            self._push(stream, day)
        now = _START + (day + 1) * _DAY
        self._pull(now)
        result = evaluate(policy, self._images.values(), now, self._assumptions)
        for name in result.expire:
            del self._images[name]
        for name in result.transition:
            self._images[name] = replace(
                self._images[name], storage_class="archive", archived_at=now
            )

    def held(self) -> Iterator[tuple[Stream, Kinds, int]]:
        """Each stream with its entries by kind, and those of them that are archived."""
        kinds: dict[str, Counter[str]] = {name: Counter() for name in self._streams}
        archived: Counter[str] = Counter()
        for name, image in self._images.items():
            made_by, kind = self._made_by[name]
            kinds[made_by][kind] += 1
            archived[made_by] += image.storage_class == "archive"
        for name, stream in self._streams.items():
            yield stream, kinds[name], archived[name]

    def _push(self, stream: Stream, day: int) -> None:
        first, last = pushed_before(stream, day), pushed_before(stream, day + 1)
        for number in range(first, last):
            name = f"{stream.name}-{number}"
            for tag in stream.moving_tags:
                self._move(tag, name)
            part = (number - first + 1) / (last - first + 1)
            tags = tuple(tag.replace("*", str(number)) for tag in stream.tags)
            pushed_at = _START + (day + part) * _DAY
            for each in push(name, tags, pushed_at, stream.shape, size_bytes=stream.size_bytes):
                self._images[each.image.name] = each.image
                self._made_by[each.image.name] = stream.name, each.kind

    def _move(self, tag: str, name: str) -> None:
        before = self._images.get(self._moving.get(tag, ""))
        if before is not None:
            left = tuple(other for other in before.tags if other != tag)
            self._images[before.name] = replace(before, tags=left)
        self._moving[tag] = name

    def _pull(self, now: datetime) -> None:
        for name, image in self._images.items():
            pulled_days = self._streams[self._made_by[name][0]].pulled_days
            if pulled_days and image.storage_class == "standard":
                until = image.pushed_at + timedelta(days=pulled_days)
                self._images[name] = replace(image, last_pulled_at=min(now, until))


def pushed_before(stream: Stream, day: int) -> int:
    """The pushes of a stream before `day` begins."""
    return math.floor(stream.per_day * day + 1e-9)
