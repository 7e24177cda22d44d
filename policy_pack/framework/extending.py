"""`extends`: a profile of the pack as the ground of one's own configuration.

Owns the entry `{"extends": {"profile": "prod"}}` beside the policies' own entries. The engine hands
over the resolved configuration: a level or setting that equals the policy's default cannot be told
from one that nobody wrote, so the profile's counts there. `keep` names policies whose level is the
one of the configuration all the same.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Final, get_args

from pulumi_policy import EnforcementLevel, PolicyConfigSchema, Severity, StackValidationPolicy

from policy_pack.framework import exemptions
from policy_pack.framework.judge import Configuration
from policy_pack.framework.policy import Level, Policy

NAME: Final = "extends"
PROFILES: Final = ("dev", "staging", "prod")
_HOME: Final = Path(__file__).resolve().parents[1]
_FOLDERS: Final = (_HOME / "profiles", _HOME.parent / "profiles")


def as_crossguard() -> StackValidationPolicy:
    """The entry as the engine lists it; it judges nothing."""
    return StackValidationPolicy(
        name=NAME,
        display_name="Profile that the configuration extends",
        description="Not a policy: names the profile of this pack that the configuration extends.",
        validate=lambda *_: None,
        enforcement_level=EnforcementLevel.ADVISORY,
        severity=Severity.LOW,
        remediation_steps="Name a profile of the pack.",
        url="https://www.pulumi.com/docs/insights/policy/policy-packs/configuration/",
        config_schema=PolicyConfigSchema(
            properties={
                "profile": {
                    "type": "string",
                    "enum": ["", *PROFILES],
                    "default": "",
                    "description": "The profile: dev, staging or prod; empty for none.",
                },
                "keep": {
                    "type": "array",
                    "items": {"type": "string"},
                    "default": [],
                    "description": "Policies whose level here counts although it is their default.",
                },
            }
        ),
    )


def profile(name: str) -> Mapping[str, Any]:
    """A profile of the pack."""
    path = next(folder for folder in _FOLDERS if folder.is_dir()) / f"{name}.json"
    return json.loads(path.read_text(encoding="utf-8"))  # type: ignore[no-any-return]


def mistakes(policies: Sequence[Policy], properties: Mapping[str, Any]) -> list[str]:
    """What is wrong with the entry; the engine has held it against its schema already."""
    known = {policy.id for policy in policies}
    found = [f"{NAME}: there is no setting {name!r}" for name in properties
             if name not in ("profile", "keep")]  # fmt: skip
    if properties.get("profile", "") not in ("", *PROFILES):
        found.append(f"{NAME}: there is no profile {properties['profile']!r}")
    found += [
        f"{NAME}: keep: there is no policy {name!r}"
        for name in properties.get("keep", ())
        if name not in known
    ]
    return found


def extended(
    policies: Sequence[Policy],
    own: Mapping[str, Configuration],
    properties: Mapping[str, Any],
) -> dict[str, Configuration]:
    """The configuration with the profile under it."""
    name = properties.get("profile", "")
    if not name:
        return dict(own)
    entries, keep = profile(name), frozenset(properties.get("keep", ()))
    return {
        policy.id: _under(policy, own[policy.id], entries, keep=policy.id in keep)
        for policy in policies
    }


def _under(
    policy: Policy, own: Configuration, entries: Mapping[str, Any], *, keep: bool
) -> Configuration:
    entry = entries.get(policy.id, {})
    entry = {"enforcementLevel": entry} if isinstance(entry, str) else dict(entry)
    said = entry.pop("enforcementLevel", entries.get("all", policy.level))
    level: Level = said if said in get_args(Level) else policy.level
    exempt = exemptions.read(policy.id, entry.pop(exemptions.SETTING.name, ()))
    settings = {
        name: entry.get(name, value) if value == policy.defaults.get(name) else value
        for name, value in own.settings.items()
    }
    return replace(
        own,
        level=own.level if keep or own.level != policy.level else level,
        settings=settings,
        exemptions=own.exemptions or exempt,
    )
