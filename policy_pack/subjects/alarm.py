"""CloudWatch alarms: by type, and which are about the registry."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from container_registry.catalogue.metrics import covers
from policy_pack.framework.resource import Resource
from policy_pack.framework.values import revealed

METRIC: Final = "aws:cloudwatch/metricAlarm:MetricAlarm"
COMPOSITE: Final = "aws:cloudwatch/compositeAlarm:CompositeAlarm"


def is_about_registry(alarm: Resource) -> bool:
    """Whether a metric alarm is on a metric of ECR's or of this project's."""
    own = revealed(alarm.marked("namespace")), revealed(alarm.marked("dimensions"))
    queries = revealed(alarm.marked("metricQueries"))
    metrics = [
        (metric.get("namespace"), metric.get("dimensions"))
        for query in (queries if isinstance(queries, list) else [])
        if isinstance(query, Mapping) and isinstance(metric := query.get("metric"), Mapping)
    ]
    return any(_is_ours(namespace, dimensions) for namespace, dimensions in (own, *metrics))


def _is_ours(namespace: Any, dimensions: Any) -> bool:
    known = dimensions if isinstance(dimensions, Mapping) else {}
    return isinstance(namespace, str) and covers(namespace, known)
