"""What is undecided is one note a resource, whatever number of policies wait."""

from __future__ import annotations

from typing import Any

from tests.policy_pack.pack_process import UNKNOWN, Pack, Program

PROGRAM: dict[str, dict[str, Any]] = {
    "github": {"type": "aws:iam:OpenIdConnectProvider", "properties": {"url": "https://x"}},
    "app": {
        "type": "aws:ecr:Repository",
        "properties": {"imageScanningConfiguration": {"scanOnPush": True}, "name": UNKNOWN,
                       "imageTagMutability": UNKNOWN},
    },
    "rules": {
        "type": "aws:ecr:LifecyclePolicy",
        "properties": {"repository": "${app.name}", "policy": UNKNOWN},
    },
    "ci": {"type": "aws:iam:Role", "properties": {"assumeRolePolicy": UNKNOWN}},
    "push": {"type": "aws:iam:RolePolicy", "properties": {"role": "${ci.id}", "policy": UNKNOWN}},
    "sharing": {
        "type": "aws:ecr:RepositoryPolicy",
        "properties": {"repository": "${app.name}", "policy": UNKNOWN},
    },
}  # fmt: skip


def test_a_resource_has_one_note_that_names_every_policy_that_waits(pack: Pack) -> None:
    notes = [one for one in pack.judge(Program(PROGRAM)) if "undecided" in one.message]
    assert sorted(one.resource for one in notes) == ["app", "ci", "push", "rules", "sharing"]
    assert {one.level for one in notes} == {"advisory"}
    (sharing,) = [one.message for one in notes if one.resource == "sharing"]
    for policy in (
        "repository-policy-is-not-public",
        "policy-documents-are-readable",
        "ecr-permissions-are-least",
    ):
        assert policy in sharing
    assert sharing.count("`policy`") == 1


def test_the_second_run_has_notes_of_its_own(pack: Pack) -> None:
    first, second = (pack.judge(Program(PROGRAM)) for _ in range(2))
    assert [one.message for one in first] == [one.message for one in second]


def test_in_the_update_nothing_is_left_undecided(pack: Pack) -> None:
    known = {
        "app": {
            "type": "aws:ecr:Repository",
            "properties": {"imageScanningConfiguration": {"scanOnPush": True}},
        },
        "ci": {
            "type": "aws:iam:RolePolicyAttachment",
            "properties": {"role": "ci", "policyArn": "${own.arn}"},
        },
        "own": {"type": "aws:iam:Policy", "properties": {"policy": {"Statement": []}}},
    }
    found = pack.judge(Program(known), update=True)
    assert [one for one in found if "undecided" in one.message] == []
