"""Rules for what the watching itself sends: breaches of the usage reporter's, alarms that fire.

Owns how they reach topics and pagers; what ECR and Inspector send is
`container_registry.monitoring.rules`'.
"""

from collections.abc import Sequence
from dataclasses import replace
from os.path import commonprefix
from typing import Final

from container_registry.catalogue import events
from container_registry.monitoring.message import Message
from container_registry.monitoring.rule import PATTERN_LIMIT, Rule
from container_registry.monitoring.severity import Severity
from container_registry.monitoring.told import USUAL, Told

_ALL: Final = 3

#: The kind of the rules by which pagers hear of alarms.
ALARM_KIND: Final = "undelivered-messages"


def of_breaches(reporter: str, severities: Sequence[Severity], told: Told = USUAL) -> Rule:
    """The rule for what the usage reporter tells, of some severities.

    Args:
        reporter: name of the function; each stack hears its own.
        severities: those that go one way; the severity is in the message.
        told: how people are told.
    """
    return Rule(
        noun="-".join(["breaches", *(severities if len(severities) < _ALL else ())]),
        kind="unread",
        severity=severities[0],
        event=events.BREACH,
        repositories=(),
        conditions={"reporter": [reporter], "severity": list(severities)},
        fields={
            name: f"$.detail.{name}"
            for name in (
                *("title", "services", "action", "runbook", "thread", "kind", "severity"),
                *("count", "state"),
            )
        },
        title="<title>",
        page=told.page,
        words=Message(
            kind="<kind>",
            severity="<severity>",
            title="<title>",
            place="<services>; account <account>, region <region>",
            since="<time>",
            action="<action>",
            runbook="<runbook>",
            thread="<thread>",
            repository="<services>",
            more={
                "account": "<account>",
                "region": "<region>",
                "state": "<state>",
                "inBreach": "<count>",
            },
        ),
    )


def alarm_noun(severity: Severity) -> str:
    """The noun of the rule by which pagers hear of alarms of a severity."""
    return f"alarms-{severity}"


def of_alarms(names: Sequence[str], severity: Severity, told: Told = USUAL) -> Rule:
    """The rule by which a pager hears that an alarm fires.

    Args:
        names: names of the alarms; where they don't fit into a pattern, their common beginning.
        severity: that of all of them.
        told: how people are told.
    """
    rule = Rule(
        noun=alarm_noun(severity),
        kind=ALARM_KIND,
        severity=severity,
        event=events.ALARM_STATE,
        repositories=tuple(sorted(names)),
        conditions={"state": {"value": ["ALARM"]}},
        fields={"alarm": "$.detail.alarmName", "text": "$.detail.configuration.description"},
        title="<alarm> is in ALARM",
        page=told.page,
        words=Message(
            kind="alarm",
            severity=severity,
            title="<alarm> is in ALARM",
            place="Account <account>, region <region>",
            since="<time>",
            # Our own description, which holds no quote; it ends in the link to the runbook.
            action="<text>",
            runbook=told.page,
            thread="<alarm>",
            repository="<alarm>",
            more={"account": "<account>", "region": "<region>"},
        ),
    )
    if len(rule.pattern) <= PATTERN_LIMIT:
        return rule
    beginning = commonprefix(list(names))  # noqa: RUF071 - of names, not of paths
    return replace(rule, repositories=({"prefix": beginning},))
