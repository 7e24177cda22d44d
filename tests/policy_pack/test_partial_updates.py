"""`--target` and `--exclude`: nothing untrue is said of what this run leaves alone."""

from __future__ import annotations

from typing import Any

from tests.policy_pack.pack_process import Pack, Program

LEFT: dict[str, Any] = {"properties": {}, "options": {"leftAlone": True}}
GOOD = {"imageTagMutability": "IMMUTABLE", "imageScanningConfiguration": {"scanOnPush": True}}
RULES = {
    "type": "aws:ecr:LifecyclePolicy",
    "properties": {
        "repository": "${pay.name}",
        "policy": {
            "fn::toJSON": {
                "rules": [
                    {
                        "rulePriority": 1,
                        "description": "all",
                        "selection": {
                            "tagStatus": "untagged",
                            "countType": "sinceImagePushed",
                            "countUnit": "days",
                            "countNumber": 3,
                        },
                        "action": {"type": "expire"},
                    },
                    {
                        "rulePriority": 2,
                        "description": "all",
                        "selection": {
                            "tagStatus": "any",
                            "countType": "imageCountMoreThan",
                            "countNumber": 40,
                        },
                        "action": {"type": "expire"},
                    },
                ]
            }
        },
    },
}


def left(kind: str, **properties: Any) -> dict[str, Any]:
    return {**LEFT, "type": kind, "properties": properties}


def test_a_new_repository_that_is_not_targeted_is_not_judged(process: Pack) -> None:
    process.configure(default="mandatory")
    targeted = {"type": "aws:ecr:Repository", "properties": GOOD, "options": {"protect": True}}
    resources = {"pay": targeted, "rules": RULES, "ledger": left("aws:ecr:Repository")}
    assert [one for one in process.judge(Program(resources)) if one.resource == "ledger"] == []


def test_a_lifecycle_policy_that_is_not_targeted_leaves_its_repository_undecided(
    pack: Pack,
) -> None:
    resources = {
        "pay": {"type": "aws:ecr:Repository", "properties": GOOD},
        "rules": left("aws:ecr:LifecyclePolicy"),
    }
    found = [one for one in pack.judge(Program(resources)) if one.level == "mandatory"]
    assert found == []


def test_scanning_that_is_not_targeted_may_cover_a_repository(pack: Pack) -> None:
    resources = {
        "pay": {"type": "aws:ecr:Repository", "properties": {"imageTagMutability": "IMMUTABLE"}},
        "rules": RULES,
        "scanning": left("aws:ecr:RegistryScanningConfiguration"),
    }
    found = pack.judge(Program(resources))
    assert [one for one in found if one.level == "mandatory"] == []


def test_what_is_targeted_is_judged_all_the_same(pack: Pack) -> None:
    resources = {
        "pay": {"type": "aws:ecr:Repository", "properties": {"name": "pay"}},
        "ledger": left("aws:ecr:Repository"),
    }
    refused = {one.resource for one in pack.judge(Program(resources)) if one.level == "mandatory"}
    assert refused == {"pay"}
