"""Messages: whether each target of a route is told, and whether topics and deployers are here."""

import json
import re
from collections.abc import Iterator
from typing import Any, Final

from container_registry.monitoring.severity import SEVERITIES
from container_registry.settings.checks.given import Given, Raw, entries, mapping, texts
from container_registry.settings.fault import Fault, Faults, Location

_TOPIC: Final = re.compile(r"arn:(aws[a-z-]*):sns:([a-z0-9-]+):[0-9]{12}:[A-Za-z0-9_-]+")
_ROLE: Final = re.compile(r"arn:(aws[a-z-]*):iam::([0-9]{12}):role/.+")
#: Readers that this stack subscribes to a topic of its own.
_SUBSCRIBERS: Final = ("email", "queue", "webhook")
#: What can be compared: the rest is secret.
_PLAIN: Final = ("slack", "teams")


def check(given: Given) -> Faults:
    """What is wrong with where messages go, and with whose changes raise none."""
    monitoring = mapping(given.raw.get("monitoring"))
    for severity in SEVERITIES:
        targets = list(_targets(monitoring, severity))
        yield from _beside_a_topic(targets)
        yield from _twice(targets)
        for at, target in targets:
            yield from _topic_elsewhere(given, (*at, "topic"), target.get("topic"))
    yield from _deployers(given, monitoring)


def _targets(monitoring: Raw, severity: str) -> Iterator[tuple[Location, Raw]]:
    listed = entries(mapping(monitoring.get("routes")).get(severity))
    for index, target in enumerate(listed):
        yield ("monitoring", "routes", severity, index), mapping(target)


def _beside_a_topic(targets: list[tuple[Location, Raw]]) -> Faults:
    """A topic that exists is the whole route's: nothing is subscribed to it here."""
    topics = [at for at, target in targets if target.get("topic") is not None]
    for at in topics[1:]:
        yield Fault(
            at=(*at, "topic"),
            code="second-topic",
            problem="is a second topic of one route",
            impact="messages of a route go to one topic, so one of the two is told nothing",
            fix="keep one of them, and subscribe it to the other's readers",
        )
    for at, target in targets if topics else ():
        for kind in _SUBSCRIBERS:
            if target.get(kind) is not None:
                yield Fault(
                    at=(*at, kind),
                    code="beside-a-topic",
                    problem="stands beside a `topic`, which is the whole route's",
                    impact="nothing is subscribed to a topic that exists, so it is told nothing",
                    fix="subscribe it to that topic yourself, or remove the `topic`",
                )


def _twice(targets: list[tuple[Location, Raw]]) -> Faults:
    seen: dict[str, int | str] = {}
    for at, target in targets:
        plain: dict[str, Any] = {k: target[k] for k in _PLAIN if target.get(k) is not None}
        text = json.dumps(plain, sort_keys=True, default=str)
        first = seen.setdefault(text, at[-1])
        if plain and first != at[-1]:
            yield Fault(
                at=at,
                code="entry-twice",
                problem=f"is the same target as the entry at [{first}]",
                impact="it can have no effect of its own",
                fix="remove it",
            )


def _topic_elsewhere(given: Given, at: Location, topic: object) -> Faults:
    found = _TOPIC.fullmatch(topic) if isinstance(topic, str) else None
    if found is None or given.partition is None:
        return
    partition, region = found[1], found[2]
    if partition != given.partition:
        problem = f"is a topic of the partition {partition}, and the stack is in {given.partition}"
    elif region != given.region:
        problem = f"is a topic in {region}, and the stack is in {given.region}"
    else:
        return
    yield Fault(
        at=at,
        code="topic-elsewhere",
        problem=problem,
        impact="CloudWatch takes topics of the alarm's own Region alone, and refuses the alarms",
        fix=f"name a topic of {given.region}",
        found=topic,
    )


def _deployers(given: Given, monitoring: Raw) -> Faults:
    """The provider takes credentials of the stack's account alone, so a deployer is of it."""
    for index, arn in enumerate(texts(monitoring.get("deployers"))):
        found = _ROLE.fullmatch(arn)
        if found is None or given.partition is None:
            continue
        partition, account = found[1], found[2]
        if partition != given.partition:
            problem = (
                f"is a role of the partition {partition}, and the stack is in {given.partition}"
            )
        elif given.account and account != given.account:
            problem = f"is a role of the account {account}, and the stack is in {given.account}"
        else:
            continue
        yield Fault(
            at=("monitoring", "deployers", index),
            code="deployer-elsewhere",
            problem=problem,
            impact="it can't deploy this stack, so it has no effect",
            fix="write the role that `pulumi up` runs with, or remove it",
            found=arn,
        )
