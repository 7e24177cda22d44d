"""From a stack's configuration to `Settings`, or to every problem in it at once.

The same function serves the program, which has the configuration from the engine, and the
check before the engine starts, which has it from the stack file.
"""

import json
from collections.abc import Collection, Mapping
from typing import Any, Final

from pydantic import ValidationError

from container_registry.settings.addresses import protocol_of
from container_registry.settings.checks import cross_checks
from container_registry.settings.explain import explain
from container_registry.settings.problem import Problem, SettingsError
from container_registry.settings.retention_checks import retention_checks
from container_registry.settings.stack import Settings
from container_registry.settings.stack_file import Secret

NAMESPACE: Final = "container-registry"
REGION_KEY: Final = "aws:region"
ACCOUNTS_KEY: Final = "aws:allowedAccountIds"
_ALERTS: Final = "alertAddresses"
_TEXTS: Final = frozenset({"environment"})
_PREFIXES: Final = {"region": REGION_KEY, "account": ACCOUNTS_KEY}


def load(config: Mapping[str, Any], stack: str, *, secret_keys: Collection[str] = ()) -> Settings:
    """Validate the configuration of one stack.

    Args:
        config: full keys (`container-registry:services`, `aws:region`); a value is what YAML
            or JSON gives, or a JSON text as the engine passes it.
        stack: the stack's name, which is the environment's unless a setting says otherwise.
        secret_keys: the full keys whose values the engine decrypted.

    Raises:
        SettingsError: with all problems.
    """
    raw = _own_settings(config)
    raw.setdefault("environment", stack)
    hidden = frozenset(
        {_ALERTS} | {k.partition(":")[2] for k in secret_keys} | set(_holding_secrets(raw))
    )
    problems = _read_aws(config, raw)
    problems += _address_problems(raw, f"{NAMESPACE}:{_ALERTS}" in secret_keys)
    problems += cross_checks(raw, NAMESPACE)
    settings, refused = _validate(raw, hidden, {p.path for p in problems})
    problems = refused + problems
    if settings is not None:
        problems += retention_checks(settings, NAMESPACE)
    if settings is None or problems:
        raise SettingsError(f"Pulumi.{stack}.yaml", problems)
    return settings


def _own_settings(config: Mapping[str, Any]) -> dict[str, Any]:
    prefix = f"{NAMESPACE}:"
    own = {k.removeprefix(prefix): v for k, v in config.items() if k.startswith(prefix)}
    raw = {k: v if k in _TEXTS else _decoded(v) for k, v in own.items()}
    if isinstance(services := raw.get("services"), dict):
        # `guestbook:` alone on its line is null in YAML, and means a service with every default.
        raw["services"] = {k: {} if v is None else v for k, v in services.items()}
    return raw


def _decoded(value: Any) -> Any:
    if not isinstance(value, str) or isinstance(value, Secret):
        return value
    try:
        return json.loads(value)
    except ValueError:
        return value


def _read_aws(config: Mapping[str, Any], raw: dict[str, Any]) -> list[Problem]:
    if REGION_KEY in config:
        raw["region"] = config[REGION_KEY]
    accounts = _decoded(config.get(ACCOUNTS_KEY))
    if accounts is None:
        return []
    if isinstance(accounts, list) and len(accounts) == 1:
        raw["account"] = accounts[0]
        return []
    raw["account"] = None
    return [
        Problem(
            ACCOUNTS_KEY,
            "must be a list of exactly one account",
            json.dumps(accounts, default=str),
            "the stack could have been brought up in another environment's account",
            'one account per environment, in quotes: ["111111111111"]',
        )
    ]


def _holding_secrets(raw: Mapping[str, Any]) -> list[str]:
    return [key for key, value in raw.items() if _has_secret(value)]


def _has_secret(value: Any) -> bool:
    if isinstance(value, Secret):
        return True
    if isinstance(value, dict):
        return any(_has_secret(item) for item in value.values())
    return isinstance(value, list) and any(_has_secret(item) for item in value)


def _address_problems(raw: Mapping[str, Any], decrypted: bool) -> list[Problem]:
    addresses = raw.get(_ALERTS)
    if not isinstance(addresses, list):
        return []
    judge = _judge_known if decrypted else _judge_stored
    return [
        Problem(f"{NAMESPACE}:{_ALERTS}[{index}]", *said)
        for index, address in enumerate(addresses)
        if (said := judge(index, address)) is not None
    ]


def _judge_stored(index: int, address: Any) -> tuple[str, str, str, str] | None:
    """Before the engine decrypts: an address must be encrypted."""
    if isinstance(address, Secret):
        return None
    return (
        "stands in clear; it must be a secret",
        "[not shown]",
        "the address would stand in clear in the stack file, the plan and the state",
        f"pulumi config set --path --secret '{_ALERTS}[{index}]' ADDRESS",
    )


def _judge_known(_: int, address: Any) -> tuple[str, str, str, str] | None:
    """Once the engine has decrypted: an address must be one that SNS delivers to."""
    if not isinstance(address, str) or protocol_of(address) is not None:
        return None
    return (
        "is no address that alerts can go to",
        "[not shown]",
        "the subscription would have failed in the middle of the update",
        "an e-mail address, an https:// address, or the ARN of an SQS queue",
    )


def _validate(
    raw: Mapping[str, Any], hidden: frozenset[str], told: set[str]
) -> tuple[Settings | None, list[Problem]]:
    try:
        return Settings.model_validate_json(json.dumps(raw, default=str)), []
    except ValidationError as error:
        found = explain(error, Settings, prefixes=_PREFIXES, namespace=NAMESPACE, hidden=hidden)
        return None, [problem for problem in found if problem.path not in told]
