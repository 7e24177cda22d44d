"""Images that are the same to every rule, decided on together.

AWS: an image that matches the tagging requirements of a rule cannot be expired or archived by a
rule with a lower priority, and lower rules still count it. So of all rules that an image meets in
its storage class the first *owns* it: only that one can act on it. All of them count it.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from lifecycle.evaluation.assumptions import Assumptions
from lifecycle.evaluation.clocks import clock, cutoff
from lifecycle.evaluation.pools import AgePool, CountPool, Pool
from lifecycle.evaluation.relations import Relations
from lifecycle.evaluation.tags import TagBits
from lifecycle.evaluation.timeline import Timeline
from lifecycle.image import Image
from lifecycle.model import Policy, Rule, StorageClass


@dataclass(slots=True)
class Kind:
    """The images with the same pools, highest priority first, by their positions."""

    pools: tuple[Pool, ...]
    positions: list[int] = field(default_factory=list)

    @property
    def owner(self) -> Pool | None:
        """The one pool that can act on these images."""
        return self.pools[0] if self.pools else None


def kinds_of(
    policy: Policy,
    timeline: Timeline,
    now: datetime,
    assumptions: Assumptions,
    relations: Relations,
) -> list[Kind]:
    """The images of `timeline` sorted into kinds, and counted by the pools that see them.

    Images are looked at in the order in which they lie in memory, not in time: a large repository
    does not fit the processor's cache.
    """
    bits = TagBits(policy)
    pools = [_pool(rule, timeline, now, assumptions) for rule in policy.rules]
    is_seen, is_counted = _seen(assumptions), _counted(assumptions, relations)
    kinds: dict[tuple[StorageClass, int, bool, bool], Kind] = {}
    for position, image in enumerate(timeline.images):
        key = image.storage_class, bits.of(image.tags), is_seen(image), is_counted(image)
        kind = kinds.get(key)
        if kind is None:
            kind = kinds[key] = Kind(_met(pools, bits, key) if key[2] else ())
        kind.positions.append(position)
    for (_, _, _, counted), kind in kinds.items():
        for pool in kind.pools:
            if counted and isinstance(pool, CountPool):
                pool.members += kind.positions
    return list(kinds.values())


def _met(
    pools: list[Pool], bits: TagBits, key: tuple[StorageClass, int, bool, bool]
) -> tuple[Pool, ...]:
    return tuple(
        pool
        for position, pool in enumerate(pools)
        if pool.rule.selection.storage_class == key[0] and bits.meets(key[1], position)
    )


def _pool(rule: Rule, timeline: Timeline, now: datetime, assumptions: Assumptions) -> Pool:
    if not rule.selection.counts_days:
        return CountPool(rule, timeline)
    oldest = cutoff(rule.selection.count_number, now, assumptions)
    return AgePool(rule, timeline, clock(rule.selection, assumptions), oldest)


def _seen(assumptions: Assumptions) -> Callable[[Image], bool]:
    """Whether rules see an image at all."""
    if assumptions.untagged_referrers_are_selected:
        return lambda _: True
    return lambda image: bool(image.tags) or image.subject is None


def _counted(assumptions: Assumptions, relations: Relations) -> Callable[[Image], bool]:
    """Whether an image takes a place in a count."""
    if assumptions.children_count:
        return lambda _: True
    return lambda image: not relations.lists_of(image.name)
