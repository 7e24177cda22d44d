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
) -> Iterator[tuple[Image, Standing]]:
    """Each image with its standing, while the pools have counted up to it and no further."""
    pools = Pools(policy, now, assumptions)
    for image in _newest_first(images, assumptions):
        if image.subject is not None and not image.tags and not _selects_referrers(assumptions):
            yield image, NO_STANDING
            continue
        standing = pools.standing(image)
        if assumptions.children_count or not relations.lists_of(image.name):
            for pool in standing.counting:
                pool.counted += 1
        yield image, standing


def _newest_first(images: tuple[Image, ...], assumptions: Assumptions) -> list[Image]:
    """A reversed sort keeps equals in the order in which they come, so that order decides ties."""
    last = assumptions.newest_of_equals == "last-listed"
    return sorted(images[::-1] if last else images, key=ordering_time, reverse=True)


def _selects_referrers(assumptions: Assumptions) -> bool:
    return assumptions.untagged_referrers_are_selected
