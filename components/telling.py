"""How people are told, as a nested argument of every component that tells them.

Owns the callers' side and its check; what is said is `container_registry.monitoring`'s.
"""

from collections.abc import Mapping
from typing import Any, Literal, NotRequired, TypedDict

import pulumi

from components.arguments import Later, as_in
from container_registry.monitoring.severity import Severity
from container_registry.monitoring.told import Told
from container_registry.settings.base import SettingsModel, setting
from container_registry.settings.monitoring import MonitoringSettings

#: The topic of each severity that has one of its own.
Topics = dict[Severity, Later[str]]


def topics_by_severity(*, impact: str) -> Any:
    """Declare the argument `topics`, with what a wrong one leads to."""
    return setting(
        says="Topics by severity.",
        impact=impact,
        fix="ARNs under page, ticket and info",
        default_factory=dict,
    )


class TellingArgs(TypedDict):
    """How people are told."""

    severities: NotRequired[Mapping[str, Literal["page", "ticket", "info"]]]
    """How soon somebody must act, by kind of message; docs/runbooks.md has the defaults."""

    runbooks: NotRequired[str]
    """Where docs/runbooks.md is for the readers of messages."""

    ok_messages: NotRequired[bool]
    """Tell, too, when an alarm or a breach is over; false by default."""


class TellingSettings(SettingsModel):
    """The arguments, checked."""

    severities: dict[str, Severity] = as_in(MonitoringSettings, "severities")
    runbooks: str = as_in(MonitoringSettings, "runbooks")
    ok_messages: bool = as_in(MonitoringSettings, "ok_messages")

    @property
    def told(self) -> Told:
        """The same in the words of the domain."""
        return Told(severities=self.severities, page=self.runbooks, over=self.ok_messages)


def route(severity: Severity, usual: Later[str], own: Topics) -> pulumi.Input[str]:
    """The topic for a severity: its own, else the usual one."""
    return own.get(severity, usual)
