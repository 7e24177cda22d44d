"""The evaluation: sort images into kinds, let every rule mark, apply, then mind the relations."""

from collections.abc import Iterable
from datetime import datetime

from ecr_lifecycle.evaluation.assumptions import Assumptions
from ecr_lifecycle.evaluation.kinds import kinds_of
from ecr_lifecycle.evaluation.outcome import Evaluation
from ecr_lifecycle.evaluation.relations import Relations
from ecr_lifecycle.evaluation.timeline import Timeline
from ecr_lifecycle.image import Image
from ecr_lifecycle.model import Policy, Rule

_DEFAULT = Assumptions()


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
    relations = Relations(timeline.images, assumptions)
    kinds = kinds_of(policy, timeline, now, assumptions, relations)
    marked: dict[str, Rule] = {}
    for kind in kinds:
        owner = kind.owner
        if owner is not None:
            for position in filter(owner.marks, kind.positions):
                marked[timeline.images[position].name] = owner.rule
    return Evaluation(
        policy=policy,
        timeline=timeline,
        now=now,
        kinds=kinds,
        relations=relations,
        acted=relations.settle(marked),
    )
