"""Amazon CloudWatch, and what the package counts to it: EventBridge rules and log groups."""

from local.provider.services.cloudwatch import metric_alarm

__all__ = ["metric_alarm"]
