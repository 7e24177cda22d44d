"""A repository that exists keeps what it came with until somebody says otherwise."""

import json
from typing import Any

import pytest

from components.arguments import ArgumentsError
from components.container_registry import ContainerRegistry
from tests.support.mocks import Recorded, deploy
from tests.support.scopes import SEOUL

LOOK = "aws:cloudcontrol/getResource:getResource"
LIFECYCLE = "aws:ecr/lifecyclePolicy:LifecyclePolicy"
POLICY = "aws:ecr/repositoryPolicy:RepositoryPolicy"
THEIRS = json.dumps({"rules": []})
KEY = "arn:aws:kms:ap-northeast-2:111111111111:key/11111111-2222-3333-4444-555555555555"


def adopted(properties: dict[str, Any] | str, **more: Any) -> Recorded:
    text = properties if isinstance(properties, str) else {"properties": json.dumps(properties)}
    args: Any = {
        "scope": SEOUL,
        "adopt": True,
        "retention": {"keep": 5},
        "sharing": {"pull_accounts": ["222222222222"]},
        **more,
    }
    return deploy(lambda: ContainerRegistry("orders", args), calls={LOOK: text})


def test_policies_that_exist_are_imported_as_they_are() -> None:
    recorded = adopted(
        {
            "LifecyclePolicy": {"LifecyclePolicyText": THEIRS},
            "RepositoryPolicyText": {"Statement": []},
        }
    )
    for kind in (LIFECYCLE, POLICY):
        policy = recorded.one(kind)
        assert (policy.import_id, policy.ignore_changes) == ("orders", ("policy",)), kind


def test_policies_that_are_missing_are_made() -> None:
    recorded = adopted({})
    for kind in (LIFECYCLE, POLICY):
        policy = recorded.one(kind)
        assert (policy.import_id, policy.ignore_changes) == ("", ()), kind


def test_policies_that_exist_are_replaced_where_the_word_is_given() -> None:
    found = {"LifecyclePolicy": {"LifecyclePolicyText": THEIRS}}
    policy = adopted(found, replace_policies=True).one(LIFECYCLE)
    assert (policy.import_id, policy.ignore_changes) == ("", ())


def test_a_policy_that_the_program_has_not_is_left_alone() -> None:
    found = {"RepositoryPolicyText": '{"Statement": []}'}
    assert adopted(found, sharing={}).of_type(POLICY) == []


@pytest.mark.parametrize(
    ("found", "ours", "said"),
    [
        ({"EncryptionType": "KMS", "KmsKey": KEY}, {}, f"exists has KMS with {KEY}"),
        ({"EncryptionType": "AES256"}, {"type": "KMS"}, "is KMS, and the repository .* has AES256"),
        ({"EncryptionType": "KMS", "KmsKey": "other"}, {"type": "KMS", "key": KEY}, "with other"),
    ],
)
def test_an_encryption_that_cannot_be_the_programs_is_refused(
    found: dict[str, str], ours: dict[str, str], said: str
) -> None:
    with pytest.raises(ArgumentsError, match=said) as error:
        adopted({"EncryptionConfiguration": found}, encryption=ours)
    assert "its images would be lost" in str(error.value)


def test_an_encryption_that_is_the_same_is_accepted() -> None:
    found = {"EncryptionConfiguration": {"EncryptionType": "KMS", "KmsKey": KEY}}
    adopted(found, encryption={"type": "KMS"})
    adopted(found, encryption={"type": "KMS", "key": KEY})


def test_a_repository_that_is_missing_or_unread_is_said_before_anything_is_registered() -> None:
    with pytest.raises(ArgumentsError, match="has no repository orders in this Region"):
        adopted("reading Cloud Control API: couldn't find resource")
    with pytest.raises(ArgumentsError, match=r"can't be read: .*AccessDenied") as error:
        adopted("AccessDenied")
    assert "allow cloudformation:GetResource" in str(error.value)
    with pytest.raises(ArgumentsError, match="replace_policies: is true without `adopt`"):
        adopted({}, adopt=False, replace_policies=True)
