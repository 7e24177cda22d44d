"""An alarm about the registry tells somebody."""

from __future__ import annotations

from collections.abc import Iterator

from policy_pack.framework.policy import Case, Policy, Violation
from policy_pack.framework.resource import Resource, Stack
from policy_pack.subjects.alarm import COMPOSITE, METRIC, about_registry, name_of, operands
from policy_pack.subjects.texts import is_off


def tells_somebody(case: Case) -> Iterator[Violation]:
    """Actions for the state ALARM, enabled; or part of a composite alarm of the stack."""
    alarm = case.resource
    if not about_registry(case):
        return
    if alarm.type == METRIC and _is_part(alarm, case.once("composites", _members)):
        return
    if not alarm.is_unknown("alarmActions") and not alarm.partly("alarmActions"):
        yield _silent(("alarmActions",), "it has no alarm actions")
    elif is_off(alarm.get("actionsEnabled", default=True)):
        yield _silent(("actionsEnabled",), "its actions are switched off")


def _members(stack: Stack) -> frozenset[str]:
    """URNs and names of all alarms that the rules of composite alarms are about."""
    members: set[str] = set()
    for composite in stack.of(COMPOSITE):
        members |= composite.dependencies.get("alarmRule", frozenset()) | operands(composite)
    return frozenset(members)


def _is_part(alarm: Resource, members: frozenset[str]) -> bool:
    return alarm.urn in members or name_of(alarm) in members


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
