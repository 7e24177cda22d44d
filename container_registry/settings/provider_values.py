"""The values of the AWS provider's keys: whether the provider starts with them.

Owns shapes, by `container_registry.catalogue.provider`, and what the keys say together. The Region
and the account are the settings' own. Pulumi keeps a value as a text, so a number, a boolean and a
list may be one too: `"25"`. Sources: pulumi-terraform-bridge, `pkg/tfbridge/config_encoding.go`;
terraform-provider-aws, `internal/provider/sdkv2/provider.go`. Values are shown where they can hold
no credential.
"""

import re
from collections.abc import Collection, Iterator, Mapping
from typing import Any, Final

from pydantic import ValidationError

from container_registry.catalogue.limits import OWN_TAGS
from container_registry.catalogue.provider import (
    CREDENTIALS,
    INNER_CREDENTIAL,
    OF_THE_ENGINE,
    SHAPES,
    TEXT,
    Shape,
)
from container_registry.catalogue.regions import partition_of
from container_registry.settings.base import SettingsModel, setting
from container_registry.settings.explain import faults as explained
from container_registry.settings.fault import NOTHING, Fault, Faults, Location
from container_registry.settings.json_text import Unfit, UnfitJsonError, decoded
from container_registry.settings.keys import ACCOUNTS_KEY, AWS, FROM_AWS, REGION_KEY
from container_registry.settings.stack_file import Secret
from container_registry.settings.vocabulary import AwsTagKey, AwsTagValue
from container_registry.settings.wording import nearest

_STOPS: Final = "the provider doesn't start, so nothing can be previewed"
_WANTED: Final = {
    "text": "a text",
    "number": "a whole number",
    "boolean": "true or false",
    "list": "a list",
    "mapping": "a mapping",
    "block": "a mapping",
}
_FEW: Final = 12
_FORBIDDEN: Final = f"{AWS}:forbiddenAccountIds"
_DEFAULT_TAGS: Final = f"{AWS}:defaultTags"
_ROLES: Final = f"{AWS}:assumeRoles"
#: A credential, as those of whole keys: `secrets` says what is wrong with one.
_INNER: Final = (f"{AWS}:{INNER_CREDENTIAL[0]}", INNER_CREDENTIAL[1])
_ROLE: Final = re.compile(
    r"arn:(?P<partition>aws[a-z-]*):iam::(?P<account>[0-9]{12}):role/(?:[!-~]+/)?[A-Za-z0-9_+=,.@-]+"
)


class _DefaultTags(SettingsModel):
    """The tags that the provider adds to every resource."""

    tags: dict[AwsTagKey, AwsTagValue] = setting(
        says="Tags.", impact=_STOPS, fix="write each tag on a line of its own"
    )


def judge_values(config: Mapping[str, Any], secret_keys: Collection[str]) -> Faults:
    """What the provider would refuse, at full keys.

    Args:
        config: the whole configuration.
        secret_keys: the full keys that the engine decrypted; their values are nobody's to judge.
    """
    given = dict(_given(config, secret_keys))
    right = {}
    if ACCOUNTS_KEY in config and given.pop(_FORBIDDEN, None) is not None:
        yield _both_lists()
    for key, value in given.items():
        wrong = list(_judge((key,), value, SHAPES.get(_name(key), TEXT)))
        yield from wrong
        if not wrong:
            right[key] = value
    yield from _default_tags(right.get(_DEFAULT_TAGS))
    yield from _roles(right.get(_ROLES), config)


def _given(config: Mapping[str, Any], secret_keys: Collection[str]) -> Iterator[tuple[str, Any]]:
    judged = (SHAPES.keys() | OF_THE_ENGINE) - CREDENTIALS
    for key, value in config.items():
        known = key.startswith(f"{AWS}:") and _name(key) in judged
        if not known or key in FROM_AWS.values() or key in secret_keys or value is None:
            continue
        yield key, value if SHAPES.get(_name(key), TEXT).kind == "text" else _decoded(value)


def _name(key: str) -> str:
    return key.partition(":")[2]


def _decoded(value: Any) -> Any:
    """The value of a JSON text, or what such a text may not have."""
    if not isinstance(value, str) or isinstance(value, Secret):
        return value
    try:
        return decoded(value)
    except UnfitJsonError as error:
        return error.said


def _judge(at: Location, value: Any, shape: Shape) -> Faults:
    if isinstance(value, Secret) or at == _INNER:
        return
    if isinstance(value, Unfit):
        yield Fault(
            at=at, code="unfit-value", problem=value.problem, impact=value.impact, fix=value.fix
        )
    elif not _is(shape, value):
        yield _wrong(at, value, shape)
    elif shape.words and value not in shape.words:
        *others, last = shape.words
        listed = f"{', '.join(others)} or {last}"
        close = nearest(value, shape.words)
        yield Fault(
            at=at,
            code="provider-value",
            problem=f"must be {listed}",
            impact=_STOPS,
            fix=f"write {close or listed}",
            found=value,
        )
    elif shape.kind in ("list", "mapping") and shape.of is not None:
        members = value.items() if isinstance(value, Mapping) else enumerate(value)
        for part, member in members:
            yield from _judge((*at, part), member, shape.of)
    elif shape.kind == "block":
        yield from _block(at, value, shape.fields)


def _is(shape: Shape, value: Any) -> bool:
    match shape.kind:
        case "text":
            return isinstance(value, str)
        case "boolean":
            return isinstance(value, bool)
        case "number":
            return isinstance(value, int) and not isinstance(value, bool)
        case "list":
            return isinstance(value, list)
    return isinstance(value, Mapping)


