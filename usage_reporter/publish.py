"""Turn reports into CloudWatch data, and send them in batches.

Owns names, dimensions and units; a test compares them with `container_registry.catalogue`, which
this room can't import.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from botocore.exceptions import ParamValidationError

from usage_reporter.faults import code, reason
from usage_reporter.repository import Report
from usage_reporter.scans import SEVERITIES, State

NAMESPACE: Final = "ContainerRegistry"
#: PutMetricData takes at most 1,000 metrics and 1 MB (API reference); a datum is about 250 bytes.
BATCH: Final = 1000
#: Batches that are halved in one run: ten find one datum among 1,000.
HALVINGS: Final = 200
#: How CloudWatch's errors begin that are about the data (API reference, PutMetricData; its common
#: errors). Others would refuse a half, too.
_OF_THE_DATA: Final = ("InvalidParameter", "InvalidFormat", "MissingParameter", "Validation")

Datum = dict[str, Any]


def of_repository(report: Report, at: datetime) -> Iterator[Datum]:
    """The data of one repository; what isn't known is left out, never sent as 0."""

    def datum(metric: str, value: float, unit: str, **dimensions: str) -> Datum:
        return _datum(metric, value, unit, at, RepositoryName=report.name, **dimensions)

    if report.size is not None:
        yield datum("RepositorySize", report.size, "Bytes")
    yield datum("ImageCount", report.images, "Count")
    if report.days_since_push is not None:
        yield datum("DaysSinceLastPush", report.days_since_push, "None")
    if report.verdict is None:
        return
    if report.verdict.findings is not None:
        for severity in SEVERITIES:
            value = report.verdict.findings[severity]
            yield datum("Findings", value, "Count", Severity=severity)
    if report.verdict.unscanned is not None:
        yield datum("UnscannedImages", report.verdict.unscanned, "Count")


def of_all(
    reporter: str,
    reports: Iterable[Report],
    breaches: Mapping[str, frozenset[str]],
    at: datetime,
) -> Iterator[Datum]:
    """The data of the stack as a whole: breaches by kind, newest images by state of their scan."""
    for kind, names in breaches.items():
        yield _datum("Breaches", len(names), "Count", at, Reporter=reporter, Kind=kind)
    states = Counter(report.verdict.state for report in reports if report.verdict)
    for state in State:
        yield _datum("ScanStates", states[state], "Count", at, Reporter=reporter, State=state.value)


def of_run(reporter: str, unread: int, trail: bool | None, at: datetime) -> Iterator[Datum]:
    """The data of the run itself.

    Args:
        reporter: name of this function.
        unread: how much could not be read, published or told.
        trail: whether a trail logs; None where that could not be read.
        at: the time of the report.
    """
    yield _datum("UnreadRepositories", unread, "Count", at, Reporter=reporter)
    if trail is not None:
        yield _datum("TrailLogging", int(trail), "None", at, Reporter=reporter)


def send(
    cloudwatch: Any, data: Sequence[Datum], in_time: Callable[[], bool] = lambda: True
) -> list[str]:
    """Send data in as few calls as CloudWatch takes; one that it refuses costs no other.

    CloudWatch refuses a whole batch for one datum, so a batch whose data it refuses is halved until
    that datum is alone.

    Args:
        cloudwatch: boto3 client.
        data: what is sent.
        in_time: whether there is time for another call.

    Returns:
        Why data were refused, one entry each.
    """
    refused: list[str] = []
    waiting = [data[start : start + BATCH] for start in range(0, len(data), BATCH)][::-1]
    halvings = 0
    while waiting:
        if not in_time():
            unsent = sum(map(len, waiting))
            return [*refused, f"no time was left to send {unsent} of {len(data)} data"]
        batch = waiting.pop()
        try:
            cloudwatch.put_metric_data(Namespace=NAMESPACE, MetricData=list(batch))
        except Exception as error:  # noqa: BLE001 - whatever it is, it costs no other batch
            if len(batch) > 1 and halvings < HALVINGS and _is_of_the_data(error):
                halvings += 1
                half = len(batch) // 2
                waiting += [batch[half:], batch[:half]]
            else:
                refused.append(f"{_said(batch)}: {reason(error)}")
    return refused


def _is_of_the_data(error: Exception) -> bool:
    return isinstance(error, ParamValidationError) or code(error).startswith(_OF_THE_DATA)


def _said(batch: Sequence[Datum]) -> str:
    first = batch[0]
    whose = ", ".join(str(dimension["Value"]) for dimension in first["Dimensions"])
    more = f" and {len(batch) - 1} more" if len(batch) > 1 else ""
    return f"{first['MetricName']} of {whose}{more}"


def _datum(metric: str, value: float, unit: str, at: datetime, **dimensions: str) -> Datum:
    return {
        "MetricName": metric,
        "Dimensions": [{"Name": name, "Value": of} for name, of in dimensions.items()],
        "Timestamp": at,
        "Value": value,
        "Unit": unit,
    }
