"""Exemptions: one resource, one policy, a reason and a last day.

Owns their schema and their reading. An exemption names a resource by its
logical name or its URN, never by a pattern: what nobody has looked at is not exempt.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Final

from policy_pack.framework.exemption import Exemption
from policy_pack.framework.policy import Setting

SETTING: Final = Setting(
    name="exemptions",
    schema={
        "type": "array",
        "items": {
            "type": "object",
            "properties": {
                "resource": {"type": "string", "minLength": 1, "pattern": r"^[^*?]+$"},
                "reason": {"type": "string", "minLength": 10},
                "until": {"type": "string", "pattern": r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"},
            },
            "required": ["resource", "reason", "until"],
            "additionalProperties": False,
        },
    },
    default=[],
    description=(
        "Resources that this policy lets pass: each with `resource` (logical name or URN, no "
        "pattern), `reason` (10 characters or more) and `until` (the last day, YYYY-MM-DD)."
    ),
)


class ExemptionError(ValueError):
    """An exemption that the schema lets through and a calendar does not."""


def read(policy: str, entries: Iterable[Mapping[str, Any]]) -> tuple[Exemption, ...]:
    """The exemptions of a policy's configuration. Raises `ExemptionError` on a day that doesn't
    exist.
    """
    return tuple(_one(policy, entry) for entry in entries)


def _one(policy: str, entry: Mapping[str, Any]) -> Exemption:
    try:
        until = date.fromisoformat(str(entry["until"]))
    except ValueError:
        raise ExemptionError(
            f"{policy}: exemptions: until {entry['until']!r} is not a day of the calendar; "
            "write it as YYYY-MM-DD"
        ) from None
    return Exemption(policy, str(entry["resource"]), str(entry["reason"]), until)
