"""Who sets a condition key, and whether a limit by it keeps anybody out."""

from __future__ import annotations

from typing import Any

import pytest

from container_registry.catalogue.condition_keys import CONDITION_KEYS, Bound, Setter, classed
from container_registry.iam.document import parse
from container_registry.iam.reach import OWN_ACCOUNT, Reach, reach


def reached(principal: Any = "*", **condition: Any) -> Reach:
    statement = {"Effect": "Allow", "Principal": principal, "Action": "x", "Condition": condition}
    return reach(parse({"Statement": statement}).statements[0])


@pytest.mark.parametrize(
    "key", [one for one in CONDITION_KEYS if one.setter in (Setter.CALLER, Setter.ACCOUNT)],
    ids=lambda one: one.name,
)  # fmt: skip
def test_what_callers_or_their_accounts_choose_keeps_nobody_out(key: Any) -> None:
    assert key.bounds is Bound.NOTHING
    assert reached(
        StringEquals={f"{key.name}x" if key.name[-1] in "/:" else key.name: "a"}
    ).everyone


@pytest.mark.parametrize(
    "condition",
    [
        {"StringEquals": {"AWS:SourceOwner": "111122223333"}},
        {"ArnLike": {"aws:SourceArn": "arn:aws:s3:::reports"}},
        {"ArnEquals": {"aws:SourceArn": "arn:aws:s3:*:*:reports"}},
        {"StringEquals": {"aws:PrincipalOrgID": "${aws:ResourceOrgID}"}},
        {"StringEquals": {"aws:SourceVpcArn": "arn:aws:ec2:eu-west-1:111122223333:vpc/vpc-1"}},
        {"StringLike": {"aws:userid": "AROAEXAMPLEEXAMPLE12:*"}},
        {"StringLike": {"aws:PrincipalArn": "arn:aws:iam::111122223333:role/*"}},
        {"StringLike": {"aws:SourceArn": "arn:aws:lambda:*:111122223333:function:*"}},
        {"ArnLike": {"aws:PrincipalArn": "arn:aws:iam::111122223333:user/${aws:username}"}},
        {"IpAddress": {"aws:SourceIp": ["203.0.113.0/24", "2001:db8::/32"]}},
        {"StringEquals": {"lambda:SourceFunctionArn": "arn:aws:lambda:a:111122223333:function:f"}},
    ],
)
def test_fixed_values_that_aws_sets_keep_others_out(condition: dict[str, Any]) -> None:
    assert not reached(**condition).everyone


@pytest.mark.parametrize(
    "condition",
    [
        {"StringEquals": {"aws:PrincipalAccount": "${aws:PrincipalAccount}"}},
        {"StringEquals": {"kms:CallerAccount": "${kms:CallerAccount}"}},
        {"StringEquals": {"aws:SourceVpce": "${aws:SourceVpce}"}},
        {"StringLike": {"aws:PrincipalOrgID": "${aws:PrincipalOrgID, 'o-1'}"}},
        {"NumericGreaterThan": {"aws:PrincipalAccount": "0"}},
        {"StringEquals": {"aws:PrincipalOrgID": ""}},
        {"StringLike": {"aws:PrincipalArn": "arn:aws:iam:*:111122223333:role/x"}},
        {"StringLike": {"aws:PrincipalArn": "arn:*:iam::111122223333:role/x"}},
        {"ArnLike": {"aws:SourceArn": "arn:aws:s3:::*"}},
        {"ArnLike": {"aws:SourceArn": ["arn:aws:s3:::a", "arn:aws:s3:::*"]}},
        {"IpAddress": {"aws:SourceIp": [f"{n}.0.0.0/8" for n in range(256)]}},
        {"IpAddress": {"aws:SourceIp": [f"{n}.0.0.0/8" for n in range(1, 12, 2)]}},
        {"IpAddress": {"aws:SourceIp": "2000::/3"}},
        {"IpAddress": {"aws:SourceIp": ["203.0.113.0/24", "anywhere"]}},
        {"Bool": {"aws:PrincipalIsAWSService": "true"}},
        {"StringEquals": {"aws:ResourceAccount": "111122223333"}},
        {"StringEquals": {"acme:Anything": "a"}},
        {"Null": {"aws:PrincipalOrgID": "false"}},
    ],
)
def test_what_anybody_can_meet_keeps_nobody_out(condition: dict[str, Any]) -> None:
    assert reached(**condition).everyone


def test_the_resources_own_account_is_named_as_such() -> None:
    found = reached(StringEquals={"aws:PrincipalAccount": "${aws:ResourceAccount}"})
    assert found.accounts == {OWN_ACCOUNT}


def test_a_service_by_its_name_is_that_service_for_anybody() -> None:
    found = reached(StringEquals={"aws:PrincipalServiceName": "cloudtrail.amazonaws.com"})
    assert not found.everyone
    assert found.services == {"cloudtrail.amazonaws.com"}


@pytest.mark.parametrize("principal", [{"AWS": "arn:aws:iam::*:root"}, {"Service": "*"},
                                       {"AWS": "*?"}])  # fmt: skip
def test_a_pattern_of_principals_is_everybody(principal: Any) -> None:
    assert reached(principal).everyone


def test_keys_are_compared_without_regard_to_case_and_are_there_once() -> None:
    key = classed("AWS:principaltag/Team")
    assert key is not None
    assert key.name == "aws:PrincipalTag/"
    names = [one.name.lower() for one in CONDITION_KEYS]
    assert len(names) == len(set(names))
    assert classed("acme:Anything") is None
