"""From a stack's configuration to `Settings`, or to every problem in it at once.

The same function serves the program, which has the configuration from the engine, and the
check before the engine starts, which has it from the stack file.
"""

import json
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Final

from pydantic import ValidationError

from container_registry.settings.addresses import other_partition, protocol_of
from container_registry.settings.assemble import Assembly
from container_registry.settings.base import TOGETHER
from container_registry.settings.checks import CHECKS, Given
from container_registry.settings.checks.given import mapping
from container_registry.settings.explain import faults as explained
from container_registry.settings.fault import Fault, Faults, Location
from container_registry.settings.json_text import Unfit, UnfitJsonError, decoded, judge
from container_registry.settings.keys import (
    ACCOUNTS_KEY,
    FROM_AWS,
    NAMESPACE,
    REGION_KEY,
    judge_keys,
)
from container_registry.settings.partial import as_meant, empty, outside, right_parts, together
from container_registry.settings.plausible import plausible, steady
from container_registry.settings.problem import SettingsError
from container_registry.settings.provider_values import judge_values
from container_registry.settings.quota_checks import quota_checks
from container_registry.settings.retention_checks import retention_checks
from container_registry.settings.routes import route_faults
from container_registry.settings.secrets import Concealment, Redaction, in_clear, misplaced
from container_registry.settings.stack import Settings
from container_registry.settings.stack_file import Secret, StackFile, open_stack_file

_ALERTS: Final = "alertAddresses"
#: Texts, whatever they look like.
_TEXTS: Final = frozenset({"environment"})
_NAMES: Final = frozenset(field.alias or name for name, field in Settings.model_fields.items())


def load(
    config: Mapping[str, Any],
    stack: str,
    *,
    secret_keys: Collection[str] = (),
    file: StackFile | None = None,
) -> Settings:
    """Validate the configuration of one stack.

    Args:
        config: full keys (`container-registry:services`, `aws:region`); a value is what YAML
            or JSON gives, or a JSON text as the engine passes it.
        stack: the stack's name, which is the environment's unless a setting says otherwise.
        secret_keys: the full keys whose values the engine decrypted.
        file: the stack file, if the configuration is from there: its lines are named then, and
            what it may not have is reported with the rest.

    Raises:
        SettingsError: with all problems.
    """
    read = _read(config, stack)
    settings, found_wrong = _validate(read.raw)
    refused = list(found_wrong)
    assembly = Assembly(
        file=file,
        concealment=Concealment(config, secret_keys, Settings),
        redaction=Redaction(config, secret_keys, Settings),
    )
    hidden = list(misplaced(config, secret_keys, Settings))
    assembly.secrets(hidden)
    assembly.full(in_clear(config, secret_keys))
    assembly.full(judge_keys(config, _NAMES))
    assembly.full(judge_values(config, secret_keys))
    assembly.full(read.faults)
    assembly.own(_environment(fault, read, stack) for fault in read.without(refused))
    assembly.own(_addresses(read.raw, f"{NAMESPACE}:{_ALERTS}" in secret_keys))
    decrypted = f"{NAMESPACE}:monitoring" in secret_keys
    assembly.own(route_faults(read.raw, decrypted=decrypted))
    assembly.own(empty(Settings, read.raw))
    meant, mended = as_meant(Settings, read.raw)
    wrong = {fault.at for fault in refused} | {_own_place(fault.at) for fault in hidden}
    variants = plausible(Settings, meant, wrong)
    assembly.own(outside(mended, steady(partial(together, Settings), variants)))
    # What can't be read is there all the same: nothing that needs it is idle.
    there: dict[str, Any] = {name: {} for name in read.unread}
    tags = mapping(mapping(_decoded(config.get("aws:defaultTags"))).get("tags"))
    for check in CHECKS:
        said = steady(partial(_across, check, there, tags, stack), variants)
        assembly.own(outside(mended, read.without(said)))
    assembly.own(retention_checks(settings or right_parts(Settings, read.raw)))
    if settings is not None:
        assembly.own(quota_checks(settings))
    found = assembly.all()
    if settings is None or found:
        raise SettingsError(f"Pulumi.{stack}.yaml", found)
    return settings


def load_stack_file(path: Path, stack: str) -> Settings:
    """Read and validate a stack file, each problem with its line.

    Raises:
        SettingsError: with all problems.
    """
    file = open_stack_file(path)
    return load(file.config, stack, file=file)


@dataclass(frozen=True)
class _Read:
    """Our settings by name, with what is the provider's and the stack's.

    Attributes:
        raw: the settings as JSON values.
        faults: what could not be read, at full keys.
        named: whether the environment is the stack's name.
        unread: our settings that are given, but have no value that can be read.
    """

    raw: dict[str, Any]
    faults: list[Fault]
    named: bool
    unread: frozenset[str]

    def without(self, faults: Iterable[Fault]) -> Iterator[Fault]:
        """The faults but for those of settings that another fault says are not there."""
        return (fault for fault in faults if len(fault.at) != 1 or fault.at[0] not in self.unread)


