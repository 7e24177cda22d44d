"""What a run is asked for: the input of its schedule, read.

Owns the form of the request. An older one, with names alone, is answered with metrics and no more.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from usage_reporter.judge import KINDS, Limits, limits


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
    """

    names: tuple[str, ...]
    limits: Mapping[str, Limits]
    kinds: Mapping[str, Words]
    over: bool


def request(event: Mapping[str, Any]) -> Request:
    """Read a request.

    Raises:
        ValueError: it names no repositories, or has another form.
    """
    names = event.get("repositories")
    if not isinstance(names, list) or not names or not all(isinstance(n, str) for n in names):
        raise ValueError(
            'the event must be {"repositories": ["name", ...], ...} as the schedule sends it, '
            f"not {json.dumps(event)[:200]}"
        )
    groups = [limits(group) for group in event.get("limits", [])]
    own = event.get("own", {})
    return Request(
        tuple(dict.fromkeys(names)),
        {name: groups[own.get(name, 0)] for name in names} if groups else {},
        {
            kind: Words(**told)
            for kind, told in event.get("kinds", {}).items()
            if kind in KINDS and groups
        },
        bool(event.get("over")),
    )
