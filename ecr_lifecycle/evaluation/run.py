"""The evaluation: sort images into groups, let every rule mark, apply, then mind the relations.

AWS: an image that matches the tagging requirements of a rule cannot be expired or archived by a
rule with a lower priority, and lower rules still count it. So of all rules that an image meets in
its storage class the first *owns* it: only that one can act on it. All of them count it.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Literal

from ecr_lifecycle.evaluation.assumptions import Assumptions
from ecr_lifecycle.evaluation.relations import Relations
from ecr_lifecycle.evaluation.result import Evaluation
from ecr_lifecycle.evaluation.rules import CountingRule, Group, TagBits, WorkingRule, working
from ecr_lifecycle.evaluation.times import Timeline
from ecr_lifecycle.image import Image
from ecr_lifecycle.model import Policy, Rule, StorageClass

_DEFAULT = Assumptions()
_Apart = Literal["unseen", "uncounted"]


def evaluate(
    policy: Policy,
    images: Iterable[Image],
    now: datetime,
    assumptions: Assumptions = _DEFAULT,
) -> Evaluation:
    """What `policy` does to a repository of `images` in a run at `now`, an aware datetime.

    The policy is taken as ECR would have accepted it: `ecr_lifecycle.parse` or
    `ecr_lifecycle.build` it.
    The time is that of one sort for each counting rule, plus rules times tags.
    """
    if now.tzinfo is None:
        raise ValueError("now has no time zone; pass an aware datetime, as images have")
    timeline = Timeline(tuple(images), assumptions)
    relations = Relations(timeline.images, now, assumptions)
    groups = _groups(policy, timeline, now, assumptions, relations)
    marked: dict[str, Rule] = {}
    for group in groups:
        owner = group.owner
        if owner is not None:
            for position in filter(owner.marks, group.positions):
                marked[timeline.images[position].name] = owner.rule
    return Evaluation(
        policy=policy,
        timeline=timeline,
        now=now,
        groups=groups,
        relations=relations,
        acted=relations.settle(marked),
    )


def _groups(
    policy: Policy,
    timeline: Timeline,
    now: datetime,
    assumptions: Assumptions,
    relations: Relations,
) -> list[Group]:
    """The images of `timeline` in groups, and counted by the rules that see them.

    Images are looked at in the order in which they lie in memory, not in time: a large repository
    does not fit the processor's cache.
    """
    bits = TagBits(policy)
    rules = [working(rule, timeline, now, assumptions) for rule in policy.rules]
    apart = _apart(timeline.images, assumptions, relations)
    groups: dict[tuple[StorageClass, int, _Apart | None], Group] = {}
    for position, image in enumerate(timeline.images):
        key = image.storage_class, bits.of(image.tags), apart.get(position)
        group = groups.get(key)
        if group is None:
            group = groups[key] = Group(_met(rules, bits, *key))
        group.positions.append(position)
    for (_, _, reason), group in groups.items():
        for rule in group.rules:
            if isinstance(rule, CountingRule) and reason != "uncounted":
                rule.members += group.positions
    return list(groups.values())


def _met(
    rules: list[WorkingRule],
    bits: TagBits,
    storage_class: StorageClass,
    met: int,
    apart: _Apart | None,
) -> tuple[WorkingRule, ...]:
    """The rules that images with these bits meet."""
    return tuple(
        working
        for position, working in enumerate(rules)
        if working.rule.selection.storage_class == storage_class
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
