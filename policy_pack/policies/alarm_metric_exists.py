"""An alarm is on a metric that somebody publishes, with exactly its dimensions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from container_registry.catalogue.metrics import METRICS, covers, published
from policy_pack.framework.policy import Case, Policy, Violation
from policy_pack.framework.resource import Path
from policy_pack.framework.values import UNKNOWN
from policy_pack.subjects.alarm import METRIC


def exists(case: Case) -> Iterator[Violation]:
    """The metric, and each metric of a metric query, is in the catalogue where that is complete."""
    alarm = case.resource
    if alarm.get("metricName") is not None:
        yield from _judge(
            (), alarm.get("namespace"), alarm.get("metricName"), alarm.partly("dimensions")
        )
    queries = alarm.partly("metricQueries")
    for index, query in enumerate(queries if isinstance(queries, list) else []):
        metric = query.get("metric") if isinstance(query, Mapping) else None
        if isinstance(metric, Mapping):
            yield from _judge(
                ("metricQueries", index, "metric"),
                metric.get("namespace"),
                metric.get("metricName"),
                metric.get("dimensions"),
            )


def _judge(path: Path, namespace: Any, name: Any, dimensions: Any) -> Iterator[Violation]:
    if any(value is UNKNOWN for value in (namespace, name, dimensions)):
        return
    known = dimensions if isinstance(dimensions, Mapping) else {}
    if not covers(str(namespace), known) or published(str(namespace), str(name), known):
        return
    real = sorted({one.name for one in METRICS if one.namespace == namespace})
    alike = [one for one in METRICS if (one.namespace, one.name) == (namespace, name)]
    if alike:
        wanted = " or ".join(", ".join(d.name for d in one.dimensions) for one in alike)
        problem = f"{namespace} {name} is published with the dimensions {wanted}, not with these"
    else:
        problem = f"nobody publishes {namespace} {name}; published are {', '.join(real)}"
    yield Violation(
        path=(*path, "dimensions" if alike else "metricName"),
        problem=problem,
        impact="CloudWatch treats it as a metric without data, and the alarm never fires",
        fix="`metricName` and `dimensions` exactly as published; for pushes, scans and "
        "replication, "
        "an EventBridge rule on events of aws.ecr",
    )


POLICY = Policy(
    id="alarm-metric-exists",
    title="Alarms are on metrics that exist",
    description="An alarm's metric is one that is published, with exactly these dimensions.",
    why="CloudWatch accepts an alarm on any name. Widely copied examples use RepositoryPushCount, "
    "RepositorySizeBytes or ImageScanFindingsCounts, which ECR has never published.",
    remediation="Use a published metric, or an event rule.",
    link="https://docs.aws.amazon.com/AmazonECR/latest/userguide/ecr-repository-metrics.html",
    severity="high",
    scope="resource",
    types=(METRIC,),
    checks=(exists,),
    standards={"NIST SP 800-53 Rev. 5": ("SI-4",)},
    notes="Only AWS/ECR, the ECR part of AWS/Usage and this project's own namespace are judged.",
)
