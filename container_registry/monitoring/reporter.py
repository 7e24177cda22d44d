"""What the usage reporter may do, who may start it, when, and for which repositories.

Owns least privilege for the function and for the scheduler that invokes it.
"""

import json
from collections.abc import Sequence
from typing import Final

from container_registry.catalogue.metrics import OWN_NAMESPACE, REPORT_PERIOD
from container_registry.documents.document import allow, document
from container_registry.monitoring import arns
from container_registry.scope import Scope

#: EventBridge Scheduler's expression for the period of the reporter's metrics.
SCHEDULE: Final = f"rate({REPORT_PERIOD // 3600} hours)"
#: EventBridge Scheduler takes at most so many bytes of input (quotas): some thousand names.
INPUT_LIMIT: Final = 262_144

#: A role's inline policies hold at most 10,240 characters together (IAM quotas); this leaves the
#: other statements their place.
_ARNS_LIMIT: Final = 7_000


def log_group(function: str) -> str:
    """Name of the log group that Lambda writes a function's output to."""
    return f"/aws/lambda/{function}"


def function_policy(
    scope: Scope, function: str, repositories: Sequence[str], *, enhanced: bool
) -> str:
    """Read these repositories, publish in our namespace, see the trails, write its own log.

    Args:
        scope: account, Region and environment.
        function: the function's name.
        repositories: names; where their ARNs don't fit into one policy, every repository of this
            registry may be read.
        enhanced: whether findings come from Inspector, which knows no resource for these actions.
    """
    statements = [
        allow(
            "ReadRepositories",
            ["ecr:DescribeImageScanFindings", "ecr:DescribeImages", "ecr:DescribeRepositories"],
            resources=_arns(scope, repositories),
        ),
        allow(
            "PublishMetrics",
            ["cloudwatch:PutMetricData"],
            resources=["*"],
            condition={"StringEquals": {"cloudwatch:namespace": OWN_NAMESPACE}},
        ),
        allow("FindTrails", ["cloudtrail:DescribeTrails"], resources=["*"]),
        allow(
            "ReadTrails",
            ["cloudtrail:GetEventSelectors", "cloudtrail:GetTrailStatus"],
            resources=[arns.trails(scope)],
        ),
        allow(
            "WriteOwnLog",
            ["logs:CreateLogStream", "logs:PutLogEvents"],
            resources=[arns.log_streams(scope, log_group(function))],
        ),
    ]
    inspector = allow(
        "ReadInspectorFindings",
        ["inspector2:ListCoverage", "inspector2:ListFindings"],
        resources=["*"],
    )
    return document(*statements, *([inspector] if enhanced else []))


def function_trust() -> str:
    """Lambda assumes the function's role."""
    principals = {"Service": ["lambda.amazonaws.com"]}
    return document(allow("Lambda", ["sts:AssumeRole"], principals=principals))


def scheduler_trust(scope: Scope) -> str:
    """EventBridge Scheduler assumes its role for this account's schedules only."""
    return document(
        allow(
            "Scheduler",
            ["sts:AssumeRole"],
            principals={"Service": ["scheduler.amazonaws.com"]},
            condition={
                "StringEquals": {
                    "aws:SourceAccount": scope.account,
                    "aws:SourceArn": arns.schedule_group(scope),
                }
            },
        )
    )


def scheduler_policy(scope: Scope, function: str) -> str:
    """Invoke the function, and nothing else."""
    arn = scope.function_arn(function)
    return document(allow("InvokeReporter", ["lambda:InvokeFunction"], resources=[arn]))


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


def _arns(scope: Scope, repositories: Sequence[str]) -> list[str]:
    named = [scope.repository_arn(name) for name in repositories]
    return named if sum(map(len, named)) < _ARNS_LIMIT else [arns.repositories(scope)]
