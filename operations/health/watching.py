"""Whether somebody would be told: alarms, subscriptions, the usage reporter.

Owns the look at what watches the registry. Sources: CloudWatch API reference, DescribeAlarms; SNS
API reference, ListSubscriptionsByTopic (`PendingConfirmation`); a mail's confirmation lapses after
two days.
"""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta

from container_registry.documents.deployer import Deployed
from ecr_lifecycle.finding import Finding, Severity, Where
from operations.aws import Aws
from operations.batches import batched
from operations.failures import asking
from operations.health.fault import fault

_ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm"
_COMPOSITE = "aws:cloudwatch/compositeAlarm:CompositeAlarm"
_TOPIC = "aws:sns/topic:Topic"
_FUNCTION = "aws:lambda/function:Function"
#: The reporter runs every six hours; two runs may be late before anybody is told.
LATE = timedelta(hours=13)


def alarms(aws: Aws, resources: Iterable[Deployed]) -> Iterator[Finding]:
    """Alarms of the stack that ring, know nothing, or are not there."""
    names = [str(one.inputs.get("name")) for one in resources if one.type in (_ALARM, _COMPOSITE)]
    found: dict[str, tuple[str, str]] = {}
    for batch in batched(names, 100):
        with asking(Where(resource="alarms"), "cloudwatch:DescribeAlarms"):
            pages = (
                aws.client("cloudwatch")
                .get_paginator("describe_alarms")
                .paginate(AlarmNames=list(batch), AlarmTypes=["MetricAlarm", "CompositeAlarm"])
            )
            for page in pages:
                for alarm in (*page.get("MetricAlarms", ()), *page.get("CompositeAlarms", ())):
                    told = str(alarm["StateValue"]), str(alarm.get("StateReason", ""))
                    found[str(alarm["AlarmName"])] = told
    for name in names:
        state, reason = found.get(name, ("MISSING", ""))
        if state == "ALARM":
            yield fault(
                name,
                "alarm-rings",
                f"it is in ALARM: {reason}",
                "it is so",
                "its runbook says what to do",
            )
        elif state == "MISSING":
            yield fault(
                name,
                "alarm-missing",
                "the stack has this alarm, and the account not",
                "nobody is told",
                "`pulumi refresh`, then `pulumi up`",
            )
        elif state == "INSUFFICIENT_DATA":
            yield fault(
                name,
                "alarm-knows-nothing",
                "it has no data",
                "it can't ring; just after its creation that is normal",
                "look at the metric and at the usage reporter",
                Severity.INEFFECTIVE,
            )


def subscriptions(aws: Aws, resources: Iterable[Deployed], account: str) -> Iterator[Finding]:
    """Topics of the stack with nobody to hear them, and addresses that were never confirmed."""
    topics = [str(one.inputs.get("name")) for one in resources if one.type == _TOPIC]
    if not topics:
        return
    with asking(Where(resource="topics"), "sns:ListTopics"):
        arns = [
            str(topic["TopicArn"])
            for page in aws.client("sns").get_paginator("list_topics").paginate()
            for topic in page.get("Topics", ())
        ]
    for name in topics:
        arn = next((each for each in arns if each.endswith(f":{account}:{name}")), None)
        if arn is None:
            yield fault(
                name,
                "topic-missing",
                "the stack has this topic, and the account not",
                "nobody is told of anything",
                "`pulumi refresh`, then `pulumi up`",
            )
            continue
        with asking(Where(resource=name), "sns:ListSubscriptionsByTopic"):
            pages = (
                aws.client("sns")
                .get_paginator("list_subscriptions_by_topic")
                .paginate(TopicArn=arn)
            )
            listed = [one for page in pages for one in page.get("Subscriptions", ())]
        pending = sum(one["SubscriptionArn"] == "PendingConfirmation" for one in listed)
        if len(listed) == pending:
            yield fault(
                name,
                "nobody-listens",
                "no confirmed subscription listens to it",
                "every alarm ends here",
                "confirm the subscription, or add one",
            )
        elif pending:
            yield fault(
                name,
                "subscription-pending",
                f"{pending} are not confirmed",
                "they get nothing, and their mail lapses after two days",
                "confirm them, or have the mail sent again",
                Severity.INEFFECTIVE,
            )


def reporter(
    aws: Aws, resources: Iterable[Deployed], namespace: str, now: datetime | None = None
) -> Iterator[Finding]:
    """A usage reporter that has not reported for longer than two of its runs."""
    names = [str(one.inputs.get("name")) for one in resources if one.type == _FUNCTION]
    if not names:
        return
    end = now or datetime.now(UTC)
    with asking(Where(resource=namespace), "cloudwatch:ListMetrics"):
        metrics = (
            aws.client("cloudwatch")
            .list_metrics(Namespace=namespace, RecentlyActive="PT3H")
            .get("Metrics", [])
        )
        everything = aws.client("cloudwatch").list_metrics(Namespace=namespace).get("Metrics", [])
    if metrics:
        return
    for metric in everything[:1]:
        with asking(Where(resource=namespace), "cloudwatch:GetMetricStatistics"):
            points = (
                aws.client("cloudwatch")
                .get_metric_statistics(
                    Namespace=namespace,
                    MetricName=metric["MetricName"],
                    Dimensions=metric.get("Dimensions", []),
                    StartTime=end - LATE,
                    EndTime=end,
                    Period=3600,
                    Statistics=["Maximum"],
                )
                .get("Datapoints", [])
            )
        if points:
            return
    yield fault(
        names[0],
        "reporter-silent",
        f"nothing came from it for {LATE}",
        "sizes, counts and scans are not watched",
        "look at the function's log",
        Severity.DANGEROUS,
    )
