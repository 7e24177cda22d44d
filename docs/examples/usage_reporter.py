"""What ECR doesn't publish about three repositories, measured and judged four times a day."""

import pulumi

from components.alert_topic import AlertTopic
from components.usage_reporter import UsageReporter

topic = AlertTopic("alerts", {})
reporter = UsageReporter(
    "usage",
    {
        "repositories": ["feed-server", "bubblepool", "guestbook"],
        "own_thresholds": {"guestbook": {"critical": 2}},
        "topic_arn": topic.arn,
    },
)
pulumi.export("functionName", reporter.function_name)
