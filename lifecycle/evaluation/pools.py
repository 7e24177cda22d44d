"""The rules as the evaluation needs them: who owns an image, and who counts it.

AWS: an image that matches the tagging requirements of a rule cannot be expired or archived by a
rule with a lower priority, and lower rules still count it. So of all rules that an image meets in
its storage class, the first *owns* it: only that one can act on it. All of them count it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from lifecycle.evaluation.assumptions import Assumptions
from lifecycle.evaluation.clocks import Clock, clock, cutoff
from lifecycle.evaluation.tags import TagBits
from lifecycle.image import Image
from lifecycle.model import Policy, Rule, StorageClass


@dataclass(slots=True)
class Pool:
    """A rule at work: what it marks, and how many images it has counted so far, newest first."""

    rule: Rule
    clock: Clock | None
    cutoff: datetime
    limit: int
    counted: int = 0

    def marks(self, images: Sequence[Image], position: int) -> bool:
        """Whether the rule wants to act on the image at `position`, which it has just counted.

        A count does not look at the image, so that it need not be fetched from memory.
        """
        if self.clock is None:
            return self.counted > self.limit
        return self.clock(images[position]) < self.cutoff


@dataclass(frozen=True, slots=True)
class Standing:
    """What one kind of image is to the rules: its pools, highest priority first."""

    owner: Pool | None
    lower: tuple[Pool, ...]
    counting: tuple[Pool, ...]


NO_STANDING: Final = Standing(owner=None, lower=(), counting=())
"""What an image is to rules that don't see it."""


class Pools:
    """The pools of a policy, and the standing of every kind of image that was seen."""

    def __init__(self, policy: Policy, now: datetime, assumptions: Assumptions) -> None:
        self._bits = TagBits(policy)
        self._pools = [
            Pool(
                rule=rule,
                clock=clock(rule.selection, assumptions) if rule.selection.counts_days else None,
                cutoff=cutoff(rule.selection.count_number, now, assumptions),
                limit=rule.selection.count_number,
            )
            for rule in policy.rules
        ]
        self._standings: dict[StorageClass, dict[int, Standing]] = {"standard": {}, "archive": {}}

    def standing(self, image: Image) -> Standing:
        """The standing of `image`."""
        bits = self._bits.of(image.tags)
        standings = self._standings[image.storage_class]
        if bits not in standings:
            standings[bits] = self._new_standing(image.storage_class, bits)
        return standings[bits]

    def _new_standing(self, storage_class: StorageClass, bits: int) -> Standing:
        met = [
            pool
            for position, pool in enumerate(self._pools)
            if pool.rule.selection.storage_class == storage_class
            and self._bits.meets(bits, position)
        ]
        return Standing(
            owner=met[0] if met else None,
            lower=tuple(met[1:]),
            counting=tuple(pool for pool in met if pool.clock is None),
        )
