"""The task definitions that EventBridge's rules and schedules start.

Source: EventBridge API reference, ListTargetsByRule; EventBridge Scheduler API reference,
GetSchedule (`EcsParameters.TaskDefinitionArn`).
"""

from collections.abc import Iterator
from typing import Any

from ecr_lifecycle.finding import Where
from operations.aws import Aws
from operations.concurrent import Answers, ask_all
from operations.failures import asking
from operations.usage.use import How

#: A task definition, how its images are used, and by what.
Started = tuple[str, How, str]


def scheduled(aws: Aws) -> Answers[Started]:
    """Every task definition that is started on time or by an event."""
    rules = ask_all([None], lambda _: _rules(aws))
    schedules = ask_all([None], lambda _: _schedules(aws))
    by_rule = ask_all(rules.found, lambda rule: _targets(aws, rule))
    by_schedule = ask_all(schedules.found, lambda named: _schedule(aws, *named))
    parts: list[Answers[Any]] = [rules, schedules, by_rule, by_schedule]
    return Answers(
        found=by_rule.found + by_schedule.found,
        reasons=[reason for part in parts for reason in part.reasons],
    )


def _rules(aws: Aws) -> Iterator[str]:
    with asking(Where(resource="event rules"), "events:ListRules"):
        for page in aws.client("events").get_paginator("list_rules").paginate():
            yield from (str(rule["Name"]) for rule in page.get("Rules", ()))


def _targets(aws: Aws, rule: str) -> Iterator[Started]:
    with asking(Where(resource=rule), "events:ListTargetsByRule"):
        pages = aws.client("events").get_paginator("list_targets_by_rule").paginate(Rule=rule)
        for page in pages:
            for target in page.get("Targets", ()):
                arn = (target.get("EcsParameters") or {}).get("TaskDefinitionArn")
                if arn:
                    yield str(arn), How.STARTABLE, f"rule/{rule}"


def _schedules(aws: Aws) -> Iterator[tuple[str, str]]:
    """Group and name of each schedule that ECS carries out."""
    with asking(Where(resource="schedules"), "scheduler:ListSchedules"):
        for page in aws.client("scheduler").get_paginator("list_schedules").paginate():
            for one in page.get("Schedules", ()):
                if ":ecs:" in str((one.get("Target") or {}).get("Arn", "")):
                    yield str(one.get("GroupName", "default")), str(one["Name"])


def _schedule(aws: Aws, group: str, name: str) -> Iterator[Started]:
    with asking(Where(resource=name), "scheduler:GetSchedule"):
        schedule = aws.client("scheduler").get_schedule(GroupName=group, Name=name)
    arn = ((schedule.get("Target") or {}).get("EcsParameters") or {}).get("TaskDefinitionArn")
    if arn:
        yield str(arn), How.STARTABLE, f"schedule/{group}/{name}"
