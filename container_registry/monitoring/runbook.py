"""What a page of the runbooks says about one kind of message.

Owns the form and the link. The pages are `container_registry.monitoring.runbooks`; each message,
each alarm and docs/runbooks.md are made from them, so none can lack a page.
"""

from dataclasses import dataclass
from typing import Final

from container_registry.monitoring.severity import Severity

#: Where the pages are, as seen from this repository; `monitoring.runbooks` names another place.
PAGE: Final = "docs/runbooks.md"


@dataclass(frozen=True, kw_only=True)
class Runbook:
    """One kind of message.

    Attributes:
        noun: the kind, last part of the alarm's or rule's name, and the anchor of its page.
        severity: how soon somebody must act, unless a setting says otherwise.
        title: what happened, a few words.
        symptom: what it means for users.
        check: what to look at, each with a command.
        fix: what to do.
        silence: how to stop the message where it is right as it is.
    """

    noun: str
    severity: Severity
    title: str
    symptom: str
    check: tuple[tuple[str, str], ...]
    fix: str
    silence: str

    def link(self, page: str = PAGE) -> str:
        """The address of its page.

        Args:
            page: address of docs/runbooks.md, as the readers of messages reach it.
        """
        return f"{page}#{self.noun}"
