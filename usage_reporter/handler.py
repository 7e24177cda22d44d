"""The function's entry: read every repository it is asked for, publish, say what was unreadable.

Owns time and concurrency. One repository's failure never costs another's report.
"""

import json
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import Any, Final

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from usage_reporter import publish, trail
from usage_reporter.repository import OutOfTimeError, Report, read, reason

#: Repositories read side by side. ECR answers within some 100 ms, so 1,000 repositories take about
#: a minute; its throttling is met by the adaptive retries.
WORKERS: Final = 16
#: Seconds kept back: the calls under way end within their five attempts, and publishing takes a
#: call per thousand data.
RESERVE: Final = 150

_CONFIG: Final = Config(
    retries={"mode": "adaptive", "max_attempts": 5},
    max_pool_connections=WORKERS,
    connect_timeout=5,
    read_timeout=15,
)

Unread = dict[str, str]


def handler(event: Mapping[str, Any], context: Any) -> dict[str, Any]:
    """Report usage and findings of the repositories in `event["repositories"]`.

    Returns:
        `{"reported": <number>, "unread": [{"name": ..., "reason": ...}]}`.

    Raises:
        ValueError: the event names no repositories.
        ClientError: CloudWatch refused the data; the alarm on a silent reporter tells of it.
    """
    names = _requested(event)
    now = datetime.now(UTC)
    until = time.monotonic() + context.get_remaining_time_in_millis() / 1000 - RESERVE
    ecr = boto3.client("ecr", config=_CONFIG)
    reports, unread = read_all(ecr, names, now, lambda: time.monotonic() < until)
    trail_logs = _trail(unread)
    for entry in unread:  # Lambda keeps standard output as the function's log
        print(json.dumps(entry))
    cloudwatch = boto3.client("cloudwatch", config=_CONFIG)
    data = [datum for report in reports for datum in publish.of_repository(report, now)]
    publish.send(cloudwatch, data)
    # Last, so that its being there means that the data are there.
    run = publish.of_run(context.function_name, len(unread), trail_logs, now)
    publish.send(cloudwatch, list(run))
    return {"reported": len(reports), "unread": unread}


def read_all(
    ecr: Any, names: Sequence[str], now: datetime, in_time: Callable[[], bool]
) -> tuple[list[Report], list[Unread]]:
    """Read repositories side by side.

    Args:
        ecr: boto3 client.
        names: repositories.
        now: the time of the report.
        in_time: whether there is time for another call.

    Returns:
        Reports, and what could not be read with its reason; a repository whose scans alone could
        not be read is in both.
    """

    def one(name: str) -> Report | Unread:
        try:
            return read(ecr, name, now, in_time)
        except (ClientError, BotoCoreError, OutOfTimeError) as error:
            return {"name": name, "reason": reason(error)}

    with ThreadPoolExecutor(WORKERS) as pool:
        results = list(pool.map(one, names))
    reports = [result for result in results if isinstance(result, Report)]
    unread = [result for result in results if not isinstance(result, Report)]
    partly = [{"name": report.name, "reason": report.problem} for report in reports]
    return reports, [*unread, *(entry for entry in partly if entry["reason"])]


def _requested(event: Mapping[str, Any]) -> list[str]:
    names = event.get("repositories")
    if not isinstance(names, list) or not names:
        raise ValueError(
            'the event must be {"repositories": ["name", ...]} as the schedule sends it, '
            f"not {json.dumps(event)[:200]}"
        )
    return names


def _trail(unread: list[Unread]) -> bool | None:
    try:
        return trail.logging(boto3.client("cloudtrail", config=_CONFIG))
    except (ClientError, BotoCoreError) as error:
        unread.append({"name": "CloudTrail", "reason": reason(error)})
        return None
