"""AWS's quotas where AWS has raised them for the account. Owns their names and their bounds.

What they are by default, and what a stack takes of each, is `container_registry.quotas`.
"""

from container_registry.settings.base import SettingsModel, setting

_INSTEAD = "the number that Service Quotas shows for {}, if it was raised"
_OTHERWISE = "the update would stop in the middle at AWS's own limit"


class QuotaSettings(SettingsModel):
    """Quotas of the account and Region; each is AWS's default if left out."""

    event_rules: int | None = setting(
        None,
        ge=1,
        says="Rules on the default event bus that this stack may make (L-244521F2).",
        impact=_OTHERWISE,
        fix=_INSTEAD.format("L-244521F2"),
    )
    event_pattern: int | None = setting(
        None,
        ge=1024,
        le=4096,
        says="Characters of an event pattern (L-664C5505).",
        impact=_OTHERWISE,
        fix=_INSTEAD.format("L-664C5505") + ": 4096 at most",
    )
    roles: int | None = setting(
        None,
        ge=1,
        says="IAM roles of the account that this stack may make (L-FE177D64).",
        impact=_OTHERWISE,
        fix=_INSTEAD.format("L-FE177D64"),
    )
    policies: int | None = setting(
        None,
        ge=1,
        says="Customer managed policies of the account that this stack may make (L-E95E4862).",
        impact=_OTHERWISE,
        fix=_INSTEAD.format("L-E95E4862"),
    )
    alarms: int | None = setting(
        None,
        ge=1,
        says="Alarms that one update may make: PutMetricAlarm takes 3 a second (L-0720E68F), so "
        "600 take more than three minutes.",
        impact="the update would be throttled for minutes, or until it fails",
        fix="the number of alarms that you are willing to wait for",
    )
    repositories: int | None = setting(
        None,
        ge=1,
        says="Repositories of the registry that this stack may make (L-CFEB8E8D).",
        impact=_OTHERWISE,
        fix=_INSTEAD.format("L-CFEB8E8D"),
    )
