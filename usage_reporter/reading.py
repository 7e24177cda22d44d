"""Read many repositories side by side; whatever happens to one costs no other its report.

Owns concurrency and the order of reading: it begins where the last run stopped, so that a run
without time for all doesn't always leave the same ones unread.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from threading import Thread
from typing import Any, Final

from usage_reporter.faults import OutOfTimeError, reason
from usage_reporter.repository import Report, read

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
    unfinished = {*late, *(report.name for report in reports if report.late)}
    following = next((name for name in names if name in unfinished), "")
    return reports, [*unread, *(entry for entry in partly if entry["reason"])], following


def _side_by_side(
    one: Callable[[str], Report | Unread], names: Sequence[str]
) -> list[Report | Unread]:
    """Results in the order of the names. This thread works, too: with as many more as there are."""
    results: dict[str, Report | Unread] = {}
    waiting = iter(names)  # each name goes to one thread: the next of a list's iterator is atomic

    def work() -> None:
        for name in waiting:
            results[name] = one(name)

    threads: list[Thread] = []
    while len(threads) < min(WORKERS, len(names)) - 1:
        thread = Thread(target=work)
        try:
            thread.start()
        except RuntimeError:  # the machine gives no more
            break
        threads.append(thread)
    work()
    for thread in threads:
        thread.join()
    return [results[name] for name in names]
