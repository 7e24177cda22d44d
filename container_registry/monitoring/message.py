"""The one form of a message: JSON that chat, pagers, queues and people read.

Owns Amazon Q Developer's schema for custom notifications (administrator guide, "Custom
notifications using Amazon Q Developer in chat applications", read 2026-10): it drops a message of
any other form without an error. Messages with one `threadId` come in one thread of the chat.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from container_registry.monitoring.severity import Severity


@dataclass(frozen=True, kw_only=True)
class Message:
    """What people are told. Texts may hold variables of an input transformer.

    Attributes:
        kind: noun of its runbook.
        severity: how soon somebody must act.
        title: what happened, and to which service.
        place: where it happened.
        since: when.
        action: what to do.
        runbook: where to read more.
        thread: what its messages have in common.
        repository: the repository, or several.
        more: fields of its own.
    """

    kind: str
    severity: Severity | str
    title: str
    place: str
    since: str
    action: str
    runbook: str
    thread: str
    repository: str
    more: Mapping[str, Any]

    def to_json(self) -> dict[str, Any]:
        """The message as it is sent."""
        return {
            "version": "1.0",
            "source": "custom",
            "content": {
                "textType": "client-markdown",
                "title": self.title,
                "description": f"{self.place}, since {self.since}",
                "nextSteps": [self.action, f"Runbook: {self.runbook}"],
                "keywords": [self.kind, self.severity],
            },
            "metadata": {
                "threadId": self.thread,
                "summary": self.title,
                "eventType": self.kind,
                "additionalContext": {
                    "repository": self.repository,
                    "severity": self.severity,
                    "since": self.since,
                    "runbook": self.runbook,
                    **self.more,
                },
            },
        }
