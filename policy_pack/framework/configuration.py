"""The pack's configuration as the engine hands it over: levels and settings by policy.

Owns what the engine lets through: a policy that doesn't exist, a setting that doesn't exist, a
level that means nothing here, a day that is not in the calendar. The engine itself refuses values
against the schema. Everything wrong is said at once.
"""

from __future__ import annotations

import difflib
import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, get_args

from policy_pack.framework import exemptions, extending, schemas
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
        raise ConfigurationError(_message(mistakes))
    return extending.extended(policies, result, extends)


def from_file(
    policies: Sequence[Policy], path: Path | None, profile: str = ""
) -> dict[str, Configuration]:
    """The configuration of a file, as the engine would resolve it, over a profile.

    Raises `ConfigurationError` with every mistake, those included that the engine names itself.
    """
    body = _file(path) if path else {}
    own = {name: _entry(entry) for name, entry in body.items()}
    level_of_all, _ = own.pop("all", ("", {}))
    mistakes = _wrong_entries(policies, own, level_of_all)
    if mistakes:
        raise ConfigurationError(_message(mistakes))
    resolved: dict[str, tuple[str, Mapping[str, Any]]] = {
        policy.id: (level_of_all or policy.level, policy.defaults) for policy in policies
    }
    for name, (level, properties) in own.items():
        default, settings = resolved.get(name, ("", {}))
        resolved[name] = (level or default, {**settings, **properties})
    if profile and extending.NAME not in resolved:
        resolved[extending.NAME] = ("", {"profile": profile})
    return read(policies, resolved)


def _wrong_entries(
    policies: Sequence[Policy],
    own: Mapping[str, tuple[str, Mapping[str, Any]]],
    level_of_all: str,
) -> list[str]:
    """What the engine would refuse before the pack sees it."""
    known = {policy.id: policy for policy in policies}
    found = [
        f"there is no policy {name!r}{_nearest(name, known)}"
        for name in own
        if name not in known and name != extending.NAME
    ]
    found += [
        f"{name}: level {level!r} is none; write one of {', '.join(LEVELS)}"
        for name, level in (
            ("all", level_of_all),
            *((name, level) for name, (level, _) in own.items()),
        )
        if level and level not in (*LEVELS, "remediate")
    ]
    for name, (_, properties) in own.items():
        settings = {one.name: one for one in settings_of(known[name])} if name in known else {}
        found += [
            f"{name}: {setting}: {problem}"
            for setting, value in properties.items()
            if setting in settings
            for problem in schemas.problems(settings[setting].schema, value)
        ]
    return found


def _file(path: Path) -> Mapping[str, Any]:
    try:
        body = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise ConfigurationError(f"{path}: {error}") from None
    if not isinstance(body, dict):
        raise ConfigurationError(f"{path}: expected an object of policies")
    return body


def _entry(entry: Any) -> tuple[str, Mapping[str, Any]]:
    if isinstance(entry, Mapping):
        properties = dict(entry)
        return str(properties.pop("enforcementLevel", "")), properties
    return str(entry), {}


def _message(mistakes: Sequence[str]) -> str:
    return (
        "the configuration of the policy pack is wrong, so nothing was judged:\n  "
        + "\n  ".join(sorted(mistakes))
    )


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
