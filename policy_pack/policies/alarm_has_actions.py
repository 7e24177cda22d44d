"""An alarm tells somebody."""

from __future__ import annotations

from collections.abc import Iterator

from policy_pack.framework.policy import Case, Policy, Violation
from policy_pack.framework.resource import Resource, UnknownProperty
from policy_pack.subjects.alarm import COMPOSITE, METRIC


def tells_somebody(case: Case) -> Iterator[Violation]:
    """Actions for the state ALARM, enabled; or part of a composite alarm of the stack."""
    alarm = case.resource
    if alarm.type == METRIC and any(_is_part(one, alarm) for one in case.stack.of(COMPOSITE)):
        return
    if not alarm.is_unknown("alarmActions") and not alarm.partly("alarmActions"):
        yield _silent(("alarmActions",), "it has no alarm actions")
    elif alarm.get("actionsEnabled", default=True) is False:
        yield _silent(("actionsEnabled",), "its actions are switched off")


def _is_part(composite: Resource, alarm: Resource) -> bool:
    if alarm.urn in composite.dependencies.get("alarmRule", ()):
        return True
    try:
        return str(alarm.get("name")) in str(composite.get("alarmRule"))
    except UnknownProperty:
        return False


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
