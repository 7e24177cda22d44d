"""The evaluation: order the images once, let every rule mark, apply, then mind the relations.

One sort and one pass: each image is matched against the rules' distinct list entries, and its
standing (which rule owns it, which count it) is looked up by the result.
"""

from collections.abc import Iterable
from datetime import datetime

from lifecycle.evaluation.assumptions import Assumptions
from lifecycle.evaluation.outcome import Evaluation
from lifecycle.evaluation.relations import Relations
from lifecycle.evaluation.walk import walk
from lifecycle.image import Image
from lifecycle.model import Policy, Rule

_DEFAULT = Assumptions()


def evaluate(
    policy: Policy,
    images: Iterable[Image],
    now: datetime,
    assumptions: Assumptions = _DEFAULT,
) -> Evaluation:
    """What `policy` does to a repository of `images` in a run at `now`, an aware datetime.

    The policy is taken as ECR would have accepted it: `lifecycle.parse` or `lifecycle.build` it.
    The time is that of one sort of the images plus rules times tags.
    """
    if now.tzinfo is None:
        raise ValueError("now has no time zone; pass an aware datetime, as images have")
    listed = tuple(images)
    relations = Relations(listed, assumptions)
    rules: list[Rule | None] = [None] * len(listed)
    for position, standing in walk(policy, listed, now, assumptions, relations):
        owner = standing.owner
        if owner is not None and owner.marks(listed, position):
            rules[position] = owner.rule
    marked = {image.name: rule for image, rule in zip(listed, rules, strict=True) if rule}
    return Evaluation(policy, listed, now, assumptions, relations, relations.settle(marked))
