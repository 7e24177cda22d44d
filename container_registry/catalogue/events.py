"""Every event of EventBridge that the rules of a registry may match, with where its fields are.

Owns sources, detail types and field paths, each as AWS documents it; the patterns made of them
are in `container_registry.monitoring.patterns`.
"""

from dataclasses import dataclass
from typing import Final

_ECR_GUIDE = "Amazon ECR user guide, 'Amazon ECR events and EventBridge'"
_ENHANCED_GUIDE = (
    "Amazon ECR user guide, 'EventBridge events sent for enhanced scanning in Amazon ECR'"
)
_TRAIL_GUIDE = "Amazon EventBridge user guide, 'AWS service events delivered via AWS CloudTrail'"


@dataclass(frozen=True, kw_only=True)
class Event:
    """One kind of event.

    Attributes:
        source: EventBridge `source`.
        detail_type: EventBridge `detail-type`.
        repository: path of the repository in `detail`. Steps through lists are implied.
        repository_is_arn: whether that field holds an ARN, not a name.
        needs: what must be there for the event to be sent at all.
        documented: where AWS documents its shape.
    """

    source: str
    detail_type: str
    repository: tuple[str, ...]
    documented: str
    needs: str = ""
    repository_is_arn: bool = False


IMAGE_ACTION: Final = Event(
    source="aws.ecr",
    detail_type="ECR Image Action",
    repository=("repository-name",),
    documented=_ECR_GUIDE,
)
IMAGE_SCAN: Final = Event(
    source="aws.ecr",
    detail_type="ECR Image Scan",
    repository=("repository-name",),
    documented=_ECR_GUIDE,
    needs="basic scanning; with enhanced scanning Inspector's events take its place",
)
REPLICATION: Final = Event(
    source="aws.ecr",
    detail_type="ECR Replication Action",
    repository=("repository-name",),
    documented=_ECR_GUIDE,
    needs="replication into this region: the event is sent where the image should arrive",
)
INSPECTOR_SCAN: Final = Event(
    source="aws.inspector2",
    detail_type="Inspector2 Scan",
    repository=("repository-name",),
    repository_is_arn=True,
    documented=_ENHANCED_GUIDE,
    needs="enhanced scanning",
)
INSPECTOR_FINDING: Final = Event(
    source="aws.inspector2",
    detail_type="Inspector2 Finding",
    repository=("resources", "details", "awsEcrContainerImage", "repositoryName"),
    documented=_ENHANCED_GUIDE,
    needs="enhanced scanning",
)
API_CALL: Final = Event(
    source="aws.ecr",
    detail_type="AWS API Call via CloudTrail",
    repository=("requestParameters", "repositoryName"),
    documented=_TRAIL_GUIDE,
    needs="a CloudTrail trail that logs management events of this region",
)

BREACH: Final = Event(
    source="container-registry",
    detail_type="Registry Breach",
    repository=("thread",),
    documented="usage_reporter/tell.py, this project",
    needs="the usage reporter",
)
ALARM_STATE: Final = Event(
    source="aws.cloudwatch",
    detail_type="CloudWatch Alarm State Change",
    repository=("alarmName",),
    documented="Amazon CloudWatch user guide, 'Alarm events and EventBridge'",
)

EVENTS: Final = (
    IMAGE_ACTION,
    IMAGE_SCAN,
    REPLICATION,
    INSPECTOR_SCAN,
    INSPECTOR_FINDING,
    API_CALL,
    BREACH,
    ALARM_STATE,
)

#: API calls after which a repository is less protected, or gone. All are CloudTrail write
#: management events, so a rule in the state ENABLED sees them.
PROTECTION_CALLS: Final = (
    "DeleteRepository",
    "SetRepositoryPolicy",
    "DeleteRepositoryPolicy",
    "PutLifecyclePolicy",
    "DeleteLifecyclePolicy",
    "PutImageTagMutability",
    "PutImageScanningConfiguration",
)
