"""Whom a resource policy lets in, principals and conditions together."""

from typing import Any

import pytest

from container_registry.iam.document import parse
from container_registry.iam.reach import Reach, reaches


def reach(**statement: Any) -> Reach:
    (found,) = reaches(
        parse({"Statement": {"Effect": "Allow", "Action": "ecr:BatchGetImage", **statement}})
    )
    return found


@pytest.mark.parametrize("principal", ["*", {"AWS": "*"}, {"AWS": ["111122223333", "*"]},
                                       {"Federated": "*"}])  # fmt: skip
def test_a_star_anywhere_in_the_principals_is_everybody(principal: Any) -> None:
    assert reach(Principal=principal).everyone


def test_not_principal_is_everybody() -> None:
    assert reach(NotPrincipal={"AWS": "111122223333"}).everyone


DENIAL = {
    "Effect": "Deny",
    "Principal": "*",
    "Action": "ecr:*",
    "Condition": {"StringNotEqualsIfExists": {"aws:PrincipalOrgID": "o-1"}},
}


@pytest.mark.parametrize(
    ("change", "everyone"),
    [
        ({}, False),
        ({"Action": "*"}, False),
        ({"Action": ["ecr:BatchGetImage", "ecr:Put*"]}, False),
        ({"Condition": {"NotIpAddress": {"aws:SourceIp": "203.0.113.0/24"}}}, False),
        ({"Action": "ecr:PutImage"}, True),
        ({"Principal": {"AWS": "111122223333"}}, True),
        ({"Condition": {"StringEquals": {"aws:PrincipalOrgID": "o-1"}}}, True),
        ({"Condition": {"StringNotEquals": {"aws:PrincipalTag/a": "b"}}}, True),
        ({"Condition": {"ForAllValues:StringNotEquals": {"aws:PrincipalOrgID": "o-1"}}}, True),
        (
            {
                "Condition": {
                    "StringNotEquals": {"aws:PrincipalOrgID": "o-1"},
                    "BoolIfExists": {"aws:PrincipalIsAWSService": "false"},
                }
            },
            True,
        ),
    ],
)
def test_a_denial_of_everybody_else_is_a_limit(change: dict[str, Any], everyone: bool) -> None:
    allow = {"Effect": "Allow", "Principal": "*", "Action": "ecr:BatchGetImage"}
    document = parse({"Statement": [allow, {**DENIAL, **change}]})
    (found,) = reaches(document)
    assert found.everyone is everyone


def test_a_denial_lets_nobody_in() -> None:
    deny = {"Effect": "Deny", "Principal": "*", "Action": "ecr:*"}
    assert reaches(parse({"Statement": [deny]})) == ()


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ({"StringEquals": {"aws:PrincipalOrgID": "o-1"}}, {"organizations": {"o-1"}}),
        ({"ForAnyValue:StringLike": {"aws:PrincipalOrgPaths": "o-1/r-1/*"}},
         {"organizations": {"o-1"}}),
        ({"StringEquals": {"aws:PrincipalAccount": ["1", "2"]}}, {"accounts": {"1", "2"}}),
        ({"ArnLike": {"aws:PrincipalArn": "arn:aws:iam::111122223333:role/*"}},
         {"accounts": {"111122223333"}}),
        ({"StringEquals": {"aws:SourceVpce": "vpce-1"}}, {"endpoints": {"vpce-1"}}),
        ({"IpAddress": {"aws:SourceIp": "203.0.113.0/24"}}, {"endpoints": {"203.0.113.0/24"}}),
        ({"StringEquals": {"aws:userid": "AROAEXAMPLE"}}, {}),
    ],
)  # fmt: skip
def test_a_binding_condition_narrows(condition: Any, expected: dict[str, set[str]]) -> None:
    found = reach(Principal="*", Condition=condition)
    assert not found.everyone
    for name, values in expected.items():
        assert getattr(found, name) == values


@pytest.mark.parametrize(
    "condition",
    [
        {"StringEqualsIfExists": {"aws:PrincipalOrgID": "o-1"}},
        {"ForAllValues:StringEquals": {"aws:PrincipalOrgID": "o-1"}},
        {"StringNotEquals": {"aws:PrincipalAccount": "1"}},
        {"StringLike": {"aws:PrincipalOrgID": "*"}},
        {"StringLike": {"aws:PrincipalAccount": "11*"}},
        {"ArnLike": {"aws:PrincipalArn": "arn:aws:iam::*:role/ci"}},
        {"IpAddress": {"aws:SourceIp": "0.0.0.0/0"}},
        {"Bool": {"aws:SecureTransport": "true"}},
        {"StringEquals": {"aws:RequestedRegion": "ap-northeast-2"}},
    ],
)
def test_a_condition_that_does_not_tell_callers_apart_narrows_nothing(condition: Any) -> None:
    assert reach(Principal="*", Condition=condition).everyone


def test_two_conditions_on_accounts_leave_what_both_name() -> None:
    found = reach(
        Principal="*",
        Condition={
            "StringEquals": {"aws:PrincipalAccount": ["1", "2"]},
            "StringLike": {"aws:SourceAccount": ["2", "3"]},
        },
    )
    assert found.accounts == {"2"}


def test_accounts_are_read_from_ids_roots_and_roles() -> None:
    principal = {"AWS": ["111122223333", "arn:aws:iam::444455556666:role/x", "AIDAEXAMPLE"]}
    found = reach(Principal=principal)
    assert found.accounts == {"111122223333", "444455556666"}
    assert found.unnamed == {"AIDAEXAMPLE"}


def test_a_service_counts_unless_a_condition_says_for_whom_it_acts() -> None:
    service = {"Service": "lambda.amazonaws.com"}
    assert reach(Principal=service).services == {"lambda.amazonaws.com"}
    bound = reach(
        Principal=service,
        Condition={"ArnLike": {"aws:SourceArn": "arn:aws:lambda:*:111122223333:function:*"}},
    )
    assert bound.services == frozenset()
    assert bound.accounts == {"111122223333"}
