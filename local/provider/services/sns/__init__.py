"""Amazon Simple Notification Service."""

from local.provider.services.sns import functions, subscription, topic, topic_policy

__all__ = ["functions", "subscription", "topic", "topic_policy"]
