"""CloudWatch alarms: by type, and which are about the registry."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from container_registry.catalogue.metrics import OWN_NAMESPACE, covers
from policy_pack.framework.policy import Case
from policy_pack.framework.resource import Resource, Stack
from policy_pack.framework.values import revealed

METRIC: Final = "aws:cloudwatch/metricAlarm:MetricAlarm"
COMPOSITE: Final = "aws:cloudwatch/compositeAlarm:CompositeAlarm"

_NAMESPACES: Final = ("AWS/ECR", OWN_NAMESPACE)
_STATE: Final = re.compile(r"(?:ALARM|OK|INSUFFICIENT_DATA)\(([^()]*)\)")


def about_registry(case: Case) -> bool:
    """Of ECR's metrics or this project's; a composite alarm, if it has such an alarm in it."""
    alarm = case.resource
    if alarm.type == METRIC:
        return is_about_registry(alarm)
    names = operands(alarm)
    return any(
        one.urn in alarm.dependencies.get("alarmRule", ()) or name_of(one) in names
        for one in case.once("registry alarms", _registry_alarms)
    )


def _registry_alarms(stack: Stack) -> list[Resource]:
    return [one for one in stack.of(METRIC) if is_about_registry(one)]


def operands(composite: Resource) -> frozenset[str]:
    """The names of the alarms in a composite alarm's rule."""
    rule = revealed(composite.marked("alarmRule"))
    found = _STATE.findall(rule) if isinstance(rule, str) else []
    return frozenset(one.strip().strip("\"'") for one in found)


def name_of(alarm: Resource) -> str | None:
    """Its physical name, where it is known."""
    name = revealed(alarm.marked("name"))
    return name if isinstance(name, str) else None


def is_about_registry(alarm: Resource) -> bool:
    """Whether a metric alarm is on a metric of ECR's or of this project's."""
    own = revealed(alarm.marked("namespace")), revealed(alarm.marked("dimensions"))
    queries = revealed(alarm.marked("metricQueries"))
    metrics = [
        (metric.get("namespace"), metric.get("dimensions"))
        for query in (queries if isinstance(queries, list) else [])
        if isinstance(query, Mapping) and isinstance(metric := query.get("metric"), Mapping)
    ]
    return any(_is_ours(namespace, dimensions) for namespace, dimensions in (own, *metrics)) or any(
        _names_ours(query.get("expression"))
        for query in (queries if isinstance(queries, list) else [])
        if isinstance(query, Mapping)
    )


def _names_ours(expression: Any) -> bool:
    """A Metrics Insights query or a search over a namespace of ours."""
    return isinstance(expression, str) and any(
        f'"{name}"' in expression or f"{{{name}," in expression for name in _NAMESPACES
    )


def _is_ours(namespace: Any, dimensions: Any) -> bool:
    known = dimensions if isinstance(dimensions, Mapping) else {}
    return isinstance(namespace, str) and covers(namespace, known)
