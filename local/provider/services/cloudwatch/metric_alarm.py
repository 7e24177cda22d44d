"""`aws.cloudwatch.MetricAlarm`; its id is its name."""

from typing import Any

from local.provider.handler import AutoName, Put, lower, pairs, unpaired, upper
from local.provider.session import Aws
from local.provider.values import Plain

# Properties that boto3 calls the same, with a capital letter.
_SAME = (
    "actionsEnabled",
    "alarmActions",
    "alarmDescription",
    "comparisonOperator",
    "datapointsToAlarm",
    "evaluationPeriods",
    "extendedStatistic",
    "insufficientDataActions",
    "metricName",
    "namespace",
    "period",
    "statistic",
    "threshold",
    "thresholdMetricId",
    "treatMissingData",
    "unit",
)
_PERCENTILE = ("evaluateLowSampleCountPercentiles", "EvaluateLowSampleCountPercentile")


class MetricAlarm(Put):
    """An alarm on a metric, or on an expression over several."""

    token = "aws:cloudwatch/metricAlarm:MetricAlarm"
    force_new = frozenset({"name"})
    defaults = {"actionsEnabled": True, "treatMissingData": "missing"}
    autoname = AutoName(255)
    unmodelled = frozenset(
        {"evaluationCriteria", "evaluationInterval", "evaluationWindow", "warmUpConfiguration"}
    )

    def put(self, aws: Aws, inputs: Plain) -> str:
        arguments = upper(inputs, *_SAME) | upper(inputs, "okActions")
        arguments["OKActions"] = arguments.pop("OkActions", [])
        if inputs.get(_PERCENTILE[0]):
            arguments[_PERCENTILE[1]] = inputs[_PERCENTILE[0]]
        if inputs.get("metricQueries"):
            arguments["Metrics"] = [_query(query) for query in inputs["metricQueries"]]
        else:
            arguments["Dimensions"] = _dimensions(inputs.get("dimensions"))
        name: str = inputs["name"]
        aws.cloudwatch.put_metric_alarm(AlarmName=name, **arguments)
        return name

    def create(self, aws: Aws, inputs: Plain) -> str:
        name = self.put(aws, inputs)
        tags = pairs(inputs.get("tagsAll"))
        if tags:
            aws.cloudwatch.tag_resource(ResourceARN=_arn(aws, name), Tags=tags)
        return name

    def read(self, aws: Aws, identity: str, state: Plain) -> Plain | None:
        alarms = aws.cloudwatch.describe_alarms(AlarmNames=[identity])["MetricAlarms"]
        if not alarms:
            return None
        found = alarms[0]
        tags = aws.cloudwatch.list_tags_for_resource(ResourceARN=found["AlarmArn"])["Tags"]
        return {
            **lower(found, *_SAME),
            "name": identity,
            "arn": found["AlarmArn"],
            "okActions": found.get("OKActions", []),
            "dimensions": {d["Name"]: d["Value"] for d in found.get("Dimensions", [])},
            "metricQueries": [_answered(query) for query in found.get("Metrics", [])],
            _PERCENTILE[0]: found.get(_PERCENTILE[1]),
            "tagsAll": unpaired(tags),
        }

    def delete(self, aws: Aws, identity: str, state: Plain) -> None:
        aws.cloudwatch.delete_alarms(AlarmNames=[identity])

    def tag(self, aws: Aws, state: Plain, tags: dict[str, str]) -> None:
        aws.cloudwatch.tag_resource(ResourceARN=state["arn"], Tags=pairs(tags))

    def untag(self, aws: Aws, state: Plain, keys: list[str]) -> None:
        aws.cloudwatch.untag_resource(ResourceARN=state["arn"], TagKeys=keys)

    def identify(self, aws: Aws, inputs: Plain) -> str | None:
        return inputs.get("name")


def _arn(aws: Aws, name: str) -> str:
    return aws.arn("cloudwatch", f"alarm:{name}")


def _dimensions(dimensions: dict[str, str] | None) -> list[dict[str, str]]:
    return [{"Name": name, "Value": value} for name, value in (dimensions or {}).items()]


def _query(given: Plain) -> Plain:
    query = upper(given, "accountId", "expression", "id", "label", "period", "returnData")
    metric = given.get("metric")
    if metric:
        dimensions = _dimensions(metric.get("dimensions"))
        query["MetricStat"] = {
            "Metric": {**upper(metric, "namespace", "metricName"), "Dimensions": dimensions},
            **upper(metric, "period", "stat", "unit"),
        }
    return query


def _answered(found: dict[str, Any]) -> Plain:
    query = lower(found, "accountId", "expression", "id", "label", "period", "returnData")
    stat = found.get("MetricStat")
    if stat:
        metric = stat["Metric"]
        query["metric"] = {
            **lower(stat, "period", "stat", "unit"),
            **lower(metric, "namespace", "metricName"),
            "dimensions": {d["Name"]: d["Value"] for d in metric.get("Dimensions", [])},
        }
    return query
