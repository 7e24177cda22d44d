"""What the usage reporter may do, who may start it, when, and for which repositories.

Owns least privilege for the function and for the scheduler that invokes it.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from typing import Any, Final

from container_registry.catalogue.events import BREACH
from container_registry.catalogue.metrics import BREACH_KINDS, OWN_NAMESPACE, REPORT_PERIOD
from container_registry.documents.document import Condition, Statement, allow, document
from container_registry.monitoring import arns
from container_registry.monitoring.runbooks import RUNBOOKS
from container_registry.monitoring.thresholds import Thresholds
from container_registry.monitoring.told import USUAL, Told
from container_registry.scope import Scope

#: EventBridge Scheduler's expression for the period of the reporter's metrics.
SCHEDULE: Final = f"rate({REPORT_PERIOD // 3600} hours)"
#: EventBridge Scheduler takes at most so many bytes of input (quotas): some thousand names.
INPUT_LIMIT: Final = 262_144

#: The stream in which the reporter keeps its state (`usage_reporter.memory`).
STREAM: Final = "breaches"

#: The settings of each limit.
_SAID_BY: Final[Mapping[str, frozenset[str]]] = {
    "images": frozenset({"images_percent", "images_quota"}),
    "size": frozenset({"size_gib"}),
    "critical": frozenset({"critical"}),
    "high": frozenset({"high"}),
    "fixable": frozenset({"fixable_only"}),
    "overdue": frozenset({"critical_days"}),
    "days": frozenset({"days_without_push"}),
    "scanned": frozenset({"unscanned"}),
}

#: A role's inline policies hold at most 10,240 characters together (IAM quotas); this leaves the
#: other statements their place.
_ARNS_LIMIT: Final = 7_000


@dataclass(frozen=True)
class Found:
    """Which repositories the reporter finds by their tags.

    Attributes:
        environment: their tag `Environment`.
        stack: `PROJECT/STACK`, in their tag `Stack` or `SharedStack`.
        thresholds: those of a repository whose tag `Thresholds` says nothing else.
    """

    environment: str
    stack: str
    thresholds: Thresholds


def log_group(function: str) -> str:
    """Name of the log group that Lambda writes a function's output to."""
    return f"/aws/lambda/{function}"


def function_policy(
    scope: Scope,
    function: str,
    repositories: Sequence[str],
    *,
    enhanced: bool,
    dead_letters: str = "",
    found: bool = False,
) -> str:
    """Read these repositories, publish in our namespace, tell, see the trails, write its own log.

    `ecr:BatchGetImage` reads manifests: which images an index holds. No layer can be read without
    `ecr:GetDownloadUrlForLayer`, which it hasn't.

    Args:
        scope: account, Region and environment.
        function: the function's name.
        repositories: names; where their ARNs don't fit into one policy, every repository of this
            registry may be read.
        enhanced: whether findings come from Inspector, which knows no resource for these actions.
        dead_letters: name of the queue for runs that fail, if there is one.
        found: whether repositories of other stacks are found by their tags, too; those of the
            environment may be read then.
    """
    group = log_group(function)
    statements = [
        allow(
            "ReadRepositories",
            [
                "ecr:BatchGetImage",
                "ecr:DescribeImageScanFindings",
                "ecr:DescribeImages",
                "ecr:DescribeRepositories",
            ],
            resources=[arns.repositories(scope)] if found else _arns(scope, repositories),
            condition=_of_environment(scope) if found else None,
        ),
        allow(
            "PublishMetrics",
            ["cloudwatch:PutMetricData"],
            resources=["*"],
            condition={"StringEquals": {"cloudwatch:namespace": OWN_NAMESPACE}},
        ),
        allow(
            "Tell",
            ["events:PutEvents"],
            resources=[arns.bus(scope)],
            condition={"StringEquals": {"events:source": BREACH.source}},
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
            resources=[arns.log_streams(scope, group)],
        ),
        allow(
            "Remember",
            ["logs:GetLogEvents"],
            resources=[arns.log_stream(scope, group, STREAM)],
        ),
    ]
    if dead_letters:
        statements.append(_keep_lost(scope, dead_letters))
    if found:
        # The Tagging API knows no resource for it (service authorization reference).
        statements.append(allow("FindRepositories", ["tag:GetResources"], resources=["*"]))
    inspector = allow(
        "ReadInspectorFindings",
        ["inspector2:ListCoverage", "inspector2:ListFindings"],
        resources=["*"],
    )
    return document(*statements, *([inspector] if enhanced else []))


def _of_environment(scope: Scope) -> Condition:
    """ECR user guide, "Using tag-based access control"."""
    return {"StringEquals": {"aws:ResourceTag/Environment": scope.environment}}


def _keep_lost(scope: Scope, queue: str) -> Statement:
    return allow("KeepLost", ["sqs:SendMessage"], resources=[arns.queue(scope, queue)])


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


def scheduler_policy(scope: Scope, function: str, dead_letters: str = "") -> str:
    """Invoke the function, and keep a run that could not be started; nothing else.

    Args:
        scope: account, Region and environment.
        function: the function's name.
        dead_letters: name of the queue for lost runs, if there is one.
    """
    arn = scope.function_arn(function)
    invoke = allow("InvokeReporter", ["lambda:InvokeFunction"], resources=[arn])
    return document(invoke, *([_keep_lost(scope, dead_letters)] if dead_letters else []))


