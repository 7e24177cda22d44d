"""Read many repositories side by side; whatever happens to one costs no other its report.

Owns concurrency and the order of reading: it begins where the last run stopped, so that a run
without time for all doesn't always leave the same ones unread.
"""

from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import datetime
from typing import Any, Final

from usage_reporter.repository import OutOfTimeError, Report, read, reason

#: Repositories read side by side. ECR answers within some 100 ms, so 1,000 repositories take about
#: a minute; its throttling is met by the adaptive retries.
WORKERS: Final = 16

Unread = dict[str, str]


def rotated(names: Sequence[str], first: str) -> list[str]:
    """The names in their order, from `first` on and around; as they are where it isn't there."""
    at = names.index(first) if first in names else 0
    return [*names[at:], *names[:at]]


def read_all(
    ecr: Any, names: Sequence[str], now: datetime, in_time: Callable[[], bool]
) -> tuple[list[Report], list[Unread], str]:
    """Read repositories side by side.

    Args:
        ecr: boto3 client.
        names: repositories, in the order of reading.
        now: the time of the report.
        in_time: whether there is time for another call.

    Returns:
        Reports; what could not be read with its reason, in which a repository whose scans alone
        could not be read is too; and the first repository for which there was no time, if any.
    """
    late: list[str] = []

    def one(name: str) -> Report | Unread:
        try:
            return read(ecr, name, now, in_time)
        except OutOfTimeError as error:
            late.append(name)
            return {"name": name, "reason": reason(error)}
        except Exception as error:  # noqa: BLE001 - no answer, however odd, may cost the others
            return {"name": name, "reason": reason(error)}

    results = _side_by_side(one, names)
    reports = [result for result in results if isinstance(result, Report)]
    unread = [result for result in results if not isinstance(result, Report)]
    partly = [{"name": report.name, "reason": report.problem} for report in reports]
    following = next((name for name in names if name in set(late)), "")
    return reports, [*unread, *(entry for entry in partly if entry["reason"])], following


def _side_by_side(
    one: Callable[[str], Report | Unread], names: Sequence[str]
) -> list[Report | Unread]:
    """Results in the order of the names; on a machine that gives no more threads, one by one."""
    with ThreadPoolExecutor(WORKERS) as pool:
        started: list[Future[Report | Unread]] = []
        try:
            for name in names:
                started.append(pool.submit(one, name))  # noqa: PERF401 - kept when one fails
        except RuntimeError:
            pool.shutdown(wait=True, cancel_futures=not started)
        results = [future.result() for future in started]
    return [*results, *map(one, names[len(results) :])]
