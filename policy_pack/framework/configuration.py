"""The pack's configuration as the engine hands it over: levels and settings by policy.

Owns what the engine lets through: a policy that doesn't exist, a setting that doesn't exist, a
level that means nothing here, a day that is not in the calendar. The engine itself refuses values
against the schema. Everything wrong is said at once.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, get_args

from policy_pack.framework import exemptions, extending
from policy_pack.framework.crossguard import settings_of
from policy_pack.framework.judge import Configuration
from policy_pack.framework.policy import Level, Policy

LEVELS = get_args(Level)


class ConfigurationError(ValueError):
    """The configuration has mistakes; the message lists all of them."""


def defaults(policies: Iterable[Policy]) -> dict[str, Configuration]:
    """What holds where nothing is configured."""
    return {policy.id: Configuration(policy.level, policy.defaults) for policy in policies}


def read(
    policies: Sequence[Policy], entries: Mapping[str, tuple[str, Mapping[str, Any]]]
) -> dict[str, Configuration]:
    """Levels and settings for every policy. Raises `ConfigurationError` with every mistake.

    `entries` maps a policy's id to its level and its properties, as the engine resolved them from
    the schema's defaults and the file of `--policy-pack-config`.
    """
    known = {policy.id: policy for policy in policies}
    result = defaults(policies)
    _, extends = entries.get(extending.NAME, ("", {}))
    mistakes = extending.mistakes(policies, extends)
    for name, (level, properties) in entries.items():
        if name in ("all", extending.NAME):
            continue
        if name not in known:
            mistakes.append(f"there is no policy {name!r}{_nearest(name, known)}")
            continue
        try:
            result[name] = _one(known[name], level, properties, mistakes)
        except exemptions.ExemptionError as bad:
            mistakes.append(str(bad))
    if mistakes:
        raise ConfigurationError(
            "the configuration of the policy pack is wrong, so nothing was judged:\n  "
            + "\n  ".join(sorted(mistakes))
        )
    return extending.extended(policies, result, extends)


def _one(
    policy: Policy, level: str, properties: Mapping[str, Any], mistakes: list[str]
) -> Configuration:
    names = [setting.name for setting in settings_of(policy)]
    mistakes += [
        f"{policy.id}: there is no setting {name!r}{_nearest(name, names)}"
        for name in properties
        if name not in names
    ]
    if level not in LEVELS:
        mistakes.append(
            f"{policy.id}: level {level!r} means nothing here, because no policy of this pack "
            f"changes a resource; write one of {', '.join(LEVELS)}"
        )
        level = policy.level
    settings = {**policy.defaults, **properties}
    exempt = exemptions.read(policy.id, settings.pop(exemptions.SETTING.name, ()))
    return Configuration(level, settings, exempt)  # type: ignore[arg-type]


def _nearest(name: str, known: Iterable[str]) -> str:
    known = sorted(known)
    close = difflib.get_close_matches(name, known, n=1)
    return f"; did you mean {close[0]!r}?" if close else f"; there are {', '.join(known)}"
