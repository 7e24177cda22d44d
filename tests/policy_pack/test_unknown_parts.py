"""Documents of which a part is known only in the update: what is known is judged at once."""

from __future__ import annotations

from typing import Any

from tests.policy_pack.pack_process import UNKNOWN, Pack, Program, undecided

POLICY = "repository-policy-is-not-public"
OPEN = {"Effect": "Allow", "Principal": "*", "Action": "ecr:BatchGetImage"}
LATER = {"Effect": "Allow", "Principal": {"AWS": UNKNOWN}, "Action": "ecr:BatchGetImage"}


def messages(pack: Pack, resource: dict[str, Any], policy: str = POLICY) -> list[tuple[str, str]]:
    found = pack.judge(Program({"it": resource}))
    notes = undecided(found, policy)
    said = [one for one in found if one.policy == policy and "undecided" not in one.message]
    return [(one.level, one.message) for one in (*said, *notes)]


def sharing(*statements: Any) -> dict[str, Any]:
    policy = {"Version": "2012-10-17", "Statement": list(statements)}
    properties = {"repository": "feed-server", "policy": policy}
    return {"type": "aws:ecr:RepositoryPolicy", "properties": properties}


def test_known_statements_are_judged_and_the_rest_is_undecided(pack: Pack) -> None:
    violation, note = messages(pack, sharing(LATER, OPEN))
    assert violation[0] == "mandatory"
    assert note[0] == "advisory"
    assert "undecided" in note[1]


def test_nothing_is_said_of_a_document_that_is_known(pack: Pack) -> None:
    known = {**LATER, "Principal": {"AWS": "arn:aws:iam::111122223333:root"}}
    assert messages(pack, sharing(known)) == []


def test_an_unknown_inline_policy_leaves_the_next_one_judged(pack: Pack) -> None:
    wide = '{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"ecr:*","Resource":"*"}}'
    trust = {"Statement": {"Effect": "Allow", "Principal": {"Service": "ec2.amazonaws.com"},
                           "Action": "sts:AssumeRole"}}  # fmt: skip
    role = {
        "type": "aws:iam:Role",
        "properties": {
            "assumeRolePolicy": trust,
            "inlinePolicies": [
                {"name": "later", "policy": UNKNOWN},
                {"name": "wide", "policy": wide},
            ],
        },
    }
    levels = [level for level, _ in messages(pack, role, "ecr-permissions-are-least")]
    assert levels == ["mandatory", "advisory"]


def test_an_unknown_key_leaves_the_type_of_encryption_decided(pack: Pack) -> None:
    block = [{"encryptionType": "KMS_DSSE", "kmsKey": UNKNOWN}]
    repository = {
        "type": "aws:ecr:Repository",
        "properties": {"encryptionConfigurations": block},
    }
    ((level, message),) = messages(pack, repository, "repository-encryption-is-right")
    assert level == "mandatory"
    assert "KMS_DSSE" in message
