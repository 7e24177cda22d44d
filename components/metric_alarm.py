"""Turn an alarm's definition into CloudWatch's resource, the same way for every component."""

from collections.abc import Mapping, Sequence
from typing import Any

import pulumi
from pulumi_aws import cloudwatch

from container_registry.monitoring.alarm import Alarm
from container_registry.monitoring.watch import Band, Each, One, Total


def metric_alarm(
    name: str,
    alarm: Alarm,
    *,
    physical_name: str,
    region: str,
    topic_arn: pulumi.Input[str],
    tags: Mapping[str, pulumi.Input[str]],
    parent: pulumi.Resource,
    over: bool = False,
    depends_on: Sequence[pulumi.Resource] = (),
) -> cloudwatch.MetricAlarm:
    """Create the alarm.

    Args:
        name: logical name.
        alarm: its definition.
        physical_name: CloudWatch's name of it.
        region: its metric's Region, and its own.
        topic_arn: where alerts go.
        tags: tags; `Name` is added.
        parent: the component.
        over: whether people are told when it is over.
        depends_on: what must be there first.
    """
    return cloudwatch.MetricAlarm(
        name,
        name=physical_name,
        region=region,
        alarm_description=alarm.message,
        **_watched(alarm),
        evaluation_periods=alarm.periods,
        datapoints_to_alarm=alarm.breaches,
        threshold=alarm.threshold,
        comparison_operator=alarm.comparison,
        treat_missing_data=alarm.missing.value,
        alarm_actions=[topic_arn],
        ok_actions=[topic_arn] if over else None,
        insufficient_data_actions=[topic_arn] if alarm.silence else None,
        tags={**tags, "Name": physical_name},
        opts=pulumi.ResourceOptions(parent=parent, depends_on=list(depends_on)),
    )


def _watched(alarm: Alarm) -> dict[str, Any]:
    match alarm.watch:
        case One() as one:
            return {
                "namespace": one.metric.namespace,
                "metric_name": one.metric.name,
                "dimensions": dict(one.dimensions),
                "statistic": one.metric.statistic.value,
                "period": alarm.period,
            }
        case Each() as each:
            query = cloudwatch.MetricAlarmMetricQueryArgs(
                id="each", expression=each.expression, period=alarm.period, return_data=True
            )
            return {"metric_queries": [query]}
        case Band() as band:
            return {"metric_queries": _banded(band, alarm.period), "threshold_metric_id": "band"}
        case Total() as total:
            return {"metric_queries": _summed(total, alarm.period)}


def _banded(band: Band, period: int) -> list[cloudwatch.MetricAlarmMetricQueryArgs]:
    """CloudWatch makes the model with the alarm (API reference, PutMetricAlarm)."""
    return [
        cloudwatch.MetricAlarmMetricQueryArgs(
            id="band", expression=band.expression, label="Usual", return_data=True
        ),
        _part("usual", band.part, period, returned=True),
    ]


def _part(
    identity: str, part: One, period: int, *, returned: bool
) -> cloudwatch.MetricAlarmMetricQueryArgs:
    return cloudwatch.MetricAlarmMetricQueryArgs(
        id=identity,
        metric=cloudwatch.MetricAlarmMetricQueryMetricArgs(
            namespace=part.metric.namespace,
            metric_name=part.metric.name,
            dimensions=dict(part.dimensions),
            stat=part.metric.statistic.value,
            period=period,
        ),
        return_data=returned,
    )


def _summed(total: Total, period: int) -> list[cloudwatch.MetricAlarmMetricQueryArgs]:
    parts = [
        _part(f"m{number}", part, period, returned=False) for number, part in enumerate(total.parts)
    ]
    lost = cloudwatch.MetricAlarmMetricQueryArgs(
        id="lost", expression=total.expression, label="Lost", return_data=True
    )
    return [lost, *parts]
