"""An alarm about the registry tells somebody."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from policy_pack.framework.policy import Case, Policy, Violation
from policy_pack.framework.resource import Resource, Stack
from policy_pack.framework.values import revealed
from policy_pack.subjects.alarm import COMPOSITE, METRIC, is_about_registry
from policy_pack.subjects.texts import is_off

_STATE: Final = re.compile(r"(?:ALARM|OK|INSUFFICIENT_DATA)\(([^()]*)\)")


def tells_somebody(case: Case) -> Iterator[Violation]:
    """Actions for the state ALARM, enabled; or part of a composite alarm of the stack."""
    alarm = case.resource
    if not _is_about_the_registry(alarm, case):
        return
    if alarm.type == METRIC and _is_part(alarm, case.once("composites", _members)):
        return
    if not alarm.is_unknown("alarmActions") and not alarm.partly("alarmActions"):
        yield _silent(("alarmActions",), "it has no alarm actions")
    elif is_off(alarm.get("actionsEnabled", default=True)):
        yield _silent(("actionsEnabled",), "its actions are switched off")


def _is_about_the_registry(alarm: Resource, case: Case) -> bool:
    """Of ECR's metrics or this project's; a composite alarm, if it has such an alarm in it."""
    if alarm.type == METRIC:
        return is_about_registry(alarm)
    names = _operands(alarm)
    return any(
        one.urn in alarm.dependencies.get("alarmRule", ()) or _name(one) in names
        for one in case.once(
            "registry alarms", lambda stack: [*filter(is_about_registry, stack.of(METRIC))]
        )
    )


def _registry_alarms(stack: Stack) -> list[Resource]:
    return [one for one in stack.of(METRIC) if is_about_registry(one)]


def _members(stack: Stack) -> frozenset[str]:
    """URNs and names of all alarms that the rules of composite alarms are about."""
    members: set[str] = set()
    for composite in stack.of(COMPOSITE):
        members |= composite.dependencies.get("alarmRule", frozenset()) | _operands(composite)
    return frozenset(members)


def _operands(composite: Resource) -> frozenset[str]:
    rule = revealed(composite.marked("alarmRule"))
    found = _STATE.findall(rule) if isinstance(rule, str) else []
    return frozenset(one.strip().strip("\"'") for one in found)


def _is_part(alarm: Resource, members: frozenset[str]) -> bool:
    return alarm.urn in members or _name(alarm) in members


def _name(alarm: Resource) -> str | None:
    name = revealed(alarm.marked("name"))
    return name if isinstance(name, str) else None


def _silent(path: tuple[str], problem: str) -> Violation:
    return Violation(
        path=path,
        problem=problem,
        impact="the alarm turns red in the console, and nobody is notified",
        fix="`alarmActions` with the ARN of a topic that has a subscription",
    )


POLICY = Policy(
    id="alarm-has-actions",
    title="Alarms have actions",
    description="An alarm about the registry notifies somebody.",
    why="An alarm without actions looks like monitoring, and nobody hears of it.",
    remediation="Give the alarm an action.",
    link="https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/"
    "AlarmThatSendsEmail.html#alarms-and-actions",
    severity="medium",
    scope="stack",
    types=(METRIC, COMPOSITE),
    checks=(tells_somebody,),
    standards={"AWS Security Hub": ("CloudWatch.15", "CloudWatch.17")},
    notes="Only alarms on AWS/ECR, on the ECR part of AWS/Usage and on this project's own "
    "namespace "
    "are judged. Deployment alarms of ECS and CodeDeploy have no actions by design. Actions for OK "
    "or INSUFFICIENT_DATA alone do not count.",
)
