"""A week of a registry, made up and always the same, as CloudWatch would hold it.

Owns invented pushes, scans and pulls. What is measured of them is measured by the usage reporter's
own code; only ECR's pull counts, which ECR publishes itself, are invented as they are.
"""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from container_registry.catalogue.metrics import OWN_NAMESPACE, PULLS, REPORT_PERIOD
from usage_reporter import publish
from usage_reporter.images import Tally
from usage_reporter.judge import KINDS, Limits, judge
from usage_reporter.repository import Report
from usage_reporter.scans import Scan, State, verdict

START: Final = datetime(2026, 10, 5, tzinfo=UTC)
DAYS: Final = 7

Key = tuple[str, str, frozenset[tuple[str, str]]]
Series = dict[Key, list[tuple[datetime, float]]]

_MIB: Final = 1024**2
_HOURS: Final = range(DAYS * 24)
_RUNS: Final = range(0, DAYS * 24 * 3600, REPORT_PERIOD)


def series(repositories: Sequence[str], reporter: str) -> Series:
    """Datapoints by namespace, metric name and dimensions."""
    found: Series = {}
    for seconds in _RUNS:
        at = START + timedelta(seconds=seconds)
        reports = [_report(name, number, at) for number, name in enumerate(repositories)]
        for report in reports:
            for datum in publish.of_repository(report, at):
                _keep(found, datum)
        for datum in publish.of_all(reporter, reports, _breaches(reports), at):
            _keep(found, datum)
        for datum in publish.of_run(reporter, 0, trail=True, at=at):
            _keep(found, datum)
    for number, name in enumerate(repositories):
        key = (PULLS.namespace, PULLS.name, frozenset({("RepositoryName", name)}))
        found[key] = [(START + timedelta(hours=hour), _pulls(hour, number)) for hour in _HOURS]
    return found


def _breaches(reports: Sequence[Report]) -> dict[str, frozenset[str]]:
    """Who is beyond a threshold, as the reporter judges."""
    limits = Limits(images=80_000, size=10 * 1024**3, critical=0, high=5, scanned=True)
    verdicts = {report.name: judge(report, limits) for report in reports}
    return {
        kind: frozenset(name for name, of in verdicts.items() if of.get(kind)) for kind in KINDS
    }


def _keep(found: Series, datum: publish.Datum) -> None:
    dimensions = frozenset((one["Name"], one["Value"]) for one in datum["Dimensions"])
    key = (OWN_NAMESPACE, datum["MetricName"], dimensions)
    found.setdefault(key, []).append((datum["Timestamp"], float(datum["Value"])))


def _report(name: str, number: int, at: datetime) -> Report:
    tally = Tally()
    tally.add(_images(number, at))
    pushed_at = tally.pushed_at or at
    days = (at - pushed_at).total_seconds() / 86_400
    return Report(name, tally.size, tally.images, round(days, 3), verdict([_scan(number, at)]))


def _images(number: int, at: datetime) -> Iterator[dict[str, Any]]:
    """A push every `number + 1` days at nine, the last twenty kept."""
    every = timedelta(days=number + 1)
    last = START.replace(hour=9) + every * ((at - START.replace(hour=9)) // every)
    for age in range(20):
        yield {
            "imageDigest": f"sha256:{number}-{age}",
            "imagePushedAt": last - every * age,
            "imageSizeInBytes": (150 + 40 * number - 3 * age + (last - START).days) * _MIB,
        }


def _scan(number: int, at: datetime) -> Scan:
    """The second repository's base image gets a critical vulnerability, fixed two days later."""
    day = (at - START).days
    critical = 1 if number == 1 and day in (3, 4) else 0
    return Scan(State.SCANNED, {"CRITICAL": critical, "HIGH": (2 + number + day // 3) % 5})


def _pulls(hour: int, number: int) -> float:
    office = 9 <= hour % 24 <= 19 and hour // 24 < 5
    return float((40 + 25 * number if office else 6) + (hour * 7 + number * 3) % 11)
