"""Turn an alarm's definition into CloudWatch's resource, the same way for every component."""

from collections.abc import Mapping

import pulumi
from pulumi_aws import cloudwatch

from container_registry.monitoring.alarm import Alarm


def metric_alarm(
    name: str,
    alarm: Alarm,
    *,
    physical_name: str,
    region: str,
    topic_arn: pulumi.Input[str],
    tags: Mapping[str, str],
    parent: pulumi.Resource,
) -> cloudwatch.MetricAlarm:
    """Create the alarm; people are told when it fires and when it is over.

    Args:
        name: logical name.
        alarm: its definition.
        physical_name: CloudWatch's name of it.
        region: its metric's Region, and its own.
        topic_arn: where alerts go.
        tags: tags; `Name` is added.
        parent: the component.
    """
    return cloudwatch.MetricAlarm(
        name,
        name=physical_name,
        region=region,
        alarm_description=alarm.message,
        namespace=alarm.metric.namespace,
        metric_name=alarm.metric.name,
        dimensions=dict(alarm.dimensions),
        statistic=alarm.metric.statistic.value,
        period=alarm.period,
        evaluation_periods=alarm.periods,
        datapoints_to_alarm=alarm.breaches,
        threshold=alarm.threshold,
        comparison_operator=alarm.comparison,
        treat_missing_data=alarm.missing.value,
        alarm_actions=[topic_arn],
        ok_actions=[topic_arn],
        tags={**tags, "Name": physical_name},
        opts=pulumi.ResourceOptions(parent=parent),
    )
