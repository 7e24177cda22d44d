"""The forecast: a repository lived through under the policy, beside one that only grows."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from ecr_lifecycle.evaluation import Assumptions
from ecr_lifecycle.forecasting.level import Level, grown, level
from ecr_lifecycle.forecasting.repository import Repository, pushed_before
from ecr_lifecycle.forecasting.stream import Stream
from ecr_lifecycle.model import Policy


@dataclass(frozen=True, slots=True, kw_only=True)
class Forecast:
    """The levels of each day, under the policy and without one.

    `steady_day` is the day from which the number of images only swings by a day's pushes, or None
    if it still grows when the forecast ends.
    """

    with_policy: tuple[Level, ...]
    without_policy: tuple[Level, ...]
    steady_day: int | None


def forecast(
    policy: Policy,
    streams: Sequence[Stream],
    *,
    days: int = 365,
    assumptions: Assumptions | None = None,
) -> Forecast:
    """What an empty repository holds after each of `days` days of `streams`.

    Each day is evaluated by `ecr_lifecycle.evaluate`, so every rule counts as it does there. Images
    that were archived stay in the repository and are paid for.
    """
    repository = Repository(tuple(streams), assumptions or Assumptions())
    kept: list[Level] = []
    for day in range(days):
        repository.live(day, policy)
        kept.append(level(day, repository.held()))
    without = tuple(
        level(day, ((each, grown(each, pushed_before(each, day + 1)), 0) for each in streams))
        for day in range(days)
    )
    return Forecast(
        with_policy=tuple(kept), without_policy=without, steady_day=_steady(kept, streams)
    )


def _steady(levels: Sequence[Level], streams: Sequence[Stream]) -> int | None:
    """The first day after which the images stay within a day's pushes, for a third of the time."""
    swing = sum(math.ceil(stream.per_day) * stream.shape.entries for stream in streams)
    low = high = levels[-1].images if levels else 0
    first = None
    for each in reversed(levels):
        low, high = min(low, each.images), max(high, each.images)
        if high - low > swing:
            break
        first = each.day
    return first if first is not None and first <= len(levels) * 2 / 3 else None
