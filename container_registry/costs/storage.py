"""What a repository comes to store: its retention, lived through at a rate of pushes.

Owns the guess of what a push is tagged: the first tag that the policy has a rule for, so that its
retention is what counts. The level is that after a year, `ecr_lifecycle.forecast`'s.
"""

from dataclasses import dataclass
from functools import cache
from typing import Final

from ecr_lifecycle import InvalidPolicy, Policy, parse
from ecr_lifecycle.forecasting import Stream, forecast

YEAR: Final = 365


@dataclass(frozen=True)
class Use:
    """How a repository is used.

    Attributes:
        pushes_per_day: pushes a day.
        image_bytes: the size of one image.
        source: where both numbers come from, for people.
    """

    pushes_per_day: float
    image_bytes: int
    source: str


@dataclass(frozen=True)
class Stored:
    """What a repository stores after a year.

    Attributes:
        images: how many.
        bytes: how much, each layer of an image counted in full.
        grows: whether it still grows.
    """

    images: int
    bytes: int
    grows: bool


@cache
def stored(policy: str | None, use: Use) -> Stored:
    """What a repository stores under a lifecycle policy, or without one.

    Raises:
        ValueError: the policy is none that ECR takes.
    """
    pushes = round(use.pushes_per_day * YEAR)
    if policy is None:
        return Stored(pushes, pushes * use.image_bytes, grows=pushes > 0)
    try:
        rules = parse(policy)
    except InvalidPolicy as error:
        raise ValueError(str(error)) from error
    stream = Stream(
        name="pushes",
        per_day=use.pushes_per_day,
        size_bytes=use.image_bytes,
        tags=(_tag(rules),),
    )
    seen = forecast(rules, [stream], days=YEAR)
    last = seen.with_policy[-1]
    return Stored(last.images, last.stored_bytes, grows=seen.steady_day is None)


def _tag(policy: Policy) -> str:
    for rule in policy.rules:
        listed = (*rule.selection.tag_patterns, *(f"{p}*" for p in rule.selection.tag_prefixes))
        for pattern in listed:
            if "*" in pattern:
                return pattern
    return "build-*"
