"""Alarms on a repository that this project doesn't own, told about after 30 days without a push."""

from components.alert_topic import AlertTopic, AlertTopicArgs
from components.service_alarms import ServiceAlarms, ServiceAlarmsArgs
from components.stack_config import load_settings, scope_of
from container_registry.settings.thresholds import ThresholdSettings

settings = load_settings()
scope = scope_of(settings)
topic = AlertTopic("alerts", AlertTopicArgs(scope=scope, tags=settings.shared_tags))
ServiceAlarms(
    "feed-server-alarms",
    ServiceAlarmsArgs(
        scope=scope,
        service="feed-server",
        repository="feed-server",
        topic_arn=topic.arn,
        scanning="basic",
        thresholds=ThresholdSettings(days_without_push=30),
        tags=settings.tags_of("feed-server"),
    ),
)
