"""How a stack's people are told: severities of its own, where the runbooks are, what ends.

Owns the choices that hold for alarms, rules and the reporter alike.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from container_registry.monitoring.runbook import PAGE
from container_registry.monitoring.runbooks import RUNBOOKS
from container_registry.monitoring.severity import Severity


@dataclass(frozen=True, kw_only=True)
class Told:
    """How people are told.

    Attributes:
        severities: severities of the stack's own, by kind; the runbook's else.
        page: address of the runbooks, as the readers of messages reach it.
        over: whether people are told when an alarm or a breach is over.
    """

    severities: Mapping[str, Severity] = field(default_factory=dict)
    page: str = PAGE
    over: bool = False

    def severity(self, kind: str) -> Severity:
        """How soon somebody must act."""
        return self.severities.get(kind, RUNBOOKS[kind].severity)

    def link(self, kind: str) -> str:
        """The address of a kind's runbook."""
        return RUNBOOKS[kind].link(self.page)


USUAL = Told()
