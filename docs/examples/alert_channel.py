"""Alerts appear in a Slack channel, in a thread a repository."""

from components.alert_channel import AlertChannel
from components.alert_topic import AlertTopic

topic = AlertTopic("alerts", {})
AlertChannel(
    "chat",
    {"topic_arns": [topic.arn], "slack": {"workspace": "T0123ABCD", "channel": "C0123ABCD"}},
)
