"""What a repository holds at the end of a day, and what a month at that level costs."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from ecr_lifecycle.forecasting.stream import Stream

GB: Final = 10**9
"""Bytes of a GB. AWS does not say whether it bills these or 2^30; these never understate."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """Images and bytes at the end of `day`.

    `summed_bytes` is what the images' sizes add up to. `stored_bytes` counts what the images of a
    stream share once, and is what is billed if the streams' `shared_bytes` are right. Layers
    shared between streams make it less still.
    """

    day: int
    images: int
    archived: int
    summed_bytes: int
    stored_bytes: int

    def monthly_cost(self, price_per_gb_month: float) -> float:
        """A month at this level, in the currency of the price; archive and standard alike."""
        return self.stored_bytes / GB * price_per_gb_month


def level(day: int, held: Iterable[tuple[Stream, int, int]]) -> Level:
    """The level of `day` from each stream's images and those of them that are archived."""
    images = archived = summed = stored = 0
    for stream, count, in_archive in held:
        images += count
        archived += in_archive
        summed += count * stream.size_bytes
        if count:
            own = stream.size_bytes - stream.shared_bytes
            stored += stream.shared_bytes + count * own
    return Level(
        day=day, images=images, archived=archived, summed_bytes=summed, stored_bytes=stored
    )
