"""CloudWatch alarms, by type."""

from __future__ import annotations

from typing import Final

METRIC: Final = "aws:cloudwatch/metricAlarm:MetricAlarm"
COMPOSITE: Final = "aws:cloudwatch/compositeAlarm:CompositeAlarm"
