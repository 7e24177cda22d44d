"""What an event rule is here: which event, under which conditions, told to people in which words.

Owns the building of EventBridge patterns and input transformers. A message is one JSON object of
short sentences (what, where, since, do), because EventBridge delivers a template that is a plain
string in quotes and on one line, and a queue's reader wants fields anyway.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from container_registry.catalogue.events import Event

#: EventBridge `PutTargets` takes at most so many characters of an input template.
TEMPLATE_LIMIT: Final = 8192
#: EventBridge `PutRule` takes at most so many characters of an event pattern by default
#: (EventBridge user guide, quotas, "event pattern size").
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
        event: the event of the catalogue.
        conditions: what `detail` must hold beside the repository.
        fields: paths of the message's variables, beside account, region and time.
        what: what happened.
        action: what to do about it.
        objects: variables that are JSON objects and become fields of the message as they are.
        place: where it happened.
    """

    noun: str
    event: Event
    conditions: Mapping[str, Any]
    what: str
    action: str
    fields: Mapping[str, str] = field(default_factory=dict)
    objects: tuple[str, ...] = ()
    place: str = "repository <repository>"

    def pattern(self, name: str, arn: str) -> dict[str, Any]:
        """The event pattern for one repository.

        Args:
            name: repository's name.
            arn: repository's ARN, which some events hold in place of the name.
        """
        value: Any = [arn if self.event.repository_is_arn else name]
        for step in reversed(self.event.repository):
            value = {step: value}
        return {
            "source": [self.event.source],
            "detail-type": [self.event.detail_type],
            "detail": _merged(value, self.conditions),
        }

    @property
    def description(self) -> str:
        """What the rule listens for, and what must be there for it to hear anything."""
        needs = f"; needs {self.event.needs}" if self.event.needs else ""
        return f"{self.event.detail_type} to the alert topic{needs}"

    @property
    def paths(self) -> dict[str, str]:
        """The input transformer's variables: JSON paths by name."""
        return {**_EVERY_EVENT, **self.fields}

    @property
    def template(self) -> str:
        """The input transformer's template: one JSON object."""
        message = {
            "what": self.what,
            "where": f"{self.place}, account <account>, region <region>",
            "since": "<time>",
            "do": self.action,
            **{name: f"<{name}>" for name in self.objects},
        }
        text = json.dumps(message)
        for name in self.objects:
            text = text.replace(f'"<{name}>"', f"<{name}>")
        return text


def _merged(first: Mapping[str, Any], second: Mapping[str, Any]) -> dict[str, Any]:
    both = {
        key: _merged(first[key], second[key]) for key in first if isinstance(second.get(key), dict)
    }
    return {**first, **second, **both}
