"""The three profiles: what each refuses, and that the environments they are for are accepted."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest

from policy_pack import policies
from policy_pack.examples import load
from tests.policy_pack.pack_process import ROOT, Pack, Program

COMPLIANT = load("repository-has-lifecycle-policy").good[1].resources
PROFILES = ("dev", "staging", "prod")


def profile(name: str) -> dict[str, Any]:
    path = ROOT / "policy_pack" / "profiles" / f"{name}.json"
    return json.loads(path.read_text(encoding="utf-8"))  # type: ignore[no-any-return]


def under(process: Pack, name: str, resources: Any) -> set[str]:
    """The policies that refuse a program under a profile."""
    entries = profile(name)
    process.configure(entries, default=entries.pop("all", ""))
    return {one.policy for one in process.judge(Program(resources)) if one.level == "mandatory"}


def rule(priority: int, selection: dict[str, Any], action: str = "expire") -> dict[str, Any]:
    return {"rulePriority": priority, "selection": selection, "action": {"type": action}}


def tagged(*patterns: str, count: int, key: str = "tagPatternList") -> dict[str, Any]:
    found = {"tagStatus": "tagged", "countType": "imageCountMoreThan", "countNumber": count}
    return {**found, key: list(patterns)}


UNTAGGED = {
    "tagStatus": "untagged",
    "countType": "sinceImagePushed",
    "countUnit": "days",
    "countNumber": 1,
}
ANY = {"tagStatus": "any", "countType": "imageCountMoreThan", "countNumber": 20}
ARCHIVE = {
    "tagStatus": "any",
    "countType": "sinceImagePushed",
    "countUnit": "days",
    "countNumber": 90,
}

#: Invalid or useless policies that checkov 3.3.30, trivy 0.69 and CT.ECR.PR.1 let pass.
THIRTEEN: dict[str, list[dict[str, Any]]] = {
    "empty rules": [],
    "a prefix that never matches, with a count of a million": [
        rule(1, tagged("never-used-", count=1_000_000, key="tagPrefixList"))
    ],
    "untagged only": [rule(1, UNTAGGED)],
    "tagged only": [rule(1, tagged("prod*", count=20))],
    "any, keep one": [rule(1, {**ANY, "countNumber": 1})],
    "any before the release rule": [rule(1, ANY), rule(2, tagged("v*", count=50))],
    "duplicate priorities": [rule(1, UNTAGGED), rule(1, ANY)],
    "two untagged rules": [
        rule(1, UNTAGGED),
        rule(2, {**UNTAGGED, "countNumber": 7}),
        rule(3, ANY),
    ],
    "two prefixes that must both match": [
        rule(1, tagged("dev", "prod", count=10, key="tagPrefixList"))
    ],
    "a hundred years": [rule(1, {**UNTAGGED, "countNumber": 36500})],
    "hours": [rule(1, {**UNTAGGED, "countUnit": "hours"}), rule(2, ANY)],
    "a count of zero": [rule(1, UNTAGGED), rule(2, {**ANY, "countNumber": 0})],
    "transition only": [
        {**rule(1, ARCHIVE), "action": {"type": "transition", "targetStorageClass": "archive"}}
    ],
}


def with_rules(rules: list[dict[str, Any]]) -> dict[str, Any]:
    resources = copy.deepcopy(dict(COMPLIANT))
    lifecycle = resources["feed-server-lifecycle"]["properties"]
    lifecycle["policy"] = json.dumps({"rules": rules})
    return resources


def test_there_are_thirteen() -> None:
    assert len(THIRTEEN) == 13


@pytest.mark.parametrize("title", THIRTEEN)
def test_prod_refuses_the_lifecycle_policies_that_others_let_pass(
    process: Pack, title: str
) -> None:
    refused_by = under(process, "prod", with_rules(THIRTEEN[title]))
    assert refused_by
    assert all(name.startswith("lifecycle-policy-") for name in refused_by)


@pytest.mark.parametrize("name", PROFILES)
@pytest.mark.parametrize("title", THIRTEEN)
def test_every_profile_reports_them(process: Pack, title: str, name: str) -> None:
    entries = profile(name)
    process.configure(entries, default=entries.pop("all", ""))
    found = process.judge(Program(with_rules(THIRTEEN[title])))
    assert any(one.policy.startswith("lifecycle-policy-") for one in found)


def environment(name: str, keep: int, mutability: str, scan: str) -> dict[str, Any]:
    """An environment of the migration's guide: three services, its keep count, its scanning."""
    resources: dict[str, Any] = {
        "scanning": {
            "type": "aws:ecr:RegistryScanningConfiguration",
            "properties": {
                "scanType": scan,
                "rules": [
                    {
                        "scanFrequency": "SCAN_ON_PUSH",
                        "repositoryFilters": [{"filter": "*", "filterType": "WILDCARD"}],
                    }
                ],
            },
        }
    }
    for service in ("feed-server", "bubblepool", "guestbook"):
        properties: dict[str, Any] = {
            "name": service,
            "imageTagMutability": mutability,
            "imageScanningConfiguration": {"scanOnPush": True},
            "encryptionConfigurations": [{"encryptionType": "AES256"}],
            "tags": {"Name": service, "Service": "backend", "Environment": name},
        }
        if mutability == "IMMUTABLE_WITH_EXCLUSION":
            properties["imageTagMutabilityExclusionFilters"] = [
                {"filter": "latest", "filterType": "WILDCARD"}
            ]
        resources[service] = {
            "type": "aws:ecr:Repository",
            "properties": properties,
            "options": {"protect": name == "prod"},
        }
        tagged = {**ANY, "tagStatus": "tagged", "tagPatternList": ["*"], "countNumber": keep}
        rules = [rule(1, UNTAGGED), rule(2, tagged)]
        resources[f"{service}-lifecycle"] = {
            "type": "aws:ecr:LifecyclePolicy",
            "properties": {
                "repository": f"${{{service}.name}}",
                "policy": json.dumps({"rules": rules}),
            },
        }
    return resources


@pytest.mark.parametrize(
    ("name", "keep", "mutability", "scan"),
    [
        ("dev", 5, "MUTABLE", "BASIC"),
        ("staging", 10, "IMMUTABLE_WITH_EXCLUSION", "ENHANCED"),
        ("prod", 20, "IMMUTABLE_WITH_EXCLUSION", "ENHANCED"),
    ],
)
def test_each_environment_of_the_guide_is_accepted_by_its_profile(
    process: Pack, name: str, keep: int, mutability: str, scan: str
) -> None:
    assert under(process, name, environment(name, keep, mutability, scan)) == set()


def test_the_environment_of_dev_would_not_do_for_prod(process: Pack) -> None:
    assert under(process, "prod", environment("dev", 5, "MUTABLE", "BASIC")) == {
        "registry-scan-is-enhanced",
        "repository-is-protected",
        "repository-tags-are-immutable",
    }


@pytest.mark.parametrize("name", PROFILES)
def test_a_profile_names_policies_and_settings_that_exist(process: Pack, name: str) -> None:
    process.configure(profile(name))
    known = {policy.id for policy in policies.load()} | {"all"}
    assert set(profile(name)) <= known


def test_a_repository_without_lifecycle_or_scanning_is_refused_everywhere(process: Pack) -> None:
    bare = {"feed-server": {"type": "aws:ecr:Repository", "properties": {}}}
    for name in PROFILES:
        assert under(process, name, bare) >= {
            "repository-has-lifecycle-policy",
            "repository-scans-images",
        }
