"""What ECR doesn't publish about three repositories, measured four times a day."""

import pulumi

from components.alert_topic import AlertTopic, AlertTopicArgs
from components.stack_config import load_settings, scope_of
from components.usage_reporter import UsageReporter, UsageReporterArgs

settings = load_settings()
scope, tags = scope_of(settings), settings.shared_tags
topic = AlertTopic("alerts", AlertTopicArgs(scope=scope, tags=tags))
reporter = UsageReporter(
    "usage",
    UsageReporterArgs(
        scope=scope,
        repositories=["feed-server", "bubblepool", "guestbook"],
        topic_arn=topic.arn,
        enhanced=False,
        tags=tags,
    ),
)
pulumi.export("functionName", reporter.function_name)
