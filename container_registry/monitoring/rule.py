"""What an event rule is here: which event, of which repositories, told to people in which words.

Owns the building of EventBridge patterns and input transformers. A rule is of one kind of event and
holds the names of many repositories, because a bus takes 300 rules; the message says which one.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

from container_registry.catalogue.events import Event
from container_registry.monitoring.message import Message
from container_registry.monitoring.pagers import Pager, body
from container_registry.monitoring.runbook import PAGE
from container_registry.monitoring.runbooks import RUNBOOKS
from container_registry.monitoring.severity import Severity

#: EventBridge `PutTargets` takes at most so many characters of an input template.
TEMPLATE_LIMIT: Final = 8192
#: EventBridge `PutRule` takes at most so many characters of an event pattern by default
#: (EventBridge user guide, quotas, "event pattern size", L-664C5505).
PATTERN_LIMIT: Final = 2048

_EVERY_EVENT: Final = {"account": "$.account", "region": "$.region", "time": "$.time"}


@dataclass(frozen=True, kw_only=True)
class Rule:
    """One event rule and its message.

    EventBridge inserts values without escaping them (user guide, "Common issues with transforming
    input"), so only fields whose grammar has no quote or backslash are used: names, digests, ARNs,
    times and AWS's own words. Titles, descriptions and user agents are not.

    Attributes:
        noun: last part of its name.
        kind: noun of its runbook.
        severity: how soon somebody must act.
        event: the event of the catalogue.
        repositories: what matches the event's repository; empty for every one of the account.
        conditions: what `detail` must hold beside the repository.
        fields: paths of the message's variables, beside account, region and time.
        title: what happened, and to which repository.
        action: what to do about it; the runbook's fix where it is empty.
        objects: variables that are JSON objects and become fields of the message as they are.
        place: where it happened.
        page: address of the runbooks.
        thread: what its messages have in common.
        words: the message, where it is not made from the fields above.
    """

    noun: str
    kind: str
    severity: Severity
    event: Event
    repositories: tuple[Any, ...]
    conditions: Mapping[str, Any]
    title: str
    action: str = ""
    fields: Mapping[str, str] = field(default_factory=dict)
    objects: tuple[str, ...] = ()
    place: str = "Repository <repository>"
    page: str = PAGE
    thread: str = "<repository>"
    words: Message | None = None

    @property
    def pattern(self) -> str:
        """The event pattern, without needless space."""
        detail: Any = dict(self.conditions)
        if self.repositories:
            value: Any = list(self.repositories)
            for step in reversed(self.event.repository):
                value = {step: value}
            detail = _merged(value, self.conditions)
        pattern = {
            "source": [self.event.source],
            "detail-type": [self.event.detail_type],
            **({"detail": detail} if detail else {}),
        }
        return json.dumps(pattern, separators=(",", ":"))

    @property
    def description(self) -> str:
        """What the rule listens for, and what must be there for it to hear anything."""
        needs = f"; needs {self.event.needs}" if self.event.needs else ""
        return (
            f"{self.event.detail_type}, {self.severity}{needs}. Runbook: "
            f"{RUNBOOKS[self.kind].link(self.page)}"
        )

    @property
    def paths(self) -> dict[str, str]:
        """The input transformer's variables: JSON paths by name."""
        return {**_EVERY_EVENT, **self.fields}

    @property
    def message(self) -> Message:
        """The message, with its variables."""
        return self.words or Message(
            kind=self.kind,
            severity=self.severity,
            title=self.title,
            place=f"{self.place}, account <account>, region <region>",
            since="<time>",
            action=self.action or RUNBOOKS[self.kind].fix,
            runbook=RUNBOOKS[self.kind].link(self.page),
            thread=self.thread,
            repository="<repository>",
            more={
                "account": "<account>",
                "region": "<region>",
                **{name: f"<{name}>" for name in self.objects},
            },
        )

    @property
    def template(self) -> str:
        """The input transformer's template for a topic: one JSON object."""
        return self._filled(self.message.to_json())

    def template_for(self, pager: Pager) -> str:
        """The input transformer's template for a pager: the body of its request."""
        return self._filled(body(pager, replace(self.message, severity=self.severity)))

    def _filled(self, text: Mapping[str, Any]) -> str:
        template = json.dumps(text)
        for name in self.objects:
            template = template.replace(f'"<{name}>"', f"<{name}>")
        return template


def packed(matchers: Sequence[Any], room: int) -> list[tuple[Any, ...]]:
    """Matchers in as few groups as possible, each of which fits into one pattern.

    Args:
        matchers: what is to be matched, in a fixed order.
        room: characters that a pattern has for them.
    """
    groups: list[list[Any]] = []
    left = 0
    for matcher in matchers:
        # A matcher and the comma before the next one.
        size = len(json.dumps(matcher, separators=(",", ":"))) + 1
        if not groups or size > left:
            groups.append([])
            left = room
        groups[-1].append(matcher)
        left -= size
    return [tuple(group) for group in groups]


def _merged(first: Mapping[str, Any], second: Mapping[str, Any]) -> dict[str, Any]:
    both = {
        key: _merged(first[key], second[key]) for key in first if isinstance(second.get(key), dict)
    }
    return {**first, **second, **both}
