"""The pack on the real engine: previews that are blocked, updates that are let through."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from local.aws import server
from policy_pack.audit import report
from tests.policy_pack.engine import ROOT, Engine, start

PROD = ROOT / "policy_pack" / "profiles" / "prod.json"


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    folder = tmp_path_factory.mktemp("engine")
    running, _ = start(folder)
    yield running
    server.stop(folder / "aws")


def mandatory(outcome: dict[str, Any]) -> set[tuple[str, str]]:
    return {
        (one["policy"], one["resource"])
        for one in outcome["violations"]
        if one["level"] == "mandatory"
    }


def test_the_first_preview_of_bare_repositories_is_blocked(engine: Engine) -> None:
    (outcome,) = engine.run("bare_and_wrong.py", "preview")
    assert not outcome["succeeded"]
    assert mandatory(outcome) >= {
        ("repository-scans-images", "auto"),
        ("repository-has-lifecycle-policy", "auto"),
        ("repository-has-lifecycle-policy", "computed"),
        ("lifecycle-policy-is-valid", "secret-lifecycle"),
    }
    assert outcome["resources"] == 0, "nothing was created"
    messages = " ".join(one["message"] for one in outcome["violations"])
    assert "MARKER-7f3a" not in messages + outcome["output"]
    assert "scanOnPush" in messages, "the message says what to write"


def test_a_right_program_of_another_project_comes_up_under_the_strictest_profile(
    engine: Engine,
) -> None:
    preview, up = engine.run("bare_and_right.py", "preview", "up", profile=PROD)
    assert preview["succeeded"], preview["output"]
    assert up["succeeded"], up["output"]
    assert mandatory(up) == set()


def test_another_style_comes_up_under_the_strictest_profile_and_stays_as_it_is(
    engine: Engine,
) -> None:
    preview, up, again = engine.run("another_style.py", "preview", "up", "preview", profile=PROD)
    assert preview["succeeded"], preview["output"]
    assert up["succeeded"], up["output"]
    assert [mandatory(one) for one in (preview, up, again)] == [set(), set(), set()]
    assert "45 unchanged" in again["output"]


WRONG = {
    "alarm-has-actions": {"tells-nobody"},
    "alarm-metric-exists": {"never-fires", "tells-nobody"},
    "ecr-permissions-are-least": {
        *("all-but-iam", "every-repository", "full-access", "inline", "public"),
    },
    "kms-key-policy-is-not-public": {"open-key"},
    "kms-key-rotates": {"never-turned"},
    "lifecycle-policy-is-valid": {"upside-down"},
    "policy-documents-are-readable": {"no-such-action"},
    "registry-policy-is-restricted": {"open-registry"},
    "repository-has-lifecycle-policy": {"here", "unscanned"},
    "repository-has-one-lifecycle-policy": {"twice"},
    "repository-is-private": {"for-everybody"},
    "repository-keeps-its-images": {"here"},
    "repository-policy-is-not-public": {"all-but-one", "public"},
    "repository-scans-images": {"unscanned"},
    "role-trust-is-bound": {
        *("all-of-none", "any-repository", "if-it-exists"),
        *("no-audience", "no-subject", "one-of-two"),
    },
    "topic-is-encrypted": {"in-clear"},
    "vpc-endpoint-policy-is-limited": {"ecr.api", "ecr.dkr"},
    "vpc-endpoints-belong-together": {"ecr.api", "ecr.dkr"},
}
#: These are wrong with every repository of that program.
EVERYWHERE = {
    "repository-is-protected",
    "repository-tags-are-immutable",
}


def test_each_of_many_mistakes_is_found_on_the_first_preview_and_nothing_else(
    engine: Engine,
) -> None:
    (outcome,) = engine.run("wrong_in_many_ways.py", "preview", profile=PROD)
    assert outcome["resources"] == 0, "nothing was created"
    found: dict[str, set[str]] = {}
    for policy, resource in mandatory(outcome):
        found.setdefault(policy, set()).add(resource)
    for policy in EVERYWHERE:
        assert found.pop(policy)
    assert found == WRONG


def test_what_a_preview_cannot_know_is_noted_there_and_decided_in_the_update(
    engine: Engine,
) -> None:
    preview, up = engine.run("decided_late.py", "preview", "up")
    assert preview["succeeded"], preview["output"]
    assert any(
        one["resource"] == "push" and one["level"] == "advisory" and "undecided" in one["message"]
        for one in preview["violations"]
    )
    assert not up["succeeded"]
    assert ("ecr-permissions-are-least", "push") in mandatory(up)


@pytest.mark.parametrize(
    ("config", "says"),
    [
        ({"repository-scan-images": "mandatory"}, "there is no policy 'repository-scan-images'"),
        ({"repository-scans-images": "forbidden"}, "not a valid enforcement level"),
        ({"repository-has-required-tags": {"tags": "Name"}}, "repository-has-required-tags"),
        ({"extends": {"profile": "production"}}, "extends"),
        ({"extends": {"profile": "prod", "keep": ["nobody"]}}, "there is no policy 'nobody'"),
    ],
)
def test_a_wrong_configuration_gets_one_clear_message(
    engine: Engine, tmp_path: Path, config: dict[str, Any], says: str
) -> None:
    path = tmp_path / "config.json"
    path.write_text(json.dumps(config), encoding="utf-8")
    (outcome,) = engine.run("nothing.py", "preview", profile=path)
    assert not outcome["succeeded"]
    assert says in outcome["output"]


@pytest.mark.parametrize("targets", ["ledger+ledger-rules", "ledger"])
def test_a_run_that_targets_some_says_nothing_untrue_of_the_others(
    engine: Engine, tmp_path: Path, targets: str
) -> None:
    """The other repository is as right, and this run has not made it."""
    path = tmp_path / "config.json"
    tags = {"repository-has-required-tags": {"tags": ["Team"]}}
    path.write_text(json.dumps({"extends": {"profile": "staging"}, **tags}), encoding="utf-8")
    (outcome,) = engine.run("two_of_a_kind.py", f"preview@{targets}", profile=path)
    assert outcome["succeeded"], outcome["output"]
    assert [one for one in outcome["violations"] if "undecided" not in one["message"]] == []
    assert {one["resource"] for one in outcome["violations"]} <= {"ledger"}


def test_a_stack_that_is_up_is_analyzed_without_its_program(engine: Engine, tmp_path: Path) -> None:
    (up,) = engine.run("two_of_a_kind.py", "up")
    assert up["succeeded"], up["output"]
    exported = engine.command("stack", "export", "-s", "organization/two-of-a-kind/dev")
    assert exported.returncode == 0, exported.stderr
    state = tmp_path / "state.json"
    state.write_text(exported.stdout, encoding="utf-8")
    analyze = ("policy", "analyze", "--file", str(state), "--policy-pack", str(PROD.parents[1]))
    right = engine.command(*analyze)
    assert right.returncode == 0, right.stdout + right.stderr
    refused = engine.command(*analyze, "--policy-pack-config", str(PROD))
    assert refused.returncode != 0
    assert "repository-is-protected" in refused.stdout + refused.stderr
    assert report.main([str(state)]) == 0
    assert report.main([str(state), "--profile", "prod"]) == 1


def test_another_road_is_judged_on_the_engine_as_well(engine: Engine, tmp_path: Path) -> None:
    """The same state, as if a Cloud Control resource had made it."""
    state = tmp_path / "state.json"
    desired = {"RepositoryName": "invoices", "ImageTagMutability": "MUTABLE"}
    urn = "urn:pulumi:dev::two-of-a-kind::aws:cloudcontrol/resource:Resource::invoices"
    inputs = {"typeName": "AWS::ECR::Repository", "desiredState": json.dumps(desired)}
    root = {"urn": "urn:pulumi:dev::two-of-a-kind::pulumi:pulumi:Stack::two-of-a-kind-dev",
            "type": "pulumi:pulumi:Stack"}  # fmt: skip
    made = {"urn": urn, "custom": True, "id": "invoices", "inputs": inputs, "outputs": inputs,
            "type": "aws:cloudcontrol/resource:Resource"}  # fmt: skip
    body = {"version": 3, "deployment": {"manifest": {}, "resources": [root, made]}}
    state.write_text(json.dumps(body), encoding="utf-8")
    done = engine.command(
        "policy", "analyze", "--file", str(state), "--policy-pack", str(PROD.parents[1])
    )
    assert done.returncode != 0
    for policy in ("repository-has-lifecycle-policy", "repository-scans-images"):
        assert policy in done.stdout + done.stderr
