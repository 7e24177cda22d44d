"""Words for everyone: properties as the schema has them, the resource's own terms, a page to "
"read."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from policy_pack import examples, policies
from policy_pack.examples import Example
from tests.policy_pack.pack_process import Pack, Program, dated, secret

POLICIES = policies.load()
BAD = [(policy.id, example) for policy in POLICIES for example in examples.load(policy.id).bad]
PYTHON = re.compile(r"\b[a-z]+_[a-z_]+ ?=|ResourceOptions|aws\.[a-z]+\.[A-Z]|\bTrue\b|\bNone\b")


@pytest.mark.parametrize(
    ("policy", "example"), BAD, ids=[f"{policy}: {example.title}" for policy, example in BAD]
)
def test_a_finding_says_impact_and_fix_in_no_language_of_its_own(
    process: Pack, policy: str, example: Example
) -> None:
    process.configure({policy: example.settings, **dated(example.configuration)})
    for one in process.judge(Program(example.resources), update=True):
        _, _, *lines = one.message.split("\n")
        told = "\n".join(lines)
        assert re.search(r"^Impact: \S", told, re.MULTILINE), one.message
        assert re.search(r"^Fix: \S", told, re.MULTILINE), one.message
        assert not PYTHON.search(told), one.message
        page = re.search(r"^More: (.+)$", told, re.MULTILINE)
        assert page is not None
        assert Path(page[1]).name == f"{one.policy}.md"
        assert Path(page[1]).is_file()


def trust(provider: str, **condition: Any) -> dict[str, Any]:
    statement = {
        "Effect": "Allow",
        "Principal": {"Federated": f"arn:aws:iam::210987654321:oidc-provider/{provider}"},
        "Action": "sts:AssumeRoleWithWebIdentity",
        "Condition": condition,
    }
    properties = {"assumeRolePolicy": json.dumps({"Statement": [statement]})}
    return {"type": "aws:iam:Role", "properties": properties}


@pytest.mark.parametrize(
    ("provider", "callers", "fix"),
    [
        ("gitlab.com", "pipelines of any group", "project_path:GROUP/PROJECT"),
        ("app.terraform.io", "workspaces of any organisation", "organization:ORG:project:PROJECT"),
        ("agent.buildkite.com", "pipelines of any organisation", "organization:ORG:pipeline"),
        ("oidc.eks.eu-west-1.amazonaws.com/id/AB12", "pods of the cluster", "NAMESPACE"),
        ("token.actions.githubusercontent.com", "workflows of any organisation", "repo:OWNER/REPO"),
    ],
)
def test_the_impact_and_the_fix_are_those_of_the_provider(
    pack: Pack, provider: str, callers: str, fix: str
) -> None:
    found = pack.judge(Program({"role": trust(provider)}))
    told = "\n".join(one.message for one in found)
    assert callers in told
    assert fix in told
    if "github" not in provider:
        assert "github" not in told
        assert "push images" not in told


@pytest.mark.parametrize(
    "resource",
    [
        {"type": "aws:kms:Key", "properties": {"description": "backups"}},
        {"type": "aws:sns:Topic", "properties": {"name": "orders"}},
        {
            "type": "aws:sns:TopicPolicy",
            "properties": {
                "arn": "a",
                "policy": {
                    "Statement": [{"Effect": "Allow", "Principal": "*", "Action": "SNS:Publish"}]
                },
            },
        },
    ],
)
def test_a_resource_of_another_team_is_told_nothing_of_images(
    pack: Pack, resource: dict[str, Any]
) -> None:
    found = pack.judge(Program({"it": resource}))
    assert found
    for one in found:
        assert "image" not in one.message
        assert "vulnerabilit" not in one.message


def test_a_secret_is_said_by_its_place_and_the_fix_is_the_rules(pack: Pack) -> None:
    key = {"type": "aws:kms:Key", "properties": {"enableKeyRotation": secret(False)}}
    (found,) = pack.judge(Program({"it": key}))
    assert "enableKeyRotation breaks this rule; it is a secret" in found.message
    assert "Fix: Set enableKeyRotation; the page of this rule shows how." in found.message


@pytest.mark.parametrize(
    ("properties", "broken"),
    [
        ({"tags": {"Team": " "}}, True),
        ({"tags": {"Team": "shop"}}, False),
        ({"tagsAll": {"Team": "shop"}}, False),
    ],
)
def test_a_blank_is_no_value(process: Pack, properties: dict[str, Any], broken: bool) -> None:
    policy = "repository-has-required-tags"
    process.configure({policy: {"tags": ["Team"]}})
    found = process.judge(Program({"it": {"type": "aws:ecr:Repository", "properties": properties}}))
    assert (policy in {one.policy for one in found}) is broken


@pytest.mark.parametrize("key", ["", " ", None])
def test_a_blank_key_encrypts_nothing(pack: Pack, key: str | None) -> None:
    topic = {"type": "aws:sns:Topic", "properties": {"name": "a", "kmsMasterKeyId": key}}
    assert {one.policy for one in pack.judge(Program({"it": topic}))} == {"topic-is-encrypted"}


@pytest.mark.parametrize(("text", "broken"), [("true", False), ("false", True), ("yes", True)])
def test_a_text_for_a_boolean_is_what_it_works_as(pack: Pack, text: str, broken: bool) -> None:
    key = {"type": "aws:kms:Key", "properties": {"enableKeyRotation": text}}
    assert bool(pack.judge(Program({"it": key}))) is broken


@pytest.mark.parametrize(
    ("action", "level"),
    [
        ("ecr:PutImages", "mandatory"),
        ("ecr:BatchGetImage ", "mandatory"),
        ("ecr:AbandonQuantumLeap", "advisory"),
        ("ecr:StopLifecyclePolicyPreview", "advisory"),
        ("ecr:StartReplicationBackfill", ""),
    ],
)
def test_an_action_is_refused_where_it_is_nearly_one_that_exists(
    pack: Pack, action: str, level: str
) -> None:
    statement = {"Effect": "Allow", "Action": action, "Resource": "*"}
    policy = {"type": "aws:iam:RolePolicy", "properties": {"policy": {"Statement": [statement]}}}
    found = pack.judge(Program({"it": policy}))
    levels = [one.level for one in found if one.policy == "policy-documents-are-readable"]
    assert levels == ([level] if level else [])


@pytest.mark.parametrize(
    ("filters", "broken"),
    [
        (["latest"], False),
        (["dev-*", "pr-*"], False),
        (["feature-*", "stable"], True),
        (["v3*"], True),
        (["*-prod"], True),
        (["*"], True),
        (["*.*.7"], True),
    ],
)
def test_only_tags_that_move_by_their_nature_may_be_excluded(
    process: Pack, filters: list[str], broken: bool
) -> None:
    policy = "repository-tags-are-immutable"
    entries = [{"filter": text, "filterType": "WILDCARD"} for text in filters]
    properties = {
        "imageTagMutability": "IMMUTABLE_WITH_EXCLUSION",
        "imageTagMutabilityExclusionFilters": entries,
    }
    program = Program({"it": {"type": "aws:ecr:Repository", "properties": properties}})
    assert (policy in {one.policy for one in process.judge(program)}) is broken
    process.configure({policy: {"movingTags": [*filters], "releaseTags": ["none"]}})
    moving = "*" not in filters
    assert (policy not in {one.policy for one in process.judge(program)}) is moving
    process.configure()
