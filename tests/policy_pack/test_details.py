"""Details of single policies that their examples don't show."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import Any

import pytest

from tests.policy_pack.pack_process import UNKNOWN, Pack, Program, undecided

ALLOW = {"Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*"}
OTHER = "999988887777"
MINE = {**ALLOW, "Condition": {"StringEquals": {"aws:PrincipalAccount": "123456789012"}}}


def said(process: Pack, policy: str, program: Program, *, update: bool = False) -> list[str]:
    return [one.message for one in process.judge(program, update=update) if one.policy == policy]


def lifecycle(*rules: dict[str, Any]) -> Program:
    document = {
        "rules": [
            {"rulePriority": number, "selection": selection, "action": {"type": "expire"}}
            for number, selection in enumerate(rules, start=1)
        ]
    }
    properties = {"repository": "feed-server", "policy": json.dumps(document)}
    return Program({"rules": {"type": "aws:ecr:LifecyclePolicy", "properties": properties}})


def test_a_finding_shows_the_image_that_would_go_and_the_rule_that_takes_it(pack: Pack) -> None:
    soon = {"countType": "sinceImagePushed", "countUnit": "days", "countNumber": 1}
    releases = {"tagStatus": "tagged", "tagPatternList": ["prod-*"], **soon}
    newest = {"tagStatus": "any", "countType": "imageCountMoreThan", "countNumber": 300}
    (message,) = [
        text
        for text in said(pack, "lifecycle-policy-loses-nothing-wanted", lifecycle(releases, newest))
        if "is deleted" in text
    ]
    assert "an image tagged prod-" in message
    assert "is deleted by rule 1" in message


def test_an_image_that_stays_is_shown_without_a_rule(pack: Pack) -> None:
    releases = {
        "tagStatus": "tagged",
        "tagPatternList": ["prod-*"],
        "countType": "imageCountMoreThan",
        "countNumber": 20,
    }
    messages = said(pack, "lifecycle-policy-does-its-work", lifecycle(releases))
    (message,) = [text for text in messages if "[no-untagged-rule]" in text]
    assert "an image without a tag" in message
    assert "stays." in message


@pytest.mark.parametrize(("days", "level"), [(180, []), (181, ["mandatory"])])
def test_an_exemption_may_last_as_long_as_the_setting_says(
    process: Pack, days: int, level: list[str]
) -> None:
    until = str(date.today() + timedelta(days=days))
    entry = {"resource": "it", "reason": "scanned by another tool", "until": until}
    process.configure({"repository-scans-images": {"exemptions": [entry]}})
    found = process.judge(Program({"it": {"type": "aws:ecr:Repository", "properties": {}}}))
    assert [one.level for one in found if one.policy == "exemptions-are-current"] == level


def test_a_tag_that_comes_with_the_update_is_undecided(pack: Pack) -> None:
    tags = {"Name": "a", "Service": UNKNOWN, "Environment": "dev"}
    program = Program({"it": {"type": "aws:ecr:Repository", "properties": {"tags": tags}}})
    policy = "repository-has-required-tags"
    pack.configure({policy: {"tags": ["Name", "Service"]}})
    (note,) = undecided(pack.judge(program), policy)
    assert "because `tags.Service` is known only in the update" in note.message


def endpoint(**properties: Any) -> dict[str, Any]:
    name = "com.amazonaws.ap-northeast-2.ecr.api"
    given = {"vpcId": "vpc-1", "serviceName": name, "vpcEndpointType": "Interface", **properties}
    return {"type": "aws:ec2:VpcEndpoint", "properties": given}


def restricted(target: str) -> dict[str, Any]:
    properties = {"vpcEndpointId": target, "policy": {"Statement": MINE}}
    return {"type": "aws:ec2:VpcEndpointPolicy", "properties": properties}


@pytest.mark.parametrize(("target", "refused"), [("vpce-1", False), ("vpce-2", True)])
def test_a_policy_of_its_own_is_for_the_endpoint_that_it_names(
    pack: Pack, target: str, refused: bool
) -> None:
    # In the update an endpoint has its id, and the default policy of AWS.
    resources = {"api": endpoint(id="vpce-1", policy={"Statement": ALLOW})}
    program = Program({**resources, "access": restricted(target)})
    policy = "vpc-endpoint-policy-is-limited"
    assert bool(said(pack, policy, program, update=True)) is refused


def test_an_endpoint_of_an_unknown_service_may_be_the_one_that_is_missing(pack: Pack) -> None:
    program = Program({"api": endpoint(), "other": endpoint(serviceName=UNKNOWN)})
    (note, *_) = undecided(pack.judge(program), "vpc-endpoints-belong-together")
    assert "because `serviceName` of other" in note.message


@pytest.mark.parametrize(
    ("allowed", "refused"),
    [('["111122223333"]', False), (["111122223333"], False), ('["1"]', True), ("not json", True)],
)
def test_the_accounts_of_the_provider_are_trusted(pack: Pack, allowed: Any, refused: bool) -> None:
    statement = {
        "Effect": "Allow",
        "Principal": {"AWS": "arn:aws:iam::111122223333:root"},
        "Action": "ecr:BatchGetImage",
    }
    properties = {"repository": "a", "policy": {"Statement": statement}}
    resource = {"type": "aws:ecr:RepositoryPolicy", "properties": properties}
    program = Program({"it": resource}, provider={"allowedAccountIds": allowed})
    pack.configure({"repository-policy-trusts-known-accounts": {"trustedAccounts": [OTHER]}})
    messages = said(pack, "repository-policy-trusts-known-accounts", program)
    assert bool(messages) is refused
    assert not [message for message in messages if "defect" in message]


@pytest.mark.parametrize(
    "properties",
    [
        {"customerMasterKeySpec": "RSA_2048", "keyUsage": "SIGN_VERIFY"},
        {"customerMasterKeySpec": "HMAC_256", "keyUsage": "GENERATE_VERIFY_MAC"},
        {"customKeyStoreId": "cks-1"},
    ],
)
def test_a_key_that_aws_cannot_rotate_need_not_be(pack: Pack, properties: dict[str, Any]) -> None:
    program = Program({"it": {"type": "aws:kms:Key", "properties": properties}})
    assert said(pack, "kms-key-rotates", program) == []
    assert said(pack, "kms-key-rotates", Program({"it": {"type": "aws:kms:Key"}}))


def test_a_policy_for_an_endpoint_that_nobody_knows_yet_restricts_none(pack: Pack) -> None:
    program = Program({"api": endpoint(), "access": restricted(UNKNOWN)})
    assert said(pack, "vpc-endpoint-policy-is-limited", program)


@pytest.mark.parametrize(("multi_platform", "said_so"), [(False, False), (True, True)])
def test_a_count_of_all_is_questioned_where_images_have_parts(
    process: Pack, multi_platform: bool, said_so: bool
) -> None:
    policy = "lifecycle-policy-does-its-work"
    untagged = {"tagStatus": "untagged", "countType": "sinceImagePushed", "countUnit": "days",
                "countNumber": 1}  # fmt: skip
    newest = {"tagStatus": "any", "countType": "imageCountMoreThan", "countNumber": 30}
    process.configure({policy: {"multiPlatform": multi_platform}})
    assert bool(said(process, policy, lifecycle(untagged, newest))) is said_so
