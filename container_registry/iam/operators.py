"""The condition operators of IAM: how one value of a policy compares with one of a request.

Source: IAM user guide, "IAM JSON policy elements: Condition operators". `ArnEquals` and `ArnLike`
behave alike; a text that is no number, date or address compares as false.
"""

import ipaddress
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from operator import eq, ge, gt, le, lt
from typing import Any, Final

from container_registry.iam.wildcards import arn_matches, matches, plain

Comparison = Callable[[str, str], bool]
"""(the policy's value, the request's value) → whether they match."""


@dataclass(frozen=True)
class Operator:
    """What an operator compares, and whether it holds for a match or for its absence."""

    compare: Comparison
    negated: bool = False


def _typed(read: Callable[[str], Any], relation: Callable[[Any, Any], bool]) -> Comparison:
    def compare(wanted: str, given: str) -> bool:
        try:
            return relation(read(given), read(wanted))
        except ValueError:
            return False

    return compare


def _date(text: str) -> datetime:
    if text.isdigit():
        return datetime.fromtimestamp(int(text), UTC)
    found = datetime.fromisoformat(text)
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _address(wanted: str, given: str) -> bool:
    try:
        return ipaddress.ip_address(given) in ipaddress.ip_network(wanted, strict=False)
    except ValueError:
        return False


def _equal(wanted: str, given: str) -> bool:
    return plain(wanted) == given


def _equal_in_any_case(wanted: str, given: str) -> bool:
    return plain(wanted).lower() == given.lower()


_RELATIONS: Final = {
    "LessThan": lt,
    "LessThanEquals": le,
    "GreaterThan": gt,
    "GreaterThanEquals": ge,
}

OPERATORS: Final[dict[str, Operator]] = {
    "StringEquals": Operator(_equal),
    "StringNotEquals": Operator(_equal, negated=True),
    "StringEqualsIgnoreCase": Operator(_equal_in_any_case),
    "StringNotEqualsIgnoreCase": Operator(_equal_in_any_case, negated=True),
    "StringLike": Operator(matches),
    "StringNotLike": Operator(matches, negated=True),
    "ArnEquals": Operator(arn_matches),
    "ArnLike": Operator(arn_matches),
    "ArnNotEquals": Operator(arn_matches, negated=True),
    "ArnNotLike": Operator(arn_matches, negated=True),
    "Bool": Operator(_equal_in_any_case),
    "BinaryEquals": Operator(_equal),
    "IpAddress": Operator(_address),
    "NotIpAddress": Operator(_address, negated=True),
    **{
        f"{kind}{name}": Operator(_typed(read, relation))
        for kind, read in (("Numeric", float), ("Date", _date))
        for name, relation in {"Equals": eq, **_RELATIONS}.items()
    },
    "NumericNotEquals": Operator(_typed(float, eq), negated=True),
    "DateNotEquals": Operator(_typed(_date, eq), negated=True),
}
"""Every operator beside `Null`, which asks whether a key is there."""
