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
from botocore.exceptions import BotoCoreError, ClientError

from usage_reporter import memory, publish, tagged, tell, trail
from usage_reporter.changes import breaches, changes, untold
from usage_reporter.judge import judge
from usage_reporter.reading import WORKERS, Unread, read_all, rotated
from usage_reporter.repository import Report, reason
from usage_reporter.request import Request, request

#: Seconds kept back: the calls under way end within their five attempts, and publishing takes a
#: call per thousand data.
RESERVE: Final = 150

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
        ValueError: the event names no repositories.
        RuntimeError: CloudWatch took nothing at all; the alarm on a silent reporter tells of it.
        ClientError: nobody may look for repositories by their tags; the same alarm tells.
    """
    wanted = _joined(request(event))
    now = datetime.now(UTC)
    until = time.monotonic() + context.get_remaining_time_in_millis() / 1000 - RESERVE
    unread: list[Unread] = []
    before = _recall(context, wanted, unread)
    reports, missing, following = read_all(
        boto3.client("ecr", config=_CONFIG),
        rotated(wanted.names, before.following if before else ""),
        now,
        lambda: time.monotonic() < until,
    )
    unread += missing
    trail_logs = _trail(unread)
    verdicts = _verdicts(reports, wanted)
    found = breaches(wanted, verdicts, before)
    cloudwatch = boto3.client("cloudwatch", config=_CONFIG)
    data = [datum for report in reports for datum in publish.of_repository(report, now)]
    data += publish.of_all(context.function_name, reports, found, now)
    unread += _each("CloudWatch", publish.send(cloudwatch, data))
    changed = list(changes(wanted, verdicts, before, found))
    lost = _tell(context, wanted, changed, unread)
    state = memory.Memory(untold(found, before, lost), following)
    _keep(context, wanted, state, now, unread)
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


def _joined(wanted: Request) -> Request:
    """With the repositories of other stacks. Without them a run would call their breaches over."""
    if wanted.found is None:
        return wanted
    tagging = boto3.client("resourcegroupstaggingapi", config=_CONFIG)
    return wanted.joined(tagged.repositories(tagging, wanted.found))


def _verdicts(reports: list[Report], wanted: Request) -> dict[str, dict[str, str]]:
    return {
        report.name: judge(report, wanted.limits[report.name])
        for report in reports
        if report.name in wanted.limits
    }


def _recall(context: Any, wanted: Request, unread: list[Unread]) -> memory.Memory | None:
    """The last run's state. Unread, all breaches are new ones: told twice, but not never."""
    if not wanted.kinds:
        return None
    logs = boto3.client("logs", config=_CONFIG)
    return _tried("last state", unread, lambda: memory.recall(logs, context.log_group_name))


def _keep(
    context: Any, wanted: Request, state: memory.Memory, now: datetime, unread: list[Unread]
) -> None:
    if wanted.kinds:
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
    except (ClientError, BotoCoreError, KeyError, TypeError) as error:
        unread.append({"name": name, "reason": reason(error)})
        return None
