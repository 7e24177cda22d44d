"""A test message: what is sent, and how it is known again when it arrives.

Owns the marked event. It is the usage reporter's, so it takes the stack's own rules, topics and
key; AWS lets nobody put events of ECR's on a bus.
"""

import json
from collections.abc import Sequence
from typing import Any

from container_registry.catalogue.events import BREACH
from container_registry.monitoring.runbooks import RUNBOOKS
from container_registry.monitoring.severity import Severity

_TEST = RUNBOOKS["test"]


def events(reporter: str, marker: str, severities: Sequence[Severity]) -> list[dict[str, Any]]:
    """One entry of PutEvents for each severity.

    Args:
        reporter: name of the usage reporter's function, which the stack's rules listen for.
        marker: a word of this test alone.
        severities: those whose route is tried.
    """
    return [
        {
            "Source": BREACH.source,
            "DetailType": BREACH.detail_type,
            "Detail": json.dumps(
                {
                    "reporter": reporter,
                    "kind": _TEST.noun,
                    "severity": severity,
                    "state": "OK",
                    "title": f"{_TEST.title} ({severity}, {marker})",
                    "services": "no service",
                    "count": "0",
                    "action": _TEST.fix,
                    "runbook": _TEST.link(),
                    "thread": marker,
                }
            ),
        }
        for severity in severities
    ]


def heard(text: str, marker: str) -> str:
    """What a message of the test is: a severity, `alarm`, or empty for somebody else's."""
    if marker not in text:
        return ""
    try:
        found = json.loads(text)
    except ValueError:
        return ""
    if "AlarmName" in found:
        return "alarm"
    context = found.get("metadata", {}).get("additionalContext", {})
    return str(context.get("severity", ""))
