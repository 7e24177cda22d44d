"""What a metric alarm watches: one metric, the sum of several, or each series of one metric.

Refuses what would make an alarm that never fires: a metric that isn't in the catalogue, another set
of dimensions than the metric's, a query that AWS can't answer.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from container_registry.catalogue import metrics
from container_registry.catalogue.metric import Metric

#: A metric math alarm reads at most so many metrics (CloudWatch user guide, "Create an alarm based
#: on a metric math expression").
SUM_LIMIT: Final = 10
#: `MetricExpression` of PutMetricAlarm holds at most so many characters (botocore).
EXPRESSION_LIMIT: Final = 2048
#: A Metrics Insights alarm keeps at most so many series in ALARM (CloudWatch user guide,
#: "Metrics Insights alarms", limits).
SERIES: Final = 100


def _published(metric: Metric, dimensions: Mapping[str, Any]) -> None:
    if metric not in metrics.METRICS or not metric.matches(dimensions):
        raise ValueError(
            f"the alarm is on {metric.namespace} {metric.name} with the dimensions "
            f"{dict(dimensions)}: nobody publishes that, so it would never fire. Take a metric of "
            "container_registry.catalogue.metrics and its `at`"
        )


@dataclass(frozen=True)
class One:
    """One metric.

    Attributes:
        metric: must be in the catalogue.
        dimensions: exactly the metric's dimensions.
    """

    metric: Metric
    dimensions: Mapping[str, Any]

    def __post_init__(self) -> None:
        _published(self.metric, self.dimensions)

    @property
    def period(self) -> int:
        """Seconds between two datapoints."""
        return self.metric.period


@dataclass(frozen=True)
class Total:
    """The sum of several metrics, those without data left out.

    Attributes:
        parts: at most ten.
    """

    parts: tuple[One, ...]

    def __post_init__(self) -> None:
        if not 0 < len(self.parts) <= SUM_LIMIT:
            raise ValueError(
                f"a metric math alarm reads 1 to {SUM_LIMIT} metrics, not {len(self.parts)}: "
                "CloudWatch refuses it. Make several alarms"
            )

    @property
    def period(self) -> int:
        """Seconds between two datapoints of the slowest."""
        return max(part.period for part in self.parts)

    @property
    def expression(self) -> str:
        """The sum, in metric math."""
        return f"SUM([{', '.join(f'm{number}' for number in range(len(self.parts)))}])"


@dataclass(frozen=True)
class Each:
    """Each series of a metric with one dimension, in one alarm: Metrics Insights.

    CloudWatch tells of each series that enters ALARM, by its dimension (user guide, "Create an
    alarm based on a Metrics Insights query"). It reads the last three hours only, and knows no
    `OR` and no list: all series of the account and Region are watched but those left out.

    Attributes:
        metric: must be in the catalogue, and have one dimension.
        but: values of the dimension that are left out, because they have an alarm of their own.
    """

    metric: Metric
    but: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        [dimension] = self.metric.dimensions
        _published(self.metric, {dimension.name: ""})
        if len(self.expression) > EXPRESSION_LIMIT:
            raise ValueError(
                f"the query leaves {len(self.but)} series out and has {len(self.expression)} "
                f"characters; CloudWatch takes {EXPRESSION_LIMIT}"
            )

    @property
    def period(self) -> int:
        """Seconds between two datapoints."""
        return self.metric.period

    @property
    def expression(self) -> str:
        """The query; `ORDER BY` is required, and the limit keeps it from partial data."""
        [dimension] = self.metric.dimensions
        function = self.metric.statistic.value.upper()
        but = " AND ".join(f"{dimension.name} != '{value}'" for value in self.but)
        schema = f'SCHEMA("{self.metric.namespace}", {dimension.name})'
        clauses = (
            ("SELECT", f"{function}({self.metric.name})"),
            ("FROM", schema),
            ("WHERE", but),
            ("GROUP BY", dimension.name),
            ("ORDER BY", f"{function}() DESC"),
            ("LIMIT", str(SERIES)),
        )
        return " ".join(f"{clause} {text}" for clause, text in clauses if text)


@dataclass(frozen=True)
class Band:
    """One metric against CloudWatch's model of what is usual (user guide, "Using CloudWatch anomaly
    detection"): trained on up to two weeks, with the hour of the day and the day of the week in it.

    A query over many series has no such model, so it is an alarm for each.

    Attributes:
        part: the metric.
        width: standard deviations from what is expected to the edge.
    """

    part: One
    width: float

    def __post_init__(self) -> None:
        if not self.width > 0:
            raise ValueError(f"a band of {self.width} standard deviations has no inside")

    @property
    def period(self) -> int:
        """Seconds between two datapoints."""
        return self.part.period

    @property
    def expression(self) -> str:
        """The band around the metric `usual`."""
        return f"ANOMALY_DETECTION_BAND(usual, {self.width:g})"


Watch = One | Total | Each | Band
