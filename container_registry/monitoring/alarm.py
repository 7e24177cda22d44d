"""What a metric alarm is here: on metrics of the catalogue, with missing data explained.

Refuses a period that is no multiple of the metric's, and a description that CloudWatch cuts off.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final, Literal

from container_registry.monitoring.severity import Severity
from container_registry.monitoring.watch import Band, Watch

Comparison = Literal["GreaterThanThreshold", "LessThanThreshold", "GreaterThanUpperThreshold"]

#: `AlarmDescription` of PutMetricAlarm (botocore).
DESCRIPTION_LIMIT: Final = 1024


class Missing(StrEnum):
    """How CloudWatch reads a period without a datapoint (user guide, "missing data")."""

    NOT_BREACHING = "notBreaching"
    IGNORE = "ignore"
    UNKNOWN = "missing"


@dataclass(frozen=True, kw_only=True)
class Alarm:
    """One metric alarm.

    Attributes:
        noun: last part of its name.
        severity: how soon somebody must act, which decides its route.
        watch: what it watches.
        period: seconds, a multiple of the metric's own period.
        periods: periods that are looked at.
        breaches: how many of them must breach.
        comparison: with the threshold.
        threshold: in the metric's unit; None where a band is the threshold.
        missing: how a period without a datapoint is read.
        because: why it is read so.
        message: what a person reads: what it means, what to do, where to read more.
        silence: whether people are told when data stop to come, too.
    """

    noun: str
    severity: Severity
    watch: Watch
    threshold: float | None
    missing: Missing
    because: str
    message: str
    period: int
    periods: int = 1
    breaches: int = 1
    comparison: Comparison = "GreaterThanThreshold"
    silence: bool = False

    def __post_init__(self) -> None:
        if self.period % self.watch.period:
            raise ValueError(
                f"the alarm {self.noun!r} has a period of {self.period} s, and its metric a "
                f"datapoint every {self.watch.period} s: some periods would never have one"
            )
        if (self.threshold is None) != isinstance(self.watch, Band):
            raise ValueError(f"the alarm {self.noun!r} needs a threshold or a band, and not both")
        if len(self.message) > DESCRIPTION_LIMIT:
            raise ValueError(
                f"the alarm {self.noun!r} has a description of {len(self.message)} characters; "
                f"CloudWatch takes {DESCRIPTION_LIMIT}"
            )
