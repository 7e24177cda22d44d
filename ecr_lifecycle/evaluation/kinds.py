"""Images that are the same to every rule, decided on together.

AWS: an image that matches the tagging requirements of a rule cannot be expired or archived by a
rule with a lower priority, and lower rules still count it. So of all rules that an image meets in
its storage class the first *owns* it: only that one can act on it. All of them count it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from ecr_lifecycle.evaluation.assumptions import Assumptions
from ecr_lifecycle.evaluation.clocks import clock, cutoff
from ecr_lifecycle.evaluation.pools import AgePool, CountPool, Pool
from ecr_lifecycle.evaluation.relations import Relations
from ecr_lifecycle.evaluation.tags import TagBits
from ecr_lifecycle.evaluation.timeline import Timeline
from ecr_lifecycle.image import Image
from ecr_lifecycle.model import Policy, Rule, StorageClass

_Apart = Literal["unseen", "uncounted"]


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
    apart = _apart(timeline.images, assumptions, relations)
    kinds: dict[tuple[StorageClass, int, _Apart | None], Kind] = {}
    for position, image in enumerate(timeline.images):
        key = image.storage_class, bits.of(image.tags), apart.get(position)
        kind = kinds.get(key)
        if kind is None:
            kind = kinds[key] = Kind(_met(pools, bits, *key))
        kind.positions.append(position)
    for (_, _, reason), kind in kinds.items():
        for pool in kind.pools:
            if isinstance(pool, CountPool) and reason != "uncounted":
                pool.members += kind.positions
    return list(kinds.values())


def _met(
    pools: list[Pool], bits: TagBits, storage_class: StorageClass, met: int, apart: _Apart | None
) -> tuple[Pool, ...]:
    """The pools of the rules that images with these bits meet."""
    return tuple(
        pool
        for position, pool in enumerate(pools)
        if pool.rule.selection.storage_class == storage_class
        and bits.meets(met, position)
        and apart != "unseen"
    )


def _apart(
    images: Sequence[Image], assumptions: Assumptions, relations: Relations
) -> dict[int, _Apart]:
    """The positions of images that rules don't see, or don't count, as is assumed."""
    apart: dict[int, _Apart] = {}
    if not assumptions.children_count:
        for position, image in enumerate(images):
            if relations.lists_of(image.name):
                apart[position] = "uncounted"
    if not assumptions.untagged_referrers_are_selected:
        for position, image in enumerate(images):
            if image.subject is not None and not image.tags:
                apart[position] = "unseen"
    return apart


def _pool(rule: Rule, timeline: Timeline, now: datetime, assumptions: Assumptions) -> Pool:
    if not rule.selection.counts_days:
        return CountPool(rule, timeline)
    oldest = cutoff(rule.selection.count_number, now, assumptions)
    return AgePool(rule, timeline, clock(rule.selection, assumptions), oldest)
