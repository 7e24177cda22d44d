"""Turn reports into CloudWatch data, and send them in batches.

Owns names, dimensions and units; a test compares them with `container_registry.catalogue`, which
this room can't import.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any, Final

from usage_reporter.repository import Report
from usage_reporter.scans import SEVERITIES

NAMESPACE: Final = "ContainerRegistry"
#: PutMetricData takes at most 1,000 metrics and 1 MB (API reference); a datum is about 250 bytes.
BATCH: Final = 1000

Datum = dict[str, Any]


def of_repository(report: Report, at: datetime) -> Iterator[Datum]:
    """The data of one repository; what isn't known is left out, never sent as 0."""

    def datum(metric: str, value: float, unit: str, **dimensions: str) -> Datum:
        return _datum(metric, value, unit, at, RepositoryName=report.name, **dimensions)

    yield datum("RepositorySize", report.size, "Bytes")
    yield datum("ImageCount", report.images, "Count")
    yield datum("DaysSinceLastPush", report.days_since_push, "None")
    if report.verdict is None:
        return
    if report.verdict.findings is not None:
        for severity in SEVERITIES:
            value = report.verdict.findings[severity]
            yield datum("Findings", value, "Count", Severity=severity)
    if report.verdict.unscanned is not None:
        yield datum("UnscannedImages", report.verdict.unscanned, "Count")


def of_run(reporter: str, unread: int, trail: bool | None, at: datetime) -> Iterator[Datum]:
    """The data of the run itself.

    Args:
        reporter: name of this function.
        unread: how much could not be read.
        trail: whether a trail logs; None where that could not be read.
        at: the time of the report.
    """
    yield _datum("UnreadRepositories", unread, "Count", at, Reporter=reporter)
    if trail is not None:
        yield _datum("TrailLogging", int(trail), "None", at, Reporter=reporter)


def send(cloudwatch: Any, data: Sequence[Datum]) -> None:
    """Send data in as few calls as CloudWatch takes.

    Raises:
        ClientError: CloudWatch refused a batch; those before it are sent.
    """
    for start in range(0, len(data), BATCH):
        cloudwatch.put_metric_data(Namespace=NAMESPACE, MetricData=data[start : start + BATCH])


def _datum(metric: str, value: float, unit: str, at: datetime, **dimensions: str) -> Datum:
    return {
        "MetricName": metric,
        "Dimensions": [{"Name": name, "Value": of} for name, of in dimensions.items()],
        "Timestamp": at,
        "Value": value,
        "Unit": unit,
    }
