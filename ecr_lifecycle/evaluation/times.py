"""The times that ECR looks at, and the order in time of a repository's images."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from operator import attrgetter

from ecr_lifecycle.evaluation.assumptions import Assumptions
from ecr_lifecycle.image import Image
from ecr_lifecycle.model import Selection

Since = Callable[[Image], datetime]
"""What an age is counted from."""

_FOREVER_AGO = datetime.min.replace(tzinfo=UTC)
_RESOLUTION = timedelta.resolution


def ordering_time(image: Image) -> datetime:
    """What images are ordered by: the push, or the last restore of an image that was archived."""
    return image.activated_at or image.pushed_at


def last_use(image: Image) -> datetime:
    """The last pull; the last restore if it is later; the push of an image with neither."""
    used = image.last_pulled_at
    if image.activated_at is not None and (used is None or used < image.activated_at):
        return image.activated_at
    return used or image.pushed_at


def last_archived(image: Image) -> datetime:
    """The last move to the archive; an image without a recorded one is never old enough."""
    return image.archived_at or datetime.max.replace(tzinfo=UTC)


def in_its_class_since(image: Image) -> datetime:
    """The push, the last move to the archive or the last restore, whichever put it there."""
    if image.storage_class == "archive":
        return image.archived_at or image.pushed_at
    return image.activated_at or image.pushed_at


def since(selection: Selection, assumptions: Assumptions) -> Since:
    """The time that `selection` measures an image's age from."""
    match selection.count_type:
        case "sinceImagePulled":
            return last_use
        case "sinceImageTransitioned":
            return last_archived
        case _:
            return ordering_time if assumptions.restoring_resets_age else attrgetter("pushed_at")


def cutoff(days: int, now: datetime, assumptions: Assumptions) -> datetime:
    """Images whose time is before this are old enough."""
    try:
        time = now - timedelta(days=days)
    except OverflowError:
        return _FOREVER_AGO
    return time + _RESOLUTION if assumptions.age_boundary == "inclusive" else time


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
