"""How far a resource policy reaches: everybody, or which accounts, organisations and endpoints.

Owns what a statement's principals and conditions together let in. A condition narrows only if it
binds (`StringEquals` and the like, without a wildcard over everybody) on a key that tells callers
apart. Sources: IAM user guide, "AWS global condition context keys" and "AWS JSON policy elements:
Principal"; S3 user guide, "The meaning of public" (which keys with fixed values make a policy not
public).
"""

import ipaddress
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from container_registry.iam.conditions import split
from container_registry.iam.document import EVERYONE, Condition, Document, Principal, Statement
from container_registry.iam.evaluate import account_of
from container_registry.iam.wildcards import is_wild

_ARN_KEYS: Final = ("aws:principalarn", "aws:sourcearn")
_PATH_KEYS: Final = ("aws:principalorgpaths", "aws:sourceorgpaths", "aws:vpceorgpaths")
_ADDRESS: Final = "aws:sourceip"
_KEYS: Final = {
    "accounts": (
        "aws:principalaccount",
        "aws:sourceaccount",
        "aws:vpceaccount",
        "kms:calleraccount",
        *_ARN_KEYS,
    ),
    "organizations": ("aws:principalorgid", "aws:sourceorgid", "aws:vpceorgid", *_PATH_KEYS),
    "endpoints": ("aws:sourcevpce", "aws:sourcevpc", _ADDRESS),
    "people": ("aws:userid", "aws:principaltag/"),
}
_NARROWEST_OPEN: Final = 8
"""S3 calls a range of addresses public if its prefix is shorter than this."""


@dataclass(frozen=True)
class Reach:
    """Whom one Allow statement lets in.

    `everyone` is true if neither principals nor conditions name anybody. `services` are AWS
    services without a condition that says for whom they act.
    """

    statement: Statement
    everyone: bool = False
    accounts: frozenset[str] = frozenset()
    organizations: frozenset[str] = frozenset()
    endpoints: frozenset[str] = frozenset()
    services: frozenset[str] = frozenset()
    unnamed: frozenset[str] = field(default=frozenset())
    """Principals that are neither an account's nor a service's: unique ids, identity providers."""


def reaches(document: Document) -> tuple[Reach, ...]:
    """The reach of every Allow statement."""
    return tuple(reach(statement) for statement in document.allows)


def reach(statement: Statement) -> Reach:
    """The reach of one Allow statement."""
    principals = statement.principals or ()
    open_to_all = statement.not_principals is not None or any(map(_is_everyone, principals))
    limits = _limits(statement)
    if open_to_all:
        return Reach(
            statement,
            everyone=not any(limits.values()),
            accounts=limits["accounts"],
            organizations=limits["organizations"],
            endpoints=limits["endpoints"],
        )
    services = {one.value for one in principals if one.kind == "Service"}
    named = {one.value: account_of(one.value) for one in principals if one.kind != "Service"}
    accounts = {account for account in named.values() if account}
    if services:
        accounts |= limits["accounts"]
    return Reach(
        statement,
        accounts=frozenset(accounts),
        organizations=limits["organizations"],
        services=frozenset() if any(limits.values()) else frozenset(services),
        unnamed=frozenset(value for value, account in named.items() if account is None),
    )


def _is_everyone(principal: Principal) -> bool:
    return principal.kind != "Service" and principal.value == EVERYONE


def _limits(statement: Statement) -> dict[str, frozenset[str]]:
    limits: dict[str, frozenset[str]] = dict.fromkeys(_KEYS, frozenset())
    for condition in statement.conditions:
        if not split(condition.operator).binds:
            continue
        for kind, values in _limit(condition):
            limits[kind] = limits[kind] & values if limits[kind] else values
    return limits


def _limit(condition: Condition) -> Iterator[tuple[str, frozenset[str]]]:
    """What one binding condition names; nothing if a value of it fits everybody."""
    key, values = condition.key.lower(), condition.values
    if key in _ARN_KEYS:
        values = tuple(account_of(value) or EVERYONE for value in values)
    elif key in _PATH_KEYS:
        values = tuple(value.split("/", 1)[0] for value in values)
    kind = next((kind for kind, keys in _KEYS.items() if key.startswith(keys)), None)
    narrow = all(map(_is_narrow, values)) if key == _ADDRESS else not any(map(is_wild, values))
    if kind and narrow:
        yield kind, frozenset(values)


def _is_narrow(addresses: str) -> bool:
    try:
        return ipaddress.ip_network(addresses, strict=False).prefixlen >= _NARROWEST_OPEN
    except ValueError:
        return False
