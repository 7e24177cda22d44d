"""Amazon CloudWatch, and what the package counts to it: EventBridge rules and log groups."""

from local.provider.services.cloudwatch import (
    composite_alarm,
    dashboard,
    event_api_destination,
    event_connection,
    event_rule,
    event_target,
    log_group,
    metric_alarm,
)

__all__ = [
    "composite_alarm",
    "dashboard",
    "event_api_destination",
    "event_connection",
    "event_rule",
    "event_target",
    "log_group",
    "metric_alarm",
]
