"""Alarms on a repository that this project doesn't own, told about after 30 days without a push."""

from components.alert_topic import AlertTopic
from components.service_alarms import ServiceAlarms

topic = AlertTopic("alerts", {})
ServiceAlarms(
    "feed-server-alarms",
    {
        "service": "feed-server",
        "topic_arn": topic.arn,
        "thresholds": {"days_without_push": 30},
    },
)
