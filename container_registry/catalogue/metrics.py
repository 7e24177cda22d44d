"""Every metric that a registry's alarms and dashboards may read, and who publishes it.

Owns the list. Refuses names that tutorials use and nobody publishes: `RepositoryPushCount`,
`RepositorySizeBytes`, `StorageBytes`, `ImageScanFindingsCounts`, `ImageScanStatusFailed` and
`DataTransfer` aren't metrics of `AWS/ECR`, and an alarm on one of them never fires.
"""

from collections.abc import Mapping
from typing import Any, Final

from container_registry.catalogue.metric import Dimension, Metric, Statistic

AWS_ECR: Final = "AWS/ECR"
AWS_USAGE: Final = "AWS/Usage"
#: Where the usage reporter publishes. Not under `AWS/`, which CloudWatch keeps for itself.
OWN_NAMESPACE: Final = "ContainerRegistry"

#: Seconds between two runs of the usage reporter; the period of every alarm on what it publishes.
REPORT_PERIOD: Final = 21_600


_REPOSITORY_METRICS = (
    "Amazon ECR user guide, 'Amazon ECR repository metrics' (one metric, sent every minute)"
)
_USAGE_METRICS = "Amazon ECR user guide, 'Visualizing your service quotas and setting alarms'"
_REPORTER = "usage_reporter/, this project"

_REPOSITORY = Dimension("RepositoryName")
#: The ECR guide shows `Class` as `None`; accounts have been seen without it. See what there is:
#: `aws cloudwatch list-metrics --namespace AWS/Usage --dimensions Name=Service,Value=ECR`.
_CLASS = Dimension("Class", frozenset({"None"}), optional=True)
_SERVICE = Dimension("Service", frozenset({"ECR"}))
_REPORTER_NAME = Dimension("Reporter")

#: The severities that the usage reporter publishes.
SEVERITIES: Final = ("CRITICAL", "HIGH", "MEDIUM", "LOW")

#: The kinds of breaches that the usage reporter judges (`usage_reporter.judge`).
BREACH_KINDS: Final = (
    "images",
    "size",
    "findings-critical",
    "findings-high",
    "findings-overdue",
    "unscanned",
    "scan-expired",
    "last-push",
)
#: What may be known of the newest image's scan, the worst first (`usage_reporter.scans`).
SCAN_STATES: Final = (
    "failed",
    "denied",
    "limited",
    "never",
    "expired",
    "archived",
    "pending",
    "scanned",
    "unsupported",
)

#: The APIs that AWS/Usage counts for ECR.
COUNTED_APIS: Final = frozenset(
    {
        "BatchCheckLayerAvailability",
        "BatchGetImage",
        "CompleteLayerUpload",
        "GetAuthorizationToken",
        "GetDownloadUrlForLayer",
        "InitiateLayerUpload",
        "PutImage",
        "UploadLayerPart",
    }
)

PULLS: Final = Metric(
    namespace=AWS_ECR,
    name="RepositoryPullCount",
    dimensions=(_REPOSITORY,),
    statistic=Statistic.SUM,
    period=60,
    delay=60,
    unit="Count",
    publisher="Amazon ECR",
    source=_REPOSITORY_METRICS,
    meaning="images pulled from the repository",
)


def _usage(name: str, statistic: Statistic, period: int, meaning: str, *own: Dimension) -> Metric:
    return Metric(
        namespace=AWS_USAGE,
        name=name,
        dimensions=(_SERVICE, *own, _CLASS),
        statistic=statistic,
        period=period,
        delay=period,
        unit="None",
        publisher="Amazon ECR",
        source=_USAGE_METRICS,
        meaning=meaning,
    )


API_CALLS: Final = _usage(
    "CallCount",
    Statistic.SUM,
    60,
    "calls of one ECR API by the whole account in the region",
    Dimension("Type", frozenset({"API"})),
    Dimension("Resource", COUNTED_APIS),
)
REPOSITORIES: Final = _usage(
    "ResourceCount",
    Statistic.MAXIMUM,
    300,
    "repositories of the account in the region, against the quota L-CFEB8E8D",
    Dimension("Type", frozenset({"RESOURCE"})),
    Dimension("Resource", frozenset({"RepositoryCount"})),
)
IMAGES_AGAINST_QUOTA: Final = _usage(
    "ResourceCount",
    Statistic.MAXIMUM,
    300,
    "images of one repository, against the quota L-03A36CE1",
    Dimension("Type", frozenset({"RESOURCE"})),
    Dimension("Resource", frozenset({"ImagesPerRepositoryCount"})),
    Dimension("ResourceId"),
)


def _own(name: str, unit: str, meaning: str, *dimensions: Dimension) -> Metric:
    return Metric(
        namespace=OWN_NAMESPACE,
        name=name,
        dimensions=dimensions,
        statistic=Statistic.MAXIMUM,
        period=REPORT_PERIOD,
        delay=120,
        unit=unit,
        publisher="usage reporter",
        source=_REPORTER,
        meaning=meaning,
    )