def _block(at: Location, value: Mapping[str, Any], fields: Mapping[str, Shape]) -> Faults:
    for name, member in value.items():
        if name in fields:
            yield from _judge((*at, name), member, fields[name])
            continue
        close = nearest(name, fields)
        yield Fault(
            at=(*at, name),
            code="unknown-provider-key",
            problem="is no key of the AWS provider",
            impact=_STOPS,
            fix=f"write `{close}`" if close else _without(fields),
        )


def _without(fields: Mapping[str, Shape]) -> str:
    """What to do with a key that a block doesn't have."""
    if len(fields) == 1:
        return f"move it under `{next(iter(fields))}`"
    return f"remove it{_keys(fields)}"


def _keys(fields: Mapping[str, Shape]) -> str:
    """What a block may hold, where that can be read at one glance."""
    few = 0 < len(fields) <= _FEW
    return f"; the keys here are {', '.join(sorted(fields))}" if few else ""


def _wrong(at: Location, value: Any, shape: Shape) -> Fault:
    wanted = _WANTED[shape.kind]
    plain = isinstance(value, bool | int | float)
    if shape.kind == "text" and plain:
        impact = "the provider may get another spelling of it than the one that is written"
        fix = "put it in quotes, as it is written"
    elif shape.kind == "list":
        impact, fix = _STOPS, "write it as a list, each entry on a line that begins with `- `"
    elif shape.kind in ("mapping", "block"):
        impact, fix = _STOPS, f"write a mapping{_keys(shape.fields)}"
    else:
        impact, fix = _STOPS, f"write {wanted}" if shape.kind != "number" else "write it in digits"
    empty = value is None or value == ""
    return Fault(
        at=at,
        code="provider-value",
        problem="has no value" if empty else f"must be {wanted}",
        impact=impact,
        fix="write its value, or remove the line" if empty else fix,
        found=value if plain else NOTHING,
    )


def _both_lists() -> Fault:
    return Fault(
        at=(_FORBIDDEN,),
        code="forbidden-and-allowed",
        problem=f"stands beside `{ACCOUNTS_KEY}`, and the provider takes one of the two",
        impact=_STOPS,
        fix="remove it: every account but the allowed one is refused already",
    )


def _default_tags(value: Any) -> Faults:
    """The tags are those of the resources here, so what holds for `tags` holds for them."""
    tags = value.get("tags") if isinstance(value, Mapping) else None
    try:
        if isinstance(tags, Mapping):
            _DefaultTags.model_validate({"tags": tags})
    except ValidationError as error:
        for fault in explained(error, _DefaultTags):
            yield fault.below(_DEFAULT_TAGS)
    own = {name.casefold(): name for name in OWN_TAGS}
    for key in tags if isinstance(tags, Mapping) else ():
        name = own.get(key.casefold())
        if name is not None:
            yield Fault(
                at=(_DEFAULT_TAGS, "tags", key),
                code="own-tag",
                problem=f"is the tag `{name}`, which every resource here has already",
                impact="the resource's own value stands in its place"
                if key == name
                else "IAM doesn't tell upper and lower case apart, and refuses both together",
                fix="choose another key",
            )


def _roles(value: Any, config: Mapping[str, Any]) -> Faults:
    """Each is taken with the one before; the last one's account is the stack's."""
    roles = value if isinstance(value, list) else []
    for index, role in enumerate(roles):
        arn = role.get("roleArn") if isinstance(role, Mapping) else None
        if not isinstance(arn, str) or isinstance(arn, Secret):
            continue
        at = (_ROLES, index, "roleArn")
        found = _ROLE.fullmatch(arn)
        if found is None:
            yield Fault(
                at=at,
                code="provider-role",
                problem="must be the whole ARN of a role",
                impact="STS gives no credentials for it, so nothing can be previewed",
                fix="write arn:aws:iam::ACCOUNT:role/NAME, with the account's twelve digits",
                found=arn,
            )
        elif index == len(roles) - 1:
            yield from _last_role(at, arn, found, config)


def _is_one_account(value: Any) -> bool:
    """What `aws:allowedAccountIds` should be; `explain` says so of anything else."""
    return (
        isinstance(value, list)
        and len(value) == 1
        and isinstance(value[0], str)
        and re.fullmatch("[0-9]{12}", value[0]) is not None
    )


def _last_role(at: Location, arn: str, found: re.Match[str], config: Mapping[str, Any]) -> Faults:
    accounts, region = _decoded(config.get(ACCOUNTS_KEY)), config.get(REGION_KEY)
    partition = partition_of(region) if isinstance(region, str) else None
    if partition is not None and found["partition"] != partition:
        yield Fault(
            at=at,
            code="other-partition",
            problem=f"is a role of the partition {found['partition']}, and the stack is in "
            f"{partition}",
            impact="no credentials hold in another partition, so nothing can be previewed",
            fix=f"name a role whose ARN begins with arn:{partition}:iam::",
            found=arn,
        )
    elif _is_one_account(accounts) and found["account"] not in accounts:
        yield Fault(
            at=at,
            code="other-account",
            problem=f"is a role of the account {found['account']}, which `{ACCOUNTS_KEY}` doesn't "
            "name",
            impact="the provider refuses its credentials, so nothing can be previewed",
            fix="name a role of the allowed account as the last one",
            found=arn,
        )
