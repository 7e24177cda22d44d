"""The function's entry: read every repository it is asked for, publish, tell what changed.

Owns time and the order of what is done. What could not be done is logged, counted and told by an
alarm; it costs nothing else.
"""

import json
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any, Final, TypeVar

import boto3
from botocore.config import Config

from usage_reporter import memory, publish, tagged, tell, trail
from usage_reporter.changes import breaches, changes, untold
from usage_reporter.faults import reason
from usage_reporter.judge import judge
from usage_reporter.reading import WORKERS, Unread, read_all, rotated
from usage_reporter.repository import Report
from usage_reporter.request import Request, request

#: Seconds kept back: the calls under way end within their five attempts, and publishing takes a
#: call per thousand data.
RESERVE: Final = 150
#: Seconds that publishing leaves for what follows it.
LAST: Final = 45

Result = TypeVar("Result")

_CONFIG: Final = Config(
    retries={"mode": "adaptive", "max_attempts": 5},
    max_pool_connections=WORKERS,
    connect_timeout=5,
    read_timeout=15,
)


def handler(event: Mapping[str, Any], context: Any) -> dict[str, Any]:
    """Report usage and findings of the repositories in `event["repositories"]`.

    Returns:
        `reported`: the number of repositories; `unread`: what could not be read, published or
        told, with its reason; `breaches`: the repositories in breach, by kind; `told`: messages.

    Raises:
        ValueError: the event names no repositories, or has another form.
        RuntimeError: CloudWatch refused the data of the run; the alarm on a silent reporter tells.
    """
    wanted = request(event)
    now = datetime.now(UTC)
    end = time.monotonic() + context.get_remaining_time_in_millis() / 1000
    unread: list[Unread] = []
    wanted = _joined(wanted, unread)
    before = _recall(context, unread)
    reports, missing, following = read_all(
        boto3.client("ecr", config=_CONFIG),
        rotated(wanted.names, before.following if before else ""),
        now,
        lambda: time.monotonic() < end - RESERVE,
    )
    unread += missing
    verdicts = _verdicts(reports, wanted)
    found = breaches(wanted, verdicts, before)
    cloudwatch = boto3.client("cloudwatch", config=_CONFIG)
    data = [datum for report in reports for datum in publish.of_repository(report, now)]
    data += publish.of_all(context.function_name, reports, found, now)
    refused = publish.send(cloudwatch, data, lambda: time.monotonic() < end - LAST)
    unread += _each("CloudWatch", refused)
    changed = list(changes(wanted, verdicts, before, found))
    lost = _tell(context, wanted, changed, unread)
    state = memory.Memory(untold(found, before, lost), following)
    _keep(context, before, state, now, unread)
    trail_logs = _trail(unread)
    for entry in unread:  # Lambda keeps standard output as the function's log
        print(json.dumps(entry))
    # Last, so that its being there means that the data are there.
    run = publish.of_run(context.function_name, len(unread), trail_logs, now)
    if refused := publish.send(cloudwatch, list(run)):
        raise RuntimeError(f"CloudWatch refused the data of the run: {refused[0]}")
    return {
        "reported": len(reports),
        "unread": unread,
        "breaches": {kind: sorted(names) for kind, names in found.items() if names},
        "told": len(changed) - len(lost),
    }


def _joined(wanted: Request, unread: list[Unread]) -> Request:
    """With the repositories of other stacks; where they can't be found, as it was."""
    if wanted.found is None:
        return wanted
    found = wanted.found
    tagging = boto3.client("resourcegroupstaggingapi", config=_CONFIG)
    tags = _tried(
        "repositories of other stacks", unread, lambda: tagged.repositories(tagging, found)
    )
    return wanted if tags is None else wanted.joined(tags)


def _verdicts(reports: list[Report], wanted: Request) -> dict[str, dict[str, str]]:
    return {
        report.name: judge(report, wanted.limits[report.name])
        for report in reports
        if report.name in wanted.limits
    }


def _recall(context: Any, unread: list[Unread]) -> memory.Memory | None:
    """The last run's state. Unread, all breaches are new ones: told twice, but not never."""
    logs = boto3.client("logs", config=_CONFIG)
    return _tried("last state", unread, lambda: memory.recall(logs, context.log_group_name))


def _keep(
    context: Any,
    before: memory.Memory | None,
    state: memory.Memory,
    now: datetime,
    unread: list[Unread],
) -> None:
    """Leave this run's state, where this run or the last one has any."""
    if state.breaches or state.following or before:
        logs = boto3.client("logs", config=_CONFIG)
        _tried("state", unread, lambda: memory.keep(logs, context.log_group_name, state, now))


def _tell(context: Any, wanted: Request, changed: list[Any], unread: list[Unread]) -> list[Any]:
    if not changed:
        return []
    events = boto3.client("events", config=_CONFIG)
    lost, reasons = tell.tell(events, context.function_name, changed, wanted.kinds)
    unread += _each("EventBridge", reasons)
    return lost


def _trail(unread: list[Unread]) -> bool | None:
    cloudtrail = boto3.client("cloudtrail", config=_CONFIG)
    return _tried("CloudTrail", unread, lambda: trail.logging(cloudtrail))


def _each(name: str, reasons: list[str]) -> list[Unread]:
    return [{"name": name, "reason": reason} for reason in reasons]


def _tried(name: str, unread: list[Unread], call: Callable[[], Result]) -> Result | None:
    try:
        return call()
    except Exception as error:  # noqa: BLE001 - whatever it is, it costs nothing else
        unread.append({"name": name, "reason": reason(error)})
        return None