def limits(thresholds: Thresholds) -> dict[str, Any]:
    """Thresholds as the reporter judges by them; what is off is left out."""
    given = {
        "images": thresholds.images,
        "size": thresholds.size_bytes,
        "critical": thresholds.critical,
        "high": thresholds.high,
        "fixable": thresholds.fixable_only,
        "overdue": thresholds.critical_days or None,
        "days": thresholds.days_without_push or None,
        "scanned": thresholds.unscanned,
    }
    return {name: value for name, value in given.items() if value is not None}


def own_limits(thresholds: Thresholds, given: Set[str], usual: Mapping[str, Any]) -> dict[str, Any]:
    """What a service's thresholds say that differs from the shared stack's; None is off.

    Only what the service's stack has written counts: all else is the shared stack's, and follows
    it when it changes.

    Args:
        thresholds: the service's.
        given: the names of those that somebody has written.
        usual: the shared stack's limits.
    """
    said = limits(thresholds)
    return {
        name: said.get(name)
        for name, settings in _SAID_BY.items()
        if settings & given and said.get(name) != usual.get(name)
    }


def limits_tag(own: Mapping[str, Any]) -> str:
    """Limits as the value of a tag, which the shared stack's reporter reads.

    Words, numbers, `=` and spaces are what ECR takes in a tag (ECR user guide, "Tagging a
    repository"); all limits together take 130 of its 256 characters.
    """
    words = {name: "off" if value is None else json.dumps(value) for name, value in own.items()}
    return " ".join(f"{name}={words[name]}" for name in sorted(words))


def kinds(
    thresholds: Sequence[Thresholds], scanning: str, *, others: bool = False
) -> tuple[str, ...]:
    """The kinds of breaches that these thresholds can lead to.

    Args:
        thresholds: those of all services.
        scanning: `enhanced` alone knows of fixes, and stops to watch old images.
        others: whether services of other stacks are judged, too, by thresholds that nobody knows
            here.
    """
    enhanced = scanning == "enhanced"
    used = {
        "size": others or any(one.size_bytes is not None for one in thresholds),
        "findings-overdue": enhanced and (others or any(one.critical_days for one in thresholds)),
        "unscanned": others or any(one.unscanned for one in thresholds),
        "scan-expired": enhanced and (others or any(one.unscanned for one in thresholds)),
        "last-push": others or any(one.days_without_push for one in thresholds),
    }
    return tuple(kind for kind in BREACH_KINDS if used.get(kind, True))


def schedule_input(
    thresholds: Mapping[str, Thresholds],
    scanning: str,
    told: Told = USUAL,
    *,
    judged: bool = True,
    found: Found | None = None,
) -> str:
    """The event that the function gets: repositories, their thresholds, and what to say of each.

    Args:
        thresholds: those of each repository, by its name.
        scanning: which scanning the registry has.
        told: how people are told.
        judged: whether the reporter judges; where each service has alarms of its own it only
            publishes, so that nobody is told twice.
        found: which repositories of other stacks are found by their tags at each run.

    Raises:
        ValueError: more names than EventBridge Scheduler can carry.
    """
    request: dict[str, Any] = {"repositories": list(thresholds)}
    if found is not None:
        request["found"] = {"environment": found.environment, "stack": found.stack}
    if judged:
        groups = Counter(map(_canonical, thresholds.values()))
        ordered = [text for text, _ in sorted(groups.items(), key=lambda one: (-one[1], one[0]))]
        if found is not None:
            # The limits of whoever says nothing else come first.
            usual = _canonical(found.thresholds)
            ordered = [usual, *(text for text in ordered if text != usual)]
        places = {text: place for place, text in enumerate(ordered)}
        own = {name: places[_canonical(of)] for name, of in thresholds.items()}
        request |= {
            "limits": [json.loads(text) for text in ordered],
            "own": {name: place for name, place in own.items() if place},
            "kinds": {
                kind: {
                    "severity": told.severity(kind),
                    "title": RUNBOOKS[kind].title,
                    "action": RUNBOOKS[kind].fix,
                    "runbook": told.link(kind),
                }
                for kind in kinds(list(thresholds.values()), scanning, others=found is not None)
            },
            "over": told.over,
        }
    text = json.dumps(request, separators=(",", ":"))
    if len(text.encode()) > INPUT_LIMIT:
        raise ValueError(
            f"the names of {len(thresholds)} repositories take {len(text.encode())} bytes, and "
            f"EventBridge Scheduler carries at most {INPUT_LIMIT}: split the services over stacks"
        )
    return text


def _canonical(thresholds: Thresholds) -> str:
    return json.dumps(limits(thresholds), sort_keys=True)


def _arns(scope: Scope, repositories: Sequence[str]) -> list[str]:
    named = [scope.repository_arn(name) for name in repositories]
    return named if sum(map(len, named)) < _ARNS_LIMIT else [arns.repositories(scope)]
