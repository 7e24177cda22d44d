"""The bodies that pagers take: PagerDuty's Events API v2 and Opsgenie's Alert API.

Owns both forms, as input templates. The key of a pager is no part of a body here: EventBridge's
connection adds it (PagerDuty: the body's `routing_key`; Opsgenie: a header), so it is in no rule.
Sources: PagerDuty developer documentation, "Send an alert event"; Opsgenie, "Alert API, Create
Alert"; EventBridge user guide, "API destinations" and "Connections".
"""

from typing import Any, Final, Literal

from container_registry.monitoring.message import Message

Pager = Literal["pagerduty", "opsgenie"]

ADDRESSES: Final[dict[str, str]] = {
    "pagerduty": "https://events.pagerduty.com/v2/enqueue",
    "pagerduty-eu": "https://events.eu.pagerduty.com/v2/enqueue",
    "opsgenie": "https://api.opsgenie.com/v2/alerts",
    "opsgenie-eu": "https://api.eu.opsgenie.com/v2/alerts",
}
#: Opsgenie's limit of `message`; PagerDuty's of `summary` is 1,024, of `dedup_key` 255.
_OPSGENIE_MESSAGE: Final = 130
_PAGERDUTY_SEVERITY: Final = {"page": "critical", "ticket": "error", "info": "info"}
_OPSGENIE_PRIORITY: Final = {"page": "P1", "ticket": "P3", "info": "P5"}


def body(pager: Pager, message: Message) -> dict[str, Any]:
    """The request's body for a message."""
    return _pagerduty(message) if pager == "pagerduty" else _opsgenie(message)


def _details(message: Message) -> dict[str, Any]:
    return {
        "what": message.title,
        "where": message.place,
        "do": message.action,
        "runbook": message.runbook,
        **message.more,
    }


def _pagerduty(message: Message) -> dict[str, Any]:
    link = {"href": message.runbook, "text": f"Runbook: {message.kind}"}
    return {
        "event_action": "trigger",
        # A repository's kind of trouble is one incident, however often it is told.
        "dedup_key": f"{message.kind}/{message.thread}",
        "payload": {
            "summary": message.title,
            "source": message.repository,
            "severity": _PAGERDUTY_SEVERITY[message.severity],
            "timestamp": message.since,
            "component": message.repository,
            "class": message.kind,
            "custom_details": _details(message),
        },
        # PagerDuty refuses a link that is no address.
        **({"links": [link]} if message.runbook.startswith("https://") else {}),
    }


def _opsgenie(message: Message) -> dict[str, Any]:
    return {
        "message": message.title[:_OPSGENIE_MESSAGE],
        "alias": f"{message.kind}/{message.thread}",
        "description": f"{message.title}\n{message.place}, since {message.since}\n"
        f"{message.action}\n{message.runbook}",
        "entity": message.repository,
        "priority": _OPSGENIE_PRIORITY[message.severity],
        "tags": [message.kind, message.severity],
        "details": _details(message),
    }