def _read(config: Mapping[str, Any], stack: str) -> _Read:
    prefix, faults = f"{NAMESPACE}:", []
    raw: dict[str, Any] = {}
    for key, value in config.items():
        name = key.removeprefix(prefix)
        if not key.startswith(prefix) or name in FROM_AWS or ":" in name:
            continue
        if value is None:
            continue  # `judge_keys` says so.
        try:
            value = value if name in _TEXTS else _decode(value)
            unfit = list(judge(value))
        except UnfitJsonError as error:
            unfit = [error.said]
        if unfit:
            faults += [_unfit(key, said) for said in unfit]
            continue
        # A list that was stored as one secret: how many are in it, the file doesn't say.
        raw[name] = [value] if name == _ALERTS and isinstance(value, Secret) else value
    if isinstance(services := raw.get("services"), dict):
        # `guestbook:` alone on its line is null in YAML, and means a service with every default.
        raw["services"] = {k: {} if v is None else v for k, v in services.items()}
    faults += _read_aws(config, raw)
    named = "environment" not in raw and f"{prefix}environment" not in config
    if named:
        raw["environment"] = stack
    given = {key.removeprefix(prefix) for key in config if key.startswith(prefix)}
    given |= {name for name, key in FROM_AWS.items() if key in config}
    return _Read(raw, faults, named, frozenset(given - raw.keys()))


def _decode(value: Any) -> Any:
    if not isinstance(value, str) or isinstance(value, Secret):
        return value
    return decoded(value)


def _decoded(value: Any) -> Any:
    try:
        return _decode(value)
    except UnfitJsonError:
        return None


def _unfit(key: str, said: Unfit) -> Fault:
    return Fault(
        at=(key, *said.at),
        code="unfit-value",
        problem=said.problem,
        impact=said.impact,
        fix=said.fix,
    )


def _read_aws(config: Mapping[str, Any], raw: dict[str, Any]) -> list[Fault]:
    if REGION_KEY in config:
        raw["region"] = config[REGION_KEY]
    if ACCOUNTS_KEY not in config or config[ACCOUNTS_KEY] is None:
        return []
    accounts = _decoded(config[ACCOUNTS_KEY])
    if isinstance(accounts, list) and len(accounts) == 1:
        raw["account"] = accounts[0]
        return []
    return [
        Fault(
            at=(ACCOUNTS_KEY,),
            code="one-account",
            problem="must be a list of exactly one account",
            impact="the stack could be brought up in another environment's account",
            fix='write one account in quotes: ["111111111111"]',
            found=accounts,
        )
    ]


def _across(
    check: Callable[[Given], Faults], there: Mapping[str, Any], tags: Any, stack: str, raw: Any
) -> Faults:
    return check(Given({**there, **raw}, tags, stack))


def _own_place(at: Location) -> Location:
    """A place by our settings' names."""
    head, *rest = at
    own = {full: name for name, full in FROM_AWS.items()}
    name = own.get(str(head), str(head).removeprefix(f"{NAMESPACE}:"))
    # `account` is the only entry of a list.
    return (name,) if head in own else (name, *rest)


def _addresses(raw: Mapping[str, Any], decrypted: bool) -> Iterator[Fault]:
    addresses = raw.get(_ALERTS)
    for index, address in enumerate(addresses if isinstance(addresses, list) else ()):
        at = (_ALERTS, index)
        if not isinstance(address, str):
            continue  # `explain` says what it must be.
        if not decrypted and not isinstance(address, Secret):
            yield Fault(
                at=at,
                code="address-in-clear",
                problem="stands in clear; it must be a secret",
                impact="whoever reads the stack file, the plan or the state reads the address",
                fix=f"pulumi config set --path --secret '{_ALERTS}[{index}]' ADDRESS",
            )
        elif decrypted and protocol_of(address) is None:
            yield Fault(
                at=at,
                code="no-address",
                problem="is no address that alerts can go to",
                impact="SNS refuses the subscription in the middle of the update",
                fix="write an e-mail address, an https:// address, or the ARN of an SQS queue",
            )
        elif decrypted and (other := other_partition(address, raw.get("region"))):
            yield Fault(
                at=at,
                code="other-partition",
                problem=f"is a queue of the partition {other}, and the stack is in another",
                impact="SNS refuses the subscription in the middle of the update",
                fix="name a queue of the stack's own partition",
            )


def _environment(fault: Fault, read: _Read, stack: str) -> Fault:
    """The stack's name is the environment's, so a wrong one is not in the file."""
    if not read.named or fault.at != ("environment",):
        return fault
    return Fault(
        at=fault.at,
        code=fault.code,
        problem=f"is the stack's name, which {fault.problem}",
        impact=fault.impact,
        fix="write `container-registry:environment` with a lower-case word, or rename the stack",
        found=stack,
    )


def _validate(raw: Mapping[str, Any]) -> tuple[Settings | None, Iterable[Fault]]:
    text = json.dumps(raw, default=str)
    try:
        return Settings.model_validate_json(text, by_alias=True, by_name=False), ()
    except ValidationError as error:
        # What several settings are together, `together` says whatever else is wrong.
        return None, [fault for fault in explained(error, Settings) if fault.code != TOGETHER]
