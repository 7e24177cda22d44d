"""The one pass over a repository: newest first, each image counted by every rule that sees it."""

from collections.abc import Iterator
from datetime import datetime

from lifecycle.evaluation.assumptions import Assumptions
from lifecycle.evaluation.clocks import ordering_time
from lifecycle.evaluation.pools import NO_STANDING, Pools, Standing
from lifecycle.evaluation.relations import Relations
from lifecycle.image import Image
from lifecycle.model import Policy


def walk(
    policy: Policy,
    images: tuple[Image, ...],
    now: datetime,
    assumptions: Assumptions,
    relations: Relations,
) -> Iterator[tuple[int, Standing]]:
    """The position and standing of each image, when the pools have counted up to it and no further.

    What needs no order is looked at in the order in which the images lie in memory: a large
    repository does not fit the processor's cache, and walking it by push time jumps about.
    """
    pools = Pools(policy, now, assumptions)
    if assumptions.untagged_referrers_are_selected:
        standings = [pools.standing(image) for image in images]
    else:
        standings = [
            pools.standing(image) if image.tags or image.subject is None else NO_STANDING
            for image in images
        ]
    for position in _newest_first(images, assumptions):
        standing = standings[position]
        if assumptions.children_count or not relations.lists_of(images[position].name):
            for pool in standing.counting:
                pool.counted += 1
        yield position, standing


def _newest_first(images: tuple[Image, ...], assumptions: Assumptions) -> list[int]:
    """Positions; a reversed sort keeps equals in the order in which they come, which decides ties.

    Seconds as floats tell microseconds apart until the year 2242, and sort faster than datetimes.
    """
    times = [ordering_time(image).timestamp() for image in images]
    positions = range(len(images))
    last = assumptions.newest_of_equals == "last-listed"
    return sorted(reversed(positions) if last else positions, key=times.__getitem__, reverse=True)
