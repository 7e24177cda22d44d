"""Thresholds, and the verdict that follows from them. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from operations.gate.accepted import Sorted
from operations.gate.platforms import Image
from operations.gate.result import ScanResult
from operations.gate.scanning import Scanning
from operations.gate.vulnerability import Rating, Vulnerability

#: How many of a rating an image may have; a rating that is not named is not limited.
DEFAULT: Final[Mapping[Rating, int]] = {Rating.CRITICAL: 0, Rating.HIGH: 5}


@dataclass(frozen=True)
class Rules:
    """What counts, and how many of it are too many.

    Attributes:
        limits: the highest number that passes, by rating.
        only_fixed: count only what has a fix. What basic scanning finds has none stated: it counts.
        least_epss: count only what is at least this likely to be exploited, 0 to 1; what has no
            probability counts.
        only_in_use: count only what Inspector sees in running containers; unknown counts.
    """

    limits: Mapping[Rating, int] = field(default_factory=lambda: dict(DEFAULT))
    only_fixed: bool = False
    least_epss: float | None = None
    only_in_use: bool = False

    def counts(self, found: Vulnerability) -> bool:
        """Whether a vulnerability is one of those that are counted."""
        if self.only_fixed and found.fix == "NO":
            return False
        if self.least_epss is not None and found.epss is not None and found.epss < self.least_epss:
            return False
        return not (self.only_in_use and found.in_use == 0)


@dataclass(frozen=True)
class Verdict:
    """What a gate says of an image, with all that it rests on.

    Attributes:
        image: the image.
        scanning: the scanning that found it.
        results: one a platform.
        counted: what the limits are held against.
        left_out: what the rules don't count.
        sorted: what acceptances did.
        over: number found and limit, by rating, where the number is over.
    """

    image: Image
    scanning: Scanning
    results: tuple[ScanResult, ...]
    counted: tuple[Vulnerability, ...]
    left_out: tuple[Vulnerability, ...]
    sorted: Sorted
    over: Mapping[Rating, tuple[int, int]]

    @property
    def is_good(self) -> bool:
        """Whether the image passes."""
        return not self.over

    @property
    def counts(self) -> dict[Rating, int]:
        """How many count, by rating, worst first."""
        return {
            rating: sum(one.rating is rating for one in self.counted)
            for rating in sorted(Rating, reverse=True)
        }


def judge(
    image: Image,
    scanning: Scanning,
    results: Iterable[ScanResult],
    sorted_: Sorted,
    rules: Rules,
) -> Verdict:
    """The verdict on what nobody has accepted."""
    counted = tuple(one for one in sorted_.counted if rules.counts(one))
    numbers = {rating: sum(one.rating is rating for one in counted) for rating in Rating}
    over = {
        rating: (numbers[rating], limit)
        for rating, limit in sorted(rules.limits.items(), reverse=True)
        if numbers[rating] > limit
    }
    return Verdict(
        image=image,
        scanning=scanning,
        results=tuple(results),
        counted=counted,
        left_out=tuple(one for one in sorted_.counted if not rules.counts(one)),
        sorted=sorted_,
        over=over,
    )
