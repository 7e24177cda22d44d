"""What a metric alarm is here: on a metric of the catalogue, with missing data explained.

Refuses a metric that isn't in the catalogue, another set of dimensions than the metric's, and a
period that is no multiple of the metric's: each would make an alarm that never fires.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Literal

from container_registry.catalogue import metrics
from container_registry.catalogue.metric import Metric

Comparison = Literal["GreaterThanThreshold", "LessThanThreshold"]


class Missing(StrEnum):
    """How CloudWatch reads a period without a datapoint (user guide, "missing data")."""

    NOT_BREACHING = "notBreaching"
    BREACHING = "breaching"
    IGNORE = "ignore"


@dataclass(frozen=True, kw_only=True)
class Alarm:
    """One metric alarm.

    Attributes:
        noun: last part of its name.
        metric: what it watches; must be in the catalogue.
        dimensions: exactly the metric's dimensions.
        period: seconds, a multiple of the metric's own period.
        periods: periods that are looked at.
        breaches: how many of them must breach.
        comparison: with the threshold.
        threshold: in the metric's unit.
        missing: how a period without a datapoint is read.
        because: why it is read so.
        message: what a person reads: what it means, and what to do.
    """

    noun: str
    metric: Metric
    dimensions: Mapping[str, Any]
    threshold: float
    missing: Missing
    because: str
    message: str
    period: int
    periods: int = 1
    breaches: int = 1
    comparison: Comparison = "GreaterThanThreshold"

    def __post_init__(self) -> None:
        if self.metric not in metrics.METRICS or not self.metric.matches(self.dimensions):
            raise ValueError(
                f"the alarm {self.noun!r} is on {self.metric.namespace} {self.metric.name} with "
                f"the dimensions {dict(self.dimensions)}: nobody publishes that, so it would "
                "never fire. Take a metric of registry.catalogue.metrics and its `at`"
            )
        if self.period % self.metric.period:
            raise ValueError(
                f"the alarm {self.noun!r} has a period of {self.period} s, and its metric a "
                f"datapoint every {self.metric.period} s: some periods would never have one"
            )
