"""Condition operators and their modifiers, by the rules of the IAM user guide."""

import pytest

from container_registry.iam.conditions import ConditionError, hold, split
from container_registry.iam.document import Condition


def holds(operator: str, values: list[str] | str, given: object, key: str = "k") -> bool:
    values = [values] if isinstance(values, str) else values
    context = {} if given is None else {key: given}
    return hold([Condition(operator, key, tuple(values))], context)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("operator", "value", "given", "expected"),
    [
        ("StringEquals", "a", "a", True),
        ("StringEquals", "a", "A", False),
        ("StringEquals", "a*", "ab", False),
        ("StringEquals", "a*", "a*", True),
        ("StringNotEquals", "a", "b", True),
        ("StringEqualsIgnoreCase", "aB", "Ab", True),
        ("StringNotEqualsIgnoreCase", "aB", "Ab", False),
        ("StringLike", "a*c?", "abbbcd", True),
        ("StringLike", "a*c?", "abbbc", False),
        ("StringLike", "a", "A", False),
        ("StringLike", "a${*}", "a*", True),
        ("StringLike", "a${*}", "ab", False),
        ("StringNotLike", "a*", "ab", False),
        ("NumericLessThan", "10", "9", True),
        ("NumericLessThan", "10", "10", False),
        ("NumericGreaterThanEquals", "10", "10", True),
        ("NumericEquals", "1.0", "1", True),
        ("NumericNotEquals", "1", "2", True),
        ("NumericEquals", "1", "x", False),
        ("DateLessThan", "2026-01-01T00:00:00Z", "2025-12-31T23:59:59Z", True),
        ("DateGreaterThan", "1767225600", "2026-01-01T00:00:01Z", True),
        ("Bool", "true", "True", True),
        ("Bool", "true", "false", False),
        ("IpAddress", "10.0.0.0/8", "10.1.2.3", True),
        ("IpAddress", "10.0.0.0/8", "11.1.2.3", False),
        ("NotIpAddress", "10.0.0.0/8", "11.1.2.3", True),
        ("ArnLike", "arn:aws:iam::*:role/ci-*", "arn:aws:iam::1:role/ci-a", True),
        ("ArnEquals", "arn:aws:iam::*:role/ci-*", "arn:aws:iam::1:role/ci-a", True),
        ("ArnLike", "arn:aws:*:role/ci", "arn:aws:iam::1:role/ci", False),
        ("ArnNotLike", "arn:aws:iam::1:role/a", "arn:aws:iam::1:role/b", True),
        ("BinaryEquals", "QQ==", "QQ==", True),
    ],
)
def test_an_operator_compares_as_documented(
    operator: str, value: str, given: str, expected: bool
) -> None:
    assert holds(operator, value, given) is expected


@pytest.mark.parametrize(
    ("operator", "expected"),
    [
        ("StringEquals", False),
        ("StringNotEquals", True),
        ("ArnNotLike", True),
        ("NotIpAddress", True),
        ("StringEqualsIfExists", True),
        ("StringNotEqualsIfExists", True),
        ("ForAllValues:StringEquals", True),
        ("ForAnyValue:StringEquals", False),
        ("ForAnyValue:StringNotEquals", False),
        ("ForAllValues:StringNotEquals", True),
    ],
)
def test_an_absent_key_passes_or_fails_as_documented(operator: str, expected: bool) -> None:
    assert holds(operator, "a", None) is expected


def test_one_of_the_values_is_enough_for_a_positive_operator() -> None:
    assert holds("StringEquals", ["a", "b"], "b")


def test_none_of_the_values_may_match_for_a_negated_operator() -> None:
    assert not holds("StringNotEquals", ["a", "b"], "b")
    assert holds("StringNotEquals", ["a", "b"], "c")


def test_for_all_values_asks_every_value_of_the_request() -> None:
    assert holds("ForAllValues:StringEquals", ["a", "b"], ["a", "b"])
    assert not holds("ForAllValues:StringEquals", ["a", "b"], ["a", "c"])


def test_for_any_value_asks_for_one_value_of_the_request() -> None:
    assert holds("ForAnyValue:StringLike", "o-1/*", ["x", "o-1/r"])
    assert not holds("ForAnyValue:StringLike", "o-1/*", ["x", "y"])


def test_for_any_value_with_a_negated_operator_asks_for_one_that_does_not_match() -> None:
    assert holds("ForAnyValue:StringNotEquals", "a", ["a", "b"])
    assert not holds("ForAnyValue:StringNotEquals", "a", ["a"])


@pytest.mark.parametrize(("value", "given", "expected"), [
    ("true", None, True), ("true", "x", False), ("false", None, False), ("false", "x", True),
])  # fmt: skip
def test_null_asks_whether_the_key_is_there(value: str, given: object, expected: bool) -> None:
    assert holds("Null", value, given) is expected


def test_all_operators_and_keys_must_hold() -> None:
    conditions = [Condition("StringEquals", "a", ("1",)), Condition("StringEquals", "b", ("2",))]
    assert hold(conditions, {"a": "1", "b": "2"})
    assert not hold(conditions, {"a": "1", "b": "3"})


def test_keys_are_compared_without_regard_to_case() -> None:
    assert hold(
        [Condition("StringEquals", "AWS:PrincipalOrgId", ("o",))], {"aws:principalorgid": "o"}
    )


def test_a_variable_is_filled_from_the_request_and_is_no_wildcard() -> None:
    condition = [Condition("StringLike", "k", ("home/${aws:username}/*",))]
    assert hold(condition, {"k": "home/ana/x", "aws:username": "ana"})
    assert not hold(condition, {"k": "home/ana/x", "aws:username": "*"})
    assert not hold(condition, {"k": "home/ana/x"})


def test_a_variable_may_have_a_default() -> None:
    condition = [Condition("StringEquals", "k", ("${aws:PrincipalTag/team, 'none'}",))]
    assert hold(condition, {"k": "none"})


def test_an_operator_that_does_not_exist_is_an_error() -> None:
    with pytest.raises(ConditionError, match="StringIs"):
        holds("StringIs", "a", "a")


@pytest.mark.parametrize(
    ("operator", "binds"),
    [
        ("StringEquals", True),
        ("ForAnyValue:StringLike", True),
        ("StringEqualsIfExists", False),
        ("ForAllValues:StringEquals", False),
        ("StringNotEquals", False),
        ("Null", False),
    ],
)
def test_an_operator_binds_only_if_the_key_must_be_there(operator: str, binds: bool) -> None:
    assert split(operator).binds is binds
