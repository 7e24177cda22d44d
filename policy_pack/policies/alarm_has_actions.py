"""An alarm tells somebody."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from policy_pack.framework.policy import Case, Policy, Violation
from policy_pack.framework.resource import Resource, Stack
from policy_pack.framework.values import revealed
from policy_pack.subjects.alarm import COMPOSITE, METRIC

_OPERAND: Final = re.compile(r"""(?:ALARM|OK|INSUFFICIENT_DATA)\(\s*["']?([^"')]+?)["']?\s*\)""")


def tells_somebody(case: Case) -> Iterator[Violation]:
    """Actions for the state ALARM, enabled; or part of a composite alarm of the stack."""
    alarm = case.resource
    if alarm.type == METRIC and _is_part(alarm, case.once("composites", _members)):
        return
    if not alarm.is_unknown("alarmActions") and not alarm.partly("alarmActions"):
        yield _silent(("alarmActions",), "it has no alarm actions")
    elif alarm.get("actionsEnabled", default=True) is False:
        yield _silent(("actionsEnabled",), "its actions are switched off")


def _members(stack: Stack) -> frozenset[str]:
    """URNs and names of all alarms that the rules of composite alarms are about."""
    members: set[str] = set()
    for composite in stack.of(COMPOSITE):
        members |= composite.dependencies.get("alarmRule", frozenset())
        rule = revealed(composite.marked("alarmRule"))
        if isinstance(rule, str):
            members |= set(_OPERAND.findall(rule))
    return frozenset(members)


def _is_part(alarm: Resource, members: frozenset[str]) -> bool:
    name = revealed(alarm.marked("name"))
    return alarm.urn in members or (isinstance(name, str) and name in members)


def _silent(path: tuple[str], problem: str) -> Violation:
    return Violation(
        path=path,
        problem=problem,
        consequence="it turns red in the console and nobody is told",
        remedy="alarm_actions=[topic.arn], with a subscription to the topic",
    )


POLICY = Policy(
    id="alarm-has-actions",
    title="Alarms have actions",
    description="An alarm that goes off tells somebody.",
    why="An alarm without actions looks like monitoring and is none.",
    remediation="Give the alarm an action.",
    link="https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/"
    "AlarmThatSendsEmail.html#alarms-and-actions",
    severity="medium",
    scope="stack",
    types=(METRIC, COMPOSITE),
    checks=(tells_somebody,),
    standards={"AWS Security Hub": ("CloudWatch.15", "CloudWatch.17")},
    notes="Actions for OK or INSUFFICIENT_DATA alone don't count.",
)
