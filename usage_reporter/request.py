"""What a run is asked for: the input of its schedule, read.

Owns the form of the request. An older one, with names alone, is answered with metrics and no more.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from usage_reporter.judge import KINDS, Limits, limits
from usage_reporter.tagged import Wanted, own


@dataclass(frozen=True)
class Words:
    """What people are told of a kind of breach.

    Attributes:
        severity: which route the message takes.
        title: what happened.
        action: what to do about it.
        runbook: where to read more.
    """

    severity: str
    title: str
    action: str
    runbook: str


@dataclass(frozen=True)
class Request:
    """A run's request.

    Attributes:
        names: repositories.
        limits: thresholds of each repository that has any.
        kinds: kinds of breaches that are told, each with its words.
        over: whether people are told when a breach is over.
        found: repositories of other stacks that are still to be looked for by their tags.
        usual: limits of those whose tags name none.
    """

    names: tuple[str, ...]
    limits: Mapping[str, Limits]
    kinds: Mapping[str, Words]
    over: bool
    found: Wanted | None = None
    usual: Limits | None = None

    def joined(self, tagged: Mapping[str, str]) -> "Request":
        """With the repositories that were found, each with the text of its thresholds."""
        own_names = frozenset(self.names)
        others = {name: text for name, text in tagged.items() if name not in own_names}
        judged = {} if self.usual is None else {n: own(self.usual, t) for n, t in others.items()}
        return replace(
            self, names=(*self.names, *others), limits={**self.limits, **judged}, found=None
        )


def request(event: Mapping[str, Any]) -> Request:
    """Read a request.

    Raises:
        ValueError: it names no repositories, or has another form.
    """
    try:
        return _request(event)
    except (AttributeError, IndexError, KeyError, TypeError) as error:
        raise ValueError(
            'the event must be {"repositories": ["name", ...], ...} as the schedule sends it, '
            f"not {json.dumps(event, default=repr)[:200]} ({error})"
        ) from None


def _request(event: Mapping[str, Any]) -> Request:
    names, found = event["repositories"], event.get("found")
    if not isinstance(names, list) or not all(isinstance(n, str) for n in names):
        raise TypeError("repositories is no list of names")
    if not (names or found):
        raise KeyError("no repositories")
    groups = [limits(group) for group in event.get("limits", [])]
    places = event.get("own", {})
    return Request(
        tuple(dict.fromkeys(names)),
        {name: groups[places.get(name, 0)] for name in names} if groups else {},
        {
            kind: Words(**told)
            for kind, told in event.get("kinds", {}).items()
            if kind in KINDS and groups
        },
        bool(event.get("over")),
        Wanted(**found) if found else None,
        groups[0] if groups else None,
    )
