"""What a repository holds at the end of a day, and what a month at that level costs."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from ecr_lifecycle.forecasting.stream import Stream

GB: Final = 10**9
"""Bytes of a GB. AWS does not say whether it bills these or 2^30; these never understate."""

Kinds = Mapping[str, int]
"""How many entries there are of each kind: index, platform, attestation, signature."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """Entries and bytes at the end of `day`.

    `images` counts what ECR counts: an index, each platform, each attestation, each signature.
    `releases` are the pushes of which the tagged image is there. `summed_bytes` is what the sizes
    add up to, an index not counted again. `stored_bytes` counts what the images of a stream share
    once for each platform, and is what is billed if the streams' `shared_bytes` are right. Layers
    shared between streams make it less still.
    """

    day: int
    images: int
    archived: int
    summed_bytes: int
    stored_bytes: int
    releases: int = 0

    def monthly_cost(self, price_per_gb_month: float) -> float:
        """A month at this level, in the currency of the price; archive and standard alike."""
        return self.stored_bytes / GB * price_per_gb_month


def level(day: int, held: Iterable[tuple[Stream, Kinds, int]]) -> Level:
    """The level of `day` from each stream's entries and those of them that are archived."""
    images = archived = summed = stored = releases = 0
    for stream, kinds, in_archive in held:
        images += sum(kinds.values())
        archived += in_archive
        size = sum(stream.summed_bytes(kind) * count for kind, count in kinds.items())
        platforms = kinds.get("platform", 0)
        summed += size
        # The base of each platform is stored once, however many images have it.
        bases = min(stream.shape.platforms, platforms)
        stored += size - (platforms - bases) * stream.shared_bytes
        releases += kinds.get("index", 0) if stream.shape.has_index else platforms
    return Level(
        day=day,
        images=images,
        archived=archived,
        summed_bytes=summed,
        stored_bytes=stored,
        releases=releases,
    )


def grown(stream: Stream, pushes: int) -> Counter[str]:
    """The entries of so many pushes, if nothing ever goes."""
    shape = stream.shape
    return Counter(
        {
            "index": pushes * shape.has_index,
            "platform": pushes * shape.platforms,
            "attestation": pushes * shape.platforms * shape.attestations,
            "signature": pushes * (shape.signature != "none"),
        }
    )
