"""Tell of changes: events on the account's bus, from which the stack's rules make messages.

Owns the form of the event. A rule makes the message, so this room knows no topic and no chat; the
rule's dead-letter queue and its alarm hold for these messages as for all others.
"""

import json
from collections.abc import Mapping, Sequence
from typing import Any, Final

from usage_reporter.answers import count, mapped
from usage_reporter.changes import Change
from usage_reporter.faults import reason
from usage_reporter.request import Words

SOURCE: Final = "container-registry"
DETAIL_TYPE: Final = "Registry Breach"
#: Repositories that a message names; all of them are in the state that the run leaves.
NAMED: Final = 20


def event(reporter: str, change: Change, words: Words) -> dict[str, Any]:
    """The event of one change.

    EventBridge inserts its fields into a message without escaping them, so none holds a quote, a
    backslash or a line break: names, numbers and our own words.

    Args:
        reporter: name of this function.
        change: what changed.
        words: what people are told of the kind.
    """
    names = list(change.reasons)
    shown = ", ".join(_shown(name, change.reasons[name]) for name in names[:NAMED])
    more = f" and {len(names) - NAMED} more" if len(names) > NAMED else ""
    over = "" if change.state == "ALARM" else "Over: "
    return {
        "Source": SOURCE,
        "DetailType": DETAIL_TYPE,
        "Detail": json.dumps(
            {
                "reporter": reporter,
                "kind": change.kind,
                "severity": words.severity,
                "state": change.state,
                "title": f"{over}{words.title}: {', '.join(names[:3])}{_rest(names)}",
                "services": f"{shown}{more}",
                "count": str(len(change.lasting)),
                "action": words.action,
                "runbook": words.runbook,
                # One service's messages make a thread, and so do those of several of one kind.
                "thread": names[0] if len(names) == 1 else f"{reporter}-{change.kind}",
            }
        ),
    }


def tell(
    events: Any, reporter: str, changes: Sequence[Change], kinds: Mapping[str, Words]
) -> tuple[list[Change], list[str]]:
    """Put an event for each change.

    Returns:
        What could not be told, and why.
    """
    lost: list[Change] = []
    reasons: list[str] = []
    for change in changes:
        try:
            entry = event(reporter, change, kinds[change.kind])
            refused = _refused(events.put_events(Entries=[entry]))
        except Exception as error:  # noqa: BLE001 - it costs no other message
            refused = reason(error)
        if refused:
            lost.append(change)
            reasons.append(refused)
    return lost, reasons


def _refused(answer: Any) -> str:
    """Why the bus didn't take the one entry; empty where it says that it did."""
    failed = mapped(answer).get("FailedEntryCount")
    if count(failed) == 0:
        return ""
    entries = mapped(answer).get("Entries")
    told = mapped(entries[0]).get("ErrorCode") if isinstance(entries, list) and entries else None
    return str(told or f"PutEvents answered {failed!r} as FailedEntryCount")


def _shown(name: str, why: str) -> str:
    return f"{name} ({why})" if why else name


def _rest(names: Sequence[str]) -> str:
    return f" and {len(names) - 3} more" if len(names) > 3 else ""
