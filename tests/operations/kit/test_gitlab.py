"""The pipeline for GitLab: jobs, tokens, rules; its scripts are those that GitHub's test runs."""

import json

import pytest
import yaml

from tests.operations.kit.given import run, write_stacks
from tests.operations.kit.runner import DIGEST, SHA, Runner

ROLES = {
    name: f"arn:aws:iam::{account}:role/gitlab-feed-server"
    for name, account in (
        ("dev", "111111111111"),
        ("staging", "222222222222"),
        ("prod", "333333333333"),
    )
}
OPTIONS = (
    "--flavour", "gitlab", "--project", "acme/feed-server",
    *(word for name, arn in ROLES.items() for word in ("--role", f"{name}={arn}")),
)  # fmt: skip
HOST = "111111111111.dkr.ecr.ap-northeast-2.amazonaws.com"


@pytest.fixture
def work(tmp_path):
    folder, stacks = tmp_path / "work", tmp_path / "stacks"
    folder.mkdir()
    stacks.mkdir()
    result = run(folder, write_stacks(stacks), *OPTIONS)
    assert result.exit_code == 0, result.output
    return folder


@pytest.fixture
def pipeline(work):
    return yaml.safe_load((work / ".gitlab-ci.yml").read_text())


def jobs(pipeline):
    known = ("workflow", "stages", "default", "variables")
    return {
        name: job
        for name, job in pipeline.items()
        if name not in known and not name.startswith(".")
    }


def test_only_jobs_that_become_a_role_ask_for_a_token(pipeline):
    for name, job in jobs(pipeline).items():
        extends = job.get("extends", [])
        asks = ".aws" in ([extends] if isinstance(extends, str) else extends)
        role = job.get("variables", {}).get("AWS_ROLE_ARN")
        assert asks == (role is not None), name
    assert pipeline[".aws"]["id_tokens"] == {"AWS_TOKEN": {"aud": "sts.amazonaws.com"}}
    assert "AWS_ACCESS_KEY_ID" not in yaml.safe_dump(pipeline)


def test_a_merge_request_is_built_without_a_token_and_nothing_more(pipeline):
    request = '$CI_PIPELINE_SOURCE == "merge_request_event"'
    for name, job in jobs(pipeline).items():
        rules = [rule["if"] for rule in job["rules"]]
        if name == "build":
            assert rules == [request]
            assert job["extends"] == ".docker"
        else:
            assert request not in rules


def test_each_job_becomes_the_role_of_its_environment(pipeline):
    roles = {
        name: job["variables"]["AWS_ROLE_ARN"]
        for name, job in jobs(pipeline).items()
        if "AWS_ROLE_ARN" in job.get("variables", {})
    }
    assert roles == {
        "push": ROLES["dev"],
        "gate": ROLES["dev"],
        "sign": ROLES["dev"],
        "promote-staging": ROLES["staging"],
        "promote-prod": ROLES["prod"],
    }


def test_every_job_has_a_stage_and_needs_jobs_that_there_are(pipeline):
    known = jobs(pipeline)
    for name, job in known.items():
        assert job["stage"] in pipeline["stages"], name
        for need in job.get("needs", []):
            assert (need if isinstance(need, str) else need["job"]) in known
    assert all(job["stage"] for job in known.values())
    assert all(rule["when"] == "manual" for rule in known["promote-prod"]["rules"])
    assert known["deploy-prod"]["resource_group"] == "deploy-prod"


def test_a_push_is_built_for_every_platform_and_says_its_digest(work, tmp_path, pipeline):
    runner = Runner(tmp_path)
    (work / "metadata.json").write_text(json.dumps({"containerimage.digest": DIGEST}))
    given = {
        **{key: str(value) for key, value in pipeline["push"]["variables"].items()},
        "PLATFORMS": pipeline["variables"]["PLATFORMS"],
        "CI_COMMIT_SHA": SHA,
        "CI_COMMIT_REF_NAME": "main",
        "CI_PROJECT_URL": "https://gitlab.invalid/acme/feed-server",
        "BUILD": f"{SHA}-7-1",
        "AWS_TOKEN": "token",
        "AWS_WEB_IDENTITY_TOKEN_FILE": str(tmp_path / "token"),
    }
    done = runner.bash("\n".join(pipeline["push"]["script"]), given)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "token").read_text() == "token"
    assert (tmp_path / "token").stat().st_mode & 0o077 == 0
    assert runner.called("docker")[0] == f"login --username AWS --password-stdin {HOST}"
    (build,) = [call for call in runner.called("docker") if call.startswith("buildx build")]
    assert "--platform linux/amd64\\,linux/arm64" in build
    assert f"--push --tag {HOST}/feed-server:dev-{SHA}-7-1" in build
    assert "--provenance mode=max" in build
    assert "--sbom true" in build
    assert (work / "image.env").read_text() == f"DIGEST={DIGEST}\nTAG=dev-{SHA}-7-1\n"


def test_a_merge_request_pushes_nothing(work, tmp_path, pipeline):
    runner = Runner(tmp_path)
    given = {
        "PLATFORMS": pipeline["variables"]["PLATFORMS"],
        "CI_COMMIT_SHA": SHA,
        "CI_PROJECT_URL": "https://gitlab.invalid/acme/feed-server",
    }
    done = runner.bash("\n".join(pipeline["build"]["script"]), given)
    assert done.returncode == 0, done.stderr
    (build,) = [call for call in runner.called("docker") if call.startswith("buildx build")]
    assert "--push" not in build


def test_the_digest_reaches_the_overlay_as_a_merge_request(work, tmp_path, pipeline):
    runner = Runner(tmp_path)
    runner.commit()
    # GitLab's address leads to the repository of this test.
    origin = f"url.{tmp_path / 'origin'}.insteadOf"
    runner.git("-C", str(work), "config", origin, "https://gitlab.invalid/acme/feed-server.git")
    hook = tmp_path / "origin" / "hooks" / "pre-receive"
    hook.write_text('#!/bin/sh\nenv | grep ^GIT_PUSH_OPTION_ > "$PWD/options"\n')
    hook.chmod(0o755)
    runner.git("-C", str(tmp_path / "origin"), "config", "receive.advertisePushOptions", "true")
    (runner.stubs / "grep").symlink_to("/bin/grep")
    given = {
        **{key: str(value) for key, value in pipeline["deploy-dev"]["variables"].items()},
        "REVISION": SHA,
        "DEFAULT_BRANCH": "main",
        "DIGEST": DIGEST,
        "TAG": "dev-1",
        "DELIVERY_TOKEN": "secret-token",
        "CI_SERVER_HOST": "gitlab.invalid",
        "CI_PROJECT_PATH": "acme/feed-server",
    }
    done = runner.bash("\n".join(pipeline["deploy-dev"]["script"]), given)
    assert done.returncode == 0, done.stderr
    path = "deploy/overlays/dev/image/kustomization.yaml"
    component = yaml.safe_load(runner.pushed("delivery/dev", path))
    assert component["images"] == [
        {"name": "feed-server", "newName": f"{HOST}/feed-server", "digest": DIGEST}
    ]
    options = (tmp_path / "origin" / "options").read_text()
    assert "merge_request.create" in options
    assert "merge_request.target=main" in options
    assert "secret-token" not in done.stdout + done.stderr
    assert "secret-token" not in (work / ".git" / "config").read_text()
