"""Whose registry it is: credit where it is proven, a clash unless the contrary is."""

from __future__ import annotations

from typing import Any

import pytest

from tests.policy_pack.pack_process import Pack, Program

SCANNING = "aws:ecr:RegistryScanningConfiguration"
ENHANCED = {
    "scanType": "ENHANCED",
    "rules": [
        {
            "scanFrequency": "SCAN_ON_PUSH",
            "repositoryFilters": [{"filter": "*", "filterType": "WILDCARD"}],
        }
    ],
}
WEB = {"roleArn": "arn:aws:iam::333344445555:role/build"}


def through(name: str, **properties: Any) -> dict[str, Any]:
    return {"provider": {"name": name, "properties": properties}}


def blamed(pack: Pack, policy: str, resources: dict[str, Any]) -> list[str]:
    found = pack.judge(Program(resources), update=True)
    return [one.resource for one in found if one.policy == policy]


@pytest.mark.parametrize(
    "other",
    [
        {"allowedAccountIds": '["333344445555"]'},
        {"sharedCredentialsFiles": '["/home/ci/.aws/other"]'},
        {"endpoints": '[{"ecr":"https://example.com"}]'},
    ],
)
def test_a_second_owner_may_be_in_the_same_account(pack: Pack, other: dict[str, Any]) -> None:
    two = {
        "a": {"type": SCANNING, "properties": ENHANCED},
        "b": {"type": SCANNING, "properties": ENHANCED, "options": through("second", **other)},
    }
    assert blamed(pack, "registry-settings-have-one-owner", two) == ["a"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"allowedAccountIds": '["111122223333"]'}, {"allowedAccountIds": '["333344445555"]'}),
        ({"allowedAccountIds": '["111122223333"]'}, {"assumeRoleWithWebIdentity": WEB}),
        ({"profile": "build"}, {"profile": "production"}),
        ({"region": "eu-west-1"}, {"region": "eu-central-1"}),
    ],
)
def test_two_accounts_that_are_proven_have_an_owner_each(
    pack: Pack, one: dict[str, Any], other: dict[str, Any]
) -> None:
    two = {
        "a": {"type": SCANNING, "properties": ENHANCED, "options": through("one", **one)},
        "b": {"type": SCANNING, "properties": ENHANCED, "options": through("other", **other)},
    }
    assert blamed(pack, "registry-settings-have-one-owner", two) == []


@pytest.mark.parametrize(
    "other",
    [
        {"assumeRoleWithWebIdentity": WEB},
        {"sharedCredentialsFiles": '["/home/ci/.aws/other"]'},
        {"secretKey": "x", "accessKey": "y"},
        {"endpoints": '[{"ecr":"https://example.com"}]'},
    ],
)
def test_scanning_of_another_account_is_no_credit(pack: Pack, other: dict[str, Any]) -> None:
    resources = {
        "app": {"type": "aws:ecr:Repository", "properties": {"name": "app"}},
        "scan": {"type": SCANNING, "properties": ENHANCED, "options": through("other", **other)},
    }
    assert blamed(pack, "repository-scans-images", resources) == ["app"]


def test_the_same_account_by_two_providers_is_credit(pack: Pack) -> None:
    own = {"allowedAccountIds": '["333344445555"]'}
    role = {"assumeRole": {"roleArn": "arn:aws:iam::333344445555:role/registry"}}
    resources = {
        "app": {
            "type": "aws:ecr:Repository",
            "properties": {"name": "app"},
            "options": through("a", **own),
        },
        "scan": {"type": SCANNING, "properties": ENHANCED, "options": through("b", **role)},
    }
    assert blamed(pack, "repository-scans-images", resources) == []


ONCE = "repository-is-registered-once"


def orders(**options: Any) -> dict[str, Any]:
    properties = {"name": "orders", **options.pop("properties", {})}
    return {"type": "aws:ecr:Repository", "properties": properties, "options": options}


@pytest.mark.parametrize(
    "other",
    [
        through("other", region="eu-central-1"),
        through("other", allowedAccountIds='["333344445555"]'),
        through("other", profile="production"),
        {"properties": {"region": "eu-central-1"}},
    ],
)
def test_one_name_in_two_registries_is_two_repositories(pack: Pack, other: dict[str, Any]) -> None:
    assert blamed(pack, ONCE, {"a": orders(), "b": orders(**other)}) == []


def test_a_repository_beside_a_components_child_of_its_name_is_one_repository(pack: Pack) -> None:
    native = {"type": "aws-native:ecr:Repository", "properties": {"repositoryName": "orders"}}
    three = {"a": orders(), "b": orders(), "c": native}
    assert blamed(pack, ONCE, three) == ["a"]
    same = through("same", allowedAccountIds='["333344445555"]')
    again = through("again", assumeRole={"roleArn": "arn:aws:iam::333344445555:role/registry"})
    assert blamed(pack, ONCE, {"a": orders(**same), "b": orders(**again)}) == ["a"]


def test_a_name_that_only_the_update_knows_is_not_compared(pack: Pack) -> None:
    unnamed = {"type": "aws:ecr:Repository", "properties": {}}
    assert blamed(pack, ONCE, {"a": unnamed, "b": unnamed}) == []


TRUSTED = {"repository-policy-trusts-known-accounts": {"trustedAccounts": ["999988887777"]}}


def sharing(account: str) -> dict[str, Any]:
    statement = {
        "Effect": "Allow",
        "Principal": {"AWS": f"arn:aws:iam::{account}:root"},
        "Action": "ecr:BatchGetImage",
    }
    properties = {"repository": "app", "policy": {"Statement": [statement]}}
    return {"type": "aws:ecr:RepositoryPolicy", "properties": properties}


@pytest.mark.parametrize(
    "known",
    [
        {"registryId": "210987654321", "name": "app"},
        {"arn": "arn:aws:ecr:eu-west-1:210987654321:repository/app", "name": "app"},
    ],
)
def test_the_accounts_own_id_is_known_from_any_of_its_resources(
    process: Pack, known: dict[str, Any]
) -> None:
    process.configure(TRUSTED)
    app = {"type": "aws:ecr:Repository", "properties": known}
    policy = "repository-policy-trusts-known-accounts"
    own, strange = sharing("210987654321"), sharing("111100001111")
    assert blamed(process, policy, {"app": app, "own": own}) == []
    assert blamed(process, policy, {"app": app, "strange": strange}) == ["strange"]


def test_a_list_that_nobody_filled_says_nothing(pack: Pack) -> None:
    copies = {
        "type": "aws:ecr:ReplicationConfiguration",
        "properties": {
            "replicationConfiguration": {
                "rules": [{"destinations": [{"region": "eu-central-1", "registryId": "1" * 12}]}]
            }
        },
    }
    found = pack.judge(Program({"sharing": sharing("111100001111"), "copies": copies}))
    assert found == []


def test_a_registry_that_another_stack_scans_is_a_setting(process: Pack) -> None:
    app = {"app": {"type": "aws:ecr:Repository", "properties": {"name": "app"}}}
    process.configure({"repository-scans-images": {"scannedElsewhere": True}})
    assert blamed(process, "repository-scans-images", app) == []
    process.configure()
    assert blamed(process, "repository-scans-images", app) == ["app"]
