"""A service's metric alarms, as definitions: pure data, each on a metric of the catalogue.

Owns what is watched, how missing data is read, and what the message tells people to do.
"""

from collections.abc import Mapping
from typing import Any, Final, Literal

from container_registry.catalogue import metrics
from container_registry.catalogue.metric import Metric
from container_registry.monitoring.alarm import Alarm, Missing
from container_registry.settings.thresholds import ThresholdSettings

Scanning = Literal["basic", "enhanced"]

_REPORTER_SILENT: Final = (
    "the usage reporter may be late, and its own alarm says when it is silent; until then the "
    "last state holds"
)


def of_service(
    service: str,
    repository: Any,
    thresholds: ThresholdSettings,
    scanning: Scanning,
    *,
    reported: bool = True,
) -> tuple[Alarm, ...]:
    """The alarms of one service.

    Args:
        service: its name, for the messages.
        repository: name of its repository, or a promise of it.
        thresholds: from which point on.
        scanning: which scanning the registry has, for the way to the findings.
        reported: whether the usage reporter runs; without it, pulls are all that can be watched.
    """
    pulls = _pulls(service, repository, thresholds)
    if not reported:
        return (pulls,)
    return (
        pulls,
        _images(service, repository, thresholds),
        _size(service, repository, thresholds),
        *(
            _findings(service, repository, severity, most, scanning)
            for severity, most in (("CRITICAL", thresholds.critical), ("HIGH", thresholds.high))
        ),
        *([_last_push(service, repository, thresholds)] if thresholds.days_without_push else []),
        *([_unscanned(service, repository)] if thresholds.unscanned else []),
    )


def _pulls(service: str, repository: Any, thresholds: ThresholdSettings) -> Alarm:
    return Alarm(
        noun="pulls",
        metric=metrics.PULLS,
        dimensions=metrics.PULLS.at(RepositoryName=repository),
        threshold=thresholds.pulls,
        period=thresholds.pull_period,
        periods=thresholds.pull_periods,
        breaches=thresholds.pull_periods,
        missing=Missing.NOT_BREACHING,
        because="ECR sends no datapoint for a minute in which nothing was pulled",
        message=(
            f"{service} is pulled more than {thresholds.pulls} times in {thresholds.pull_period} "
            f"seconds, {thresholds.pull_periods} times in a row. Look for pods that crash and "
            "start again, for a job without a cached image, and in CloudTrail for who calls "
            "BatchGetImage."
        ),
    )


def _images(service: str, repository: Any, thresholds: ThresholdSettings) -> Alarm:
    return _reported(
        "images",
        metrics.IMAGES,
        metrics.IMAGES.at(RepositoryName=repository),
        thresholds.images,
        f"{service} has more than {thresholds.images} images, {thresholds.images_percent} % of "
        f"the quota of {thresholds.images_quota}. At the quota every push fails. See what the "
        "lifecycle policy leaves, or ask AWS for a higher quota L-03A36CE1.",
    )


def _size(service: str, repository: Any, thresholds: ThresholdSettings) -> Alarm:
    return _reported(
        "size",
        metrics.SIZE,
        metrics.SIZE.at(RepositoryName=repository),
        thresholds.size_bytes,
        f"{service}'s images are larger than {thresholds.size_gib:g} GiB together. See whether "
        "the lifecycle policy matches the tags that are pushed, and whether an image has grown.",
    )


def _findings(service: str, repository: Any, severity: str, most: int, scanning: Scanning) -> Alarm:
    return _reported(
        f"findings-{severity.lower()}",
        metrics.FINDINGS,
        metrics.FINDINGS.at(RepositoryName=repository, Severity=severity),
        most,
        f"The newest image of {service} has more than {most} {severity} vulnerabilities "
        f"({scanning} scanning). Read them with `aws ecr describe-image-scan-findings`, rebuild "
        "on a patched base image, push, and roll out.",
    )


def _last_push(service: str, repository: Any, thresholds: ThresholdSettings) -> Alarm:
    days = thresholds.days_without_push
    return _reported(
        "last-push",
        metrics.LAST_PUSH,
        metrics.LAST_PUSH.at(RepositoryName=repository),
        days,
        f"Nothing was pushed to {service} for more than {days} days. Rebuild it, so that it gets "
        "its base image's fixes, or see why the pipeline no longer runs.",
    )


def _unscanned(service: str, repository: Any) -> Alarm:
    return _reported(
        "unscanned",
        metrics.UNSCANNED,
        metrics.UNSCANNED.at(RepositoryName=repository),
        0,
        f"The newest image of {service} has no scan result: its scan failed, isn't supported for "
        "this image, or was never started. Nobody knows its vulnerabilities. See "
        "`aws ecr describe-image-scan-findings`, and whether the registry's scan rules name it.",
    )


def _reported(
    noun: str, metric: Metric, dimensions: Mapping[str, Any], threshold: float, message: str
) -> Alarm:
    return Alarm(
        noun=noun,
        metric=metric,
        dimensions=dimensions,
        threshold=threshold,
        period=metric.period,
        missing=Missing.IGNORE,
        because=_REPORTER_SILENT,
        message=message,
    )


def of_reporter(reporter: str) -> tuple[Alarm, ...]:
    """The alarms that watch the usage reporter itself, and what the other rules need.

    Args:
        reporter: name of the function.
    """
    return (
        Alarm(
            noun="unread",
            metric=metrics.UNREAD,
            dimensions=metrics.UNREAD.at(Reporter=reporter),
            threshold=0,
            period=metrics.UNREAD.period,
            periods=2,
            breaches=2,
            missing=Missing.BREACHING,
            because="a reporter that doesn't report is the failure that this alarm is for",
            message=(
                "The usage reporter could not read a repository, or didn't run, twice in a row: "
                "the alarms on size, images, findings and pushes are blind there. Its log group "
                f"/aws/lambda/{reporter} names each repository and the reason."
            ),
        ),
        Alarm(
            noun="trail",
            metric=metrics.TRAIL,
            dimensions=metrics.TRAIL.at(Reporter=reporter),
            threshold=1,
            comparison="LessThanThreshold",
            period=metrics.TRAIL.period,
            missing=Missing.IGNORE,
            because=_REPORTER_SILENT,
            message=(
                "No CloudTrail trail logs management events of this region, so EventBridge never "
                "hears of a deleted repository or a changed policy, and the access rules of every "
                "service are silent. Create a trail, or start its logging."
            ),
        ),
    )
