"""The times that ECR looks at: one for the order of images, one for each kind of age."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from operator import attrgetter

from ecr_lifecycle.evaluation.assumptions import Assumptions
from ecr_lifecycle.image import Image
from ecr_lifecycle.model import Selection

Clock = Callable[[Image], datetime]

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


def clock(selection: Selection, assumptions: Assumptions) -> Clock:
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
