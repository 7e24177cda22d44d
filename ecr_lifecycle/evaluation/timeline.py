"""The images of a repository and their order in time."""

from collections.abc import Sequence

from ecr_lifecycle.evaluation.assumptions import Assumptions
from ecr_lifecycle.evaluation.clocks import ordering_time
from ecr_lifecycle.image import Image


class Timeline:
    """Images by their position in the listing, and for each position its place in time.

    Seconds as floats tell microseconds apart until the year 2242, and compare faster than
    datetimes. Equal times are told apart by the listing, which `newest_of_equals` reads.
    """

    def __init__(self, images: Sequence[Image], assumptions: Assumptions) -> None:
        self.images = images
        self.times = [ordering_time(image).timestamp() for image in images]
        self._direction = 1 if assumptions.newest_of_equals == "last-listed" else -1

    def place(self, position: int) -> tuple[float, int]:
        """What is greater for the newer of two images."""
        return self.times[position], position * self._direction

    def newest_first(self) -> list[int]:
        """All positions in order."""
        return sorted(range(len(self.times)), key=self.place, reverse=True)
