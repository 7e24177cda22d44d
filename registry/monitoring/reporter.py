"""What the usage reporter may do, and who may start it: policy documents and its schedule.

Owns least privilege for the function and for the scheduler that invokes it.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from registry.catalogue.metrics import OWN_NAMESPACE, REPORT_PERIOD

_VERSION: Final = "2012-10-17"
#: An inline policy of a role holds at most 10,240 characters (IAM quotas); this leaves the other
#: statements their place.
_ARNS_LIMIT: Final = 7_000

#: EventBridge Scheduler's expression for the period of the reporter's metrics.
SCHEDULE: Final = f"rate({REPORT_PERIOD // 3600} hours)"
#: EventBridge Scheduler takes at most so many bytes of input (quotas): some 4,000 names.
INPUT_LIMIT: Final = 262_144


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where the reporter runs.

    Attributes:
        partition: `aws`, `aws-cn` or `aws-us-gov`.
        region: AWS region.
        account: account ID.
        function: the function's name.
    """

    partition: str
    region: str
    account: str
    function: str

    def arn(self, service: str, resource: str) -> str:
        """ARN of a regional resource of this account."""
        return f"arn:{self.partition}:{service}:{self.region}:{self.account}:{resource}"

    @property
    def log_group(self) -> str:
        """Name of the log group that Lambda writes to."""
        return f"/aws/lambda/{self.function}"


def function_policy(place: Place, repositories: Sequence[str], *, enhanced: bool) -> dict[str, Any]:
    """Read these repositories, publish metrics in our namespace, write its own log.

    Args:
        place: where the reporter runs.
        repositories: names; where their ARNs don't fit into one policy, all of this registry's
            repositories may be read.
        enhanced: whether findings come from Inspector, which knows no resource for these actions.
    """
    statements = [
        {
            "Sid": "ReadRepositories",
            "Effect": "Allow",
            "Action": [
                "ecr:DescribeImageScanFindings",
                "ecr:DescribeImages",
                "ecr:DescribeRepositories",
            ],
            "Resource": _arns(place, repositories),
        },
        {
            "Sid": "PublishMetrics",
            "Effect": "Allow",
            "Action": "cloudwatch:PutMetricData",
            "Resource": "*",
            "Condition": {"StringEquals": {"cloudwatch:namespace": OWN_NAMESPACE}},
        },
        {
            "Sid": "WriteOwnLog",
            "Effect": "Allow",
            "Action": ["logs:CreateLogStream", "logs:PutLogEvents"],
            "Resource": place.arn("logs", f"log-group:{place.log_group}:*"),
        },
        {
            "Sid": "FindTrails",
            "Effect": "Allow",
            "Action": "cloudtrail:DescribeTrails",
            "Resource": "*",
        },
        {
            "Sid": "ReadTrails",
            "Effect": "Allow",
            "Action": ["cloudtrail:GetEventSelectors", "cloudtrail:GetTrailStatus"],
            # A trail of several regions, or of the organisation, lives elsewhere.
            "Resource": f"arn:{place.partition}:cloudtrail:*:*:trail/*",
        },
    ]
    inspector = {
        "Sid": "ReadInspectorFindings",
        "Effect": "Allow",
        "Action": ["inspector2:ListCoverage", "inspector2:ListFindings"],
        "Resource": "*",
    }
    return {"Version": _VERSION, "Statement": [*statements, *([inspector] if enhanced else [])]}


def function_trust() -> dict[str, Any]:
    """Lambda assumes the function's role."""
    return _trust("lambda.amazonaws.com", {})


def scheduler_trust(place: Place) -> dict[str, Any]:
    """EventBridge Scheduler assumes its role, on behalf of this account's default group only."""
    return _trust(
        "scheduler.amazonaws.com",
        {
            "Condition": {
                "StringEquals": {"aws:SourceAccount": place.account},
                "ArnLike": {"aws:SourceArn": place.arn("scheduler", "schedule/default/*")},
            }
        },
    )


def scheduler_policy(function_arn: str) -> dict[str, Any]:
    """Invoke the function, and nothing else."""
    statement = {
        "Sid": "InvokeReporter",
        "Effect": "Allow",
        "Action": "lambda:InvokeFunction",
        "Resource": function_arn,
    }
    return {"Version": _VERSION, "Statement": [statement]}


def schedule_input(repositories: Sequence[str]) -> str:
    """The event that the function gets: the repositories to report.

    Raises:
        ValueError: more names than EventBridge Scheduler can carry.
    """
    text = json.dumps({"repositories": list(repositories)}, separators=(",", ":"))
    if len(text.encode()) > INPUT_LIMIT:
        raise ValueError(
            f"the names of {len(repositories)} repositories take {len(text.encode())} bytes, and "
            f"EventBridge Scheduler carries at most {INPUT_LIMIT}: split the services over stacks"
        )
    return text


def _arns(place: Place, repositories: Sequence[str]) -> str | list[str]:
    arns = [place.arn("ecr", f"repository/{name}") for name in repositories]
    return arns if sum(map(len, arns)) < _ARNS_LIMIT else place.arn("ecr", "repository/*")


def _trust(service: str, extra: dict[str, Any]) -> dict[str, Any]:
    statement = {
        "Effect": "Allow",
        "Principal": {"Service": service},
        "Action": "sts:AssumeRole",
        **extra,
    }
    return {"Version": _VERSION, "Statement": [statement]}
