"""Amazon Simple Notification Service."""

from local.provider.services.sns import subscription, topic, topic_policy

__all__ = ["subscription", "topic", "topic_policy"]
