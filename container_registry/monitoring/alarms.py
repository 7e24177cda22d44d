"""Metric alarms, as definitions: pure data, each on metrics of the catalogue.

Owns what is watched, how missing data is read, and what the message tells people to do. A stack has
one alarm a kind, whatever the number of its services; one service alone has alarms of its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final, Literal

from container_registry.catalogue import metrics
from container_registry.catalogue.metric import Metric
from container_registry.monitoring.alarm import Alarm, Missing
from container_registry.monitoring.runbooks import RUNBOOKS
from container_registry.monitoring.thresholds import Thresholds
from container_registry.monitoring.told import USUAL, Told
from container_registry.monitoring.watch import SUM_LIMIT, Band, Each, One, Total, Watch

Scanning = Literal["basic", "enhanced"]

#: Reports after which a breach that lasts is told again: one day.
REMIND_AFTER: Final = 86_400 // metrics.REPORT_PERIOD

_REPORTER_SILENT: Final = (
    "the usage reporter may be late, and its own alarm says when it is silent; until then the "
    "last state holds"
)
_NOTHING_SENT: Final = "AWS sends a datapoint only where something failed"


def of_service(
    service: str,
    repository: Any,
    thresholds: Thresholds,
    scanning: Scanning,
    *,
    reported: bool = True,
    told: Told = USUAL,
) -> tuple[Alarm, ...]:
    """The alarms of one service alone.

    Args:
        service: its name, for the messages.
        repository: name of its repository, or a promise of it.
        thresholds: from which point on.
        scanning: which scanning the registry has, for the way to the findings.
        reported: whether the usage reporter runs; without it, pulls are all that can be watched.
        told: how people are told.
    """
    alarms = _Service(service, repository, thresholds, scanning, told)
    return tuple(alarms.all() if reported else alarms.pulls())


class _Service:
    def __init__(
        self,
        service: str,
        repository: Any,
        thresholds: Thresholds,
        scanning: Scanning,
        told: Told,
    ) -> None:
        self._service, self._repository = service, repository
        self._thresholds, self._scanning, self._told = thresholds, scanning, told

    def all(self) -> Iterator[Alarm]:
        thresholds, service = self._thresholds, self._service
        yield from self.pulls()
        yield self._reported(
            "images",
            metrics.IMAGES,
            thresholds.images,
            f"{service} has more than {thresholds.images} images, {thresholds.images_percent} % "
            f"of the quota of {thresholds.images_quota}. At the quota every push fails.",
        )
        if thresholds.size_bytes is not None:
            yield self._reported(
                "size",
                metrics.SIZE,
                thresholds.size_bytes,
                f"{service}'s images are larger than {thresholds.size_gib:g} GiB together.",
            )
        for severity, most in (("CRITICAL", thresholds.critical), ("HIGH", thresholds.high)):
            yield self._reported(
                f"findings-{severity.lower()}",
                metrics.FINDINGS,
                most,
                f"The newest image of {service} has more than {most} {severity} vulnerabilities "
                f"({self._scanning} scanning).",
                Severity=severity,
            )
        if thresholds.days_without_push:
            yield self._reported(
                "last-push",
                metrics.LAST_PUSH,
                thresholds.days_without_push,
                f"Nothing was pushed to {service} for more than {thresholds.days_without_push} "
                "days.",
            )
        if thresholds.unscanned:
            yield self._reported(
                "unscanned",
                metrics.UNSCANNED,
                0,
                f"The newest image of {service} has no scan result: nobody knows its "
                "vulnerabilities.",
            )

    def pulls(self) -> Iterator[Alarm]:
        watch = One(metrics.PULLS, metrics.PULLS.at(RepositoryName=self._repository))
        limits, told, service = self._thresholds, self._told, self._service
        if limits.pulls:
            yield _pulls("pulls", watch, limits, told, f"{service} is")
        if limits.pulls_band:
            yield _unusual("pulls-unusual", watch, limits.pulls_band, limits, told, service)

    def _reported(
        self, noun: str, metric: Metric, threshold: float, what: str, **dimensions: str
    ) -> Alarm:
        return Alarm(
            noun=noun,
            severity=self._told.severity(noun),
            watch=One(metric, metric.at(RepositoryName=self._repository, **dimensions)),
            threshold=threshold,
            period=metric.period,
            missing=Missing.IGNORE,
            because=_REPORTER_SILENT,
            message=_text(noun, what, self._told),
        )


def _text(kind: str, what: str, told: Told) -> str:
    return f"{what} {RUNBOOKS[kind].fix}. Runbook: {told.link(kind)}"


def _pulls(noun: str, watch: Watch, limits: Thresholds, told: Told, subject: str) -> Alarm:
    return Alarm(
        noun=noun,
        severity=told.severity("pulls"),
        watch=watch,
        threshold=limits.pulls,
        period=limits.pull_period,
        periods=limits.pull_periods,
        breaches=limits.pull_periods,
        missing=Missing.NOT_BREACHING,
        because="ECR sends no datapoint for a minute in which nothing was pulled",
        message=_text(
            "pulls",
            f"{subject} pulled more than {limits.pulls} times in {limits.pull_period} seconds, "
            f"{limits.pull_periods} times in a row.",
            told,
        ),
    )


def _unusual(
    noun: str, watch: One, width: float, limits: Thresholds, told: Told, name: str
) -> Alarm:
    return Alarm(
        noun=noun,
        severity=told.severity("pulls-unusual"),
        watch=Band(watch, width),
        threshold=None,
        comparison="GreaterThanUpperThreshold",
        period=limits.pull_period,
        periods=limits.pull_periods,
        breaches=limits.pull_periods,
        missing=Missing.NOT_BREACHING,
        because="ECR sends no datapoint for a minute in which nothing was pulled",
        message=_text(
            "pulls-unusual",
            f"{name} is pulled more than usual at this hour: beyond {width:g} standard deviations, "
            f"{limits.pull_periods} times {limits.pull_period} seconds in a row.",
            told,
        ),
    )


def of_pulls(
    stack: Thresholds, own: Mapping[str, Thresholds], told: Told = USUAL
) -> tuple[Alarm, ...]:
    """One alarm on the pulls of every repository, one for each that has its own threshold, and one
    for each that is held against what is usual.

    Args:
        stack: the stack's thresholds; 0 pulls is off.
        own: thresholds of repositories that have their own.
        told: how people are told.
    """
    other = {
        name: limits for name, limits in sorted(own.items()) if _pulled(limits) != _pulled(stack)
    }
    alarms = [
        _pulls(
            f"pulls-{name.replace('/', '--')}",
            One(metrics.PULLS, metrics.PULLS.at(RepositoryName=name)),
            limits,
            told,
            f"{name} is",
        )
        for name, limits in other.items()
        if limits.pulls
    ]
    alarms += [
        _unusual(
            f"pulls-unusual-{name.replace('/', '--')}",
            One(metrics.PULLS, metrics.PULLS.at(RepositoryName=name)),
            limits.pulls_band,
            limits,
            told,
            name,
        )
        for name, limits in sorted(own.items())
        if limits.pulls_band
    ]
    if not stack.pulls:
        return tuple(alarms)
    each = _pulls(
        "pulls",
        Each(metrics.PULLS, tuple(other)),
        stack,
        told,
        "The repository that this message names as RepositoryName is",
    )
    return (each, *alarms)


def _pulled(limits: Thresholds) -> tuple[int, int, int]:
    return limits.pulls, limits.pull_period, limits.pull_periods


def of_breaches(reporter: str, kinds: Sequence[str], told: Told = USUAL) -> tuple[Alarm, ...]:
    """For each kind, an alarm that is on while a service is beyond its threshold for a day.

    The reporter tells of each service at once, by name. These tell again where nothing was done,
    and where the reporter's message was lost. Kinds of the severity `info` have none.

    Args:
        reporter: name of the function.
        kinds: kinds of breaches that the reporter judges.
        told: how people are told.
    """
    return tuple(
        Alarm(
            noun=kind,
            severity=told.severity(kind),
            watch=One(metrics.BREACHES, metrics.BREACHES.at(Reporter=reporter, Kind=kind)),
            threshold=0,
            period=metrics.REPORT_PERIOD,
            periods=REMIND_AFTER,
            breaches=REMIND_AFTER,
            missing=Missing.IGNORE,
            because=_REPORTER_SILENT,
            message=_text(
                kind,
                f"For a day: {RUNBOOKS[kind].title}. The number is of services; which, and since "
                f"when: `aws logs tail /aws/lambda/{reporter} --log-stream-names breaches "
                "--since 7h`.",
                told,
            ),
        )
        for kind in kinds
        if told.severity(kind) != "info"
    )


def of_reporter(reporter: str, told: Told = USUAL) -> tuple[Alarm, ...]:
    """The alarms that watch the usage reporter itself, and what the other rules need.

    Neither fires because it was just created: without any datapoint an alarm begins in
    INSUFFICIENT_DATA, and only a change to it is told.

    Args:
        reporter: name of the function.
        told: how people are told.
    """
    return (
        Alarm(
            noun="unread",
            severity=told.severity("unread"),
            watch=One(metrics.UNREAD, metrics.UNREAD.at(Reporter=reporter)),
            threshold=0,
            period=metrics.UNREAD.period,
            periods=2,
            breaches=2,
            missing=Missing.UNKNOWN,
            because=(
                "a reporter that stops to report is the failure that this alarm is for: it goes to "
                "INSUFFICIENT_DATA, and that is told; one that has not reported yet is not"
            ),
            silence=True,
            message=_text(
                "unread",
                "The usage reporter could not read, publish or tell something, twice in a row; or, "
                "where this says INSUFFICIENT_DATA, it no longer runs. Its log group "
                f"/aws/lambda/{reporter} names each repository and the reason.",
                told,
            ),
        ),
        Alarm(
            noun="trail",
            severity=told.severity("trail"),
            watch=One(metrics.TRAIL, metrics.TRAIL.at(Reporter=reporter)),
            threshold=1,
            comparison="LessThanThreshold",
            period=metrics.TRAIL.period,
            missing=Missing.IGNORE,
            because=_REPORTER_SILENT,
            message=_text(
                "trail",
                "No CloudTrail trail logs management events of this Region, so EventBridge never "
                "hears of a deleted repository or a changed policy.",
                told,
            ),
        ),
    )


def of_delivery(
    rules: Sequence[str], topics: Sequence[str], queue: str, told: Told = USUAL
) -> tuple[Alarm, ...]:
    """The alarms on messages that never reached their readers.

    Args:
        rules: names of the event rules.
        topics: names of the topics.
        queue: name of the dead-letter queue.
        told: how people are told.
    """
    failed = [
        One(metrics.FAILED_INVOCATIONS, metrics.FAILED_INVOCATIONS.at(RuleName=name))
        for name in rules
    ]
    events = [
        _undelivered(
            "undelivered-events" if start == 0 else f"undelivered-events-{start // SUM_LIMIT + 1}",
            "undelivered-events",
            Total(tuple(failed[start : start + SUM_LIMIT])),
            f"A rule's target never took an event. The rules: {rules[start]} and others of this "
            "stack.",
            told,
        )
        for start in range(0, len(failed), SUM_LIMIT)
    ]
    lost = [
        *(
            One(metrics.FAILED_NOTIFICATIONS, metrics.FAILED_NOTIFICATIONS.at(TopicName=name))
            for name in topics
        ),
        One(metrics.DEAD_LETTERS, metrics.DEAD_LETTERS.at(QueueName=queue)),
    ]
    messages = _undelivered(
        "undelivered-messages",
        "undelivered-messages",
        Total(tuple(lost)),
        f"A subscriber of {', '.join(topics)} never took a message, or something lies in {queue}.",
        told,
    )
    return (*events, messages)


def _undelivered(noun: str, kind: str, watch: Total, what: str, told: Told) -> Alarm:
    return Alarm(
        noun=noun,
        severity=told.severity(kind),
        watch=watch,
        threshold=0,
        period=300,
        missing=Missing.NOT_BREACHING,
        because=_NOTHING_SENT,
        message=_text(kind, what, told),
    )
