"""How far a resource policy reaches: everybody, or which accounts, organisations and endpoints.

Owns what a statement's principals and conditions together let in. A condition narrows only if it
compares for equality, must hold, and names fixed values of a key that the caller cannot choose
(`container_registry.catalogue.condition_keys`). Sources: IAM user guide, "AWS global condition
context keys", "AWS JSON policy elements: Principal" and "Policy variables"; S3 user guide, "The
meaning of public" (which keys with fixed values make a policy not public, and how wide a range of
addresses may be).
"""

import ipaddress
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from container_registry.catalogue.condition_keys import OWN_VALUES, Bound, classed
from container_registry.iam.conditions import split
from container_registry.iam.document import EVERYONE, Condition, Document, Principal, Statement
from container_registry.iam.evaluate import account_of
from container_registry.iam.wildcards import before_wildcard, has_variable, is_wild

OWN_ACCOUNT: Final = "${aws:ResourceAccount}"
"""Stands for the account of the resource itself, where a policy names it by that variable."""

_EQUALITIES: Final = frozenset(
    {
        "StringEquals", "StringEqualsIgnoreCase", "StringLike",
        "ArnEquals", "ArnLike", "BinaryEquals", "NumericEquals",
    }
)  # fmt: skip
_LIMITS: Final = {
    Bound.ACCOUNT: "accounts",
    Bound.ACCOUNT_OF_ARN: "accounts",
    Bound.ORGANIZATION: "organizations",
    Bound.ORGANIZATION_PATH: "organizations",
    Bound.NETWORK: "endpoints",
    Bound.ADDRESS: "endpoints",
    Bound.PRINCIPAL: "people",
    Bound.SERVICE: "called_by",
}
_KINDS: Final = (*dict.fromkeys(_LIMITS.values()), "sources")
_NARROWEST_OPEN: Final = {4: 8, 6: 32}
"""S3 calls a range of addresses public if its prefix is shorter than this."""
_MOST_ADDRESSES: Final = {4: 4 * 2**24, 6: 4 * 2**96}
"""Ranges that are narrow one by one may add up to everybody; four of the widest are the most."""
_SESSION: Final = re.compile(r"A[A-Z0-9]{15,30}:\*")
"""Any session of one role: the role's unique id is fixed."""


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
    sources: frozenset[str] = frozenset()
    """Resources without an account in their ARN (S3 buckets) on whose behalf AWS calls."""
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
    called_by = limits.pop("called_by")
    narrowed = any(limits.values())
    if open_to_all:
        return Reach(
            statement,
            everyone=not (narrowed or called_by),
            accounts=limits["accounts"],
            organizations=limits["organizations"],
            endpoints=limits["endpoints"],
            sources=limits["sources"],
            services=frozenset() if narrowed else called_by,
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
        services=frozenset() if narrowed else frozenset(services),
        sources=limits["sources"],
        unnamed=frozenset(value for value, account in named.items() if account is None),
    )


def _is_everyone(principal: Principal) -> bool:
    """`*`, in whatever form; a pattern of principals, which IAM refuses, counts as everybody."""
    return is_wild(principal.value)


def _limits(statement: Statement) -> dict[str, frozenset[str]]:
    limits: dict[str, frozenset[str]] = dict.fromkeys(_KINDS, frozenset())
    for condition in statement.limits:
        if not split(condition.operator).binds:
            continue
        for kind, values in _limit(condition):
            limits[kind] = limits[kind] & values if limits[kind] else values
    return limits


def _limit(condition: Condition) -> Iterator[tuple[str, frozenset[str]]]:
    """What one binding condition names; nothing if a value of it fits everybody."""
    key, values = classed(condition.key), condition.values
    operator = split(condition.operator).name
    if key is None or key.bounds not in _LIMITS or not values:
        return
    if key.bounds is Bound.ADDRESS:
        if operator == "IpAddress" and _are_narrow(values):
            yield "endpoints", frozenset(values)
        return
    if operator not in _EQUALITIES:
        return
    if key.name == "aws:SourceArn" and all(map(_bucket, values)):
        yield "sources", frozenset(values)
        return
    if key.bounds is Bound.ACCOUNT_OF_ARN:
        forged = key.name == "aws:PrincipalArn" and operator == "StringLike"
        values = tuple(_account(value, whole_start=forged) for value in values)
    elif key.bounds is Bound.ORGANIZATION_PATH:
        values = tuple(value.split("/", 1)[0] for value in values)
    if all(_is_fixed(value, key.bounds) for value in values):
        yield _LIMITS[key.bounds], frozenset(_canonical(value) for value in values)


def _is_fixed(value: str, bounds: Bound) -> bool:
    if value.strip().lower() in OWN_VALUES:
        return True
    if bounds is Bound.PRINCIPAL and _SESSION.fullmatch(value):
        return True
    return bool(value.strip()) and not (is_wild(value) or has_variable(value))


def _canonical(value: str) -> str:
    return OWN_ACCOUNT if value.strip().lower() in OWN_VALUES else value


def _account(arn: str, *, whole_start: bool) -> str:
    """The account of an ARN pattern; everybody where it has none.

    `StringLike` does not stop at colons, and a role's path may have some: a wildcard before the
    account would fit a role that anybody names so.
    """
    account = account_of(arn)
    if account is None:
        parts = arn.split(":")
        own = len(parts) > 4 and parts[4].lower() in OWN_VALUES
        return parts[4] if own else EVERYONE
    if whole_start and account not in before_wildcard(arn).split(":"):
        return EVERYONE
    return account


def _bucket(arn: str) -> bool:
    """Whether it is the ARN of one S3 bucket; such an ARN has no account, and the name is unique.

    Source: Amazon S3 user guide, "Granting permissions to publish event notification messages".
    """
    parts = arn.split(":", 5)
    if len(parts) != 6 or parts[0] != "arn" or parts[2] != "s3" or account_of(arn):
        return False
    name = parts[5].split("/", 1)[0]
    return bool(name) and not is_wild(name) and not has_variable(name)


def _are_narrow(addresses: tuple[str, ...]) -> bool:
    """Whether each range is narrow, and all of them together are not the internet."""
    total = {4: 0, 6: 0}
    for text in addresses:
        try:
            network = ipaddress.ip_network(text.strip(), strict=False)
        except ValueError:
            return False
        if network.prefixlen < _NARROWEST_OPEN[network.version]:
            return False
        total[network.version] += network.num_addresses
    return all(total[version] <= most for version, most in _MOST_ADDRESSES.items())