SIZE: Final = _own(
    "RepositorySize",
    "Bytes",
    "sum of the images' sizes; shared layers count once per image, so ECR bills at most this",
    _REPOSITORY,
)
IMAGES: Final = _own(
    "ImageCount",
    "Count",
    "images in the repository, archived and untagged ones included",
    _REPOSITORY,
)
LAST_PUSH: Final = _own(
    "DaysSinceLastPush",
    "None",
    "days since the newest image was pushed, or since an empty repository was created",
    _REPOSITORY,
)
FINDINGS: Final = _own(
    "Findings",
    "Count",
    "vulnerabilities of one severity in the newest image",
    _REPOSITORY,
    Dimension("Severity", frozenset(SEVERITIES)),
)
UNSCANNED: Final = _own(
    "UnscannedImages",
    "Count",
    "newest images whose scan failed, isn't supported, or was never started",
    _REPOSITORY,
)
UNREAD: Final = _own(
    "UnreadRepositories",
    "Count",
    "repositories that the usage reporter could not read in its last run",
    _REPORTER_NAME,
)
BREACHES: Final = _own(
    "Breaches",
    "Count",
    "services of the stack that are beyond their threshold of one kind",
    _REPORTER_NAME,
    Dimension("Kind", frozenset(BREACH_KINDS)),
)
STATES: Final = _own(
    "ScanStates",
    "Count",
    "services of the stack by the state of their newest image's scan",
    _REPORTER_NAME,
    Dimension("State", frozenset(SCAN_STATES)),
)
TRAIL: Final = _own(
    "TrailLogging",
    "None",
    "1 while a CloudTrail trail logs management events of this region, else 0",
    _REPORTER_NAME,
)


def _delivery(namespace: str, name: str, dimension: str, meaning: str, source: str) -> Metric:
    return Metric(
        namespace=namespace,
        name=name,
        dimensions=(Dimension(dimension),),
        statistic=Statistic.MAXIMUM if namespace == "AWS/SQS" else Statistic.SUM,
        period=60,
        delay=60,
        unit="Count",
        publisher=_PUBLISHERS[namespace],
        source=source,
        meaning=meaning,
    )


_PUBLISHERS = {
    "AWS/Events": "Amazon EventBridge",
    "AWS/SNS": "Amazon SNS",
    "AWS/SQS": "Amazon SQS",
}

FAILED_INVOCATIONS: Final = _delivery(
    "AWS/Events",
    "FailedInvocations",
    "RuleName",
    "events that a rule's target never took; nothing is sent while there are none",
    "Amazon EventBridge user guide, 'Monitoring Amazon EventBridge'",
)
FAILED_NOTIFICATIONS: Final = _delivery(
    "AWS/SNS",
    "NumberOfNotificationsFailed",
    "TopicName",
    "messages that a topic's subscriber never took",
    "Amazon SNS developer guide, 'Monitoring Amazon SNS topics using CloudWatch'",
)
DEAD_LETTERS: Final = _delivery(
    "AWS/SQS",
    "ApproximateNumberOfMessagesVisible",
    "QueueName",
    "messages in a queue; in a dead-letter queue, what was lost",
    "Amazon SQS developer guide, 'Available CloudWatch metrics for Amazon SQS'",
)

METRICS: Final = (
    PULLS,
    API_CALLS,
    REPOSITORIES,
    IMAGES_AGAINST_QUOTA,
    SIZE,
    IMAGES,
    LAST_PUSH,
    FINDINGS,
    UNSCANNED,
    UNREAD,
    BREACHES,
    STATES,
    TRAIL,
    FAILED_INVOCATIONS,
    FAILED_NOTIFICATIONS,
    DEAD_LETTERS,
)


def covers(namespace: str, dimensions: Mapping[str, Any]) -> bool:
    """Whether the catalogue knows all that is published there, so that absence means "nobody".

    It says nothing of other services' namespaces, nor of `AWS/Usage` of services beside ECR.
    """
    if namespace == AWS_USAGE:
        return dimensions.get("Service") == "ECR"
    return namespace in {AWS_ECR, OWN_NAMESPACE}


def published(namespace: str, name: str, dimensions: Mapping[str, Any]) -> bool:
    """Whether somebody publishes exactly this metric, its set of dimensions included.

    Args:
        namespace: CloudWatch namespace, such as `AWS/ECR`.
        name: metric name.
        dimensions: dimension values by name. A value that isn't a string (a promise, an unknown)
            is taken for a right one; only its name is judged.
    """
    return any(
        metric.namespace == namespace and metric.name == name and metric.matches(dimensions)
        for metric in METRICS
    )
