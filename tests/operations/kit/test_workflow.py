"""The workflow for GitHub, run: what each event builds, pushes, gates, signs, promotes, deploys."""

import re

import pytest
import yaml

from operations.kit.facts import TagClassFact
from tests.operations.kit.given import (
    STACKS,
    by_environment,
    outputs,
    run,
    write_stacks,
)
from tests.operations.kit.runner import DIGEST, SHA, Runner

WORKFLOW = ".github/workflows/feed-server.yaml"
BUILD = f"{SHA}-7-1"
CREDENTIALS = "aws-actions/configure-aws-credentials"
BUILDX = "docker/build-push-action"
PUSHING = ("push", "gate", "sign", "deploy-dev", "promote-staging", "deploy-staging")
ACCOUNTS = {"dev": "111111111111", "staging": "222222222222", "prod": "333333333333"}


def written(folder, made=by_environment, *words):
    """A folder with all that the kit writes for a service."""
    work, stacks = folder / "work", folder / "stacks"
    work.mkdir()
    stacks.mkdir()
    result = run(work, write_stacks(stacks, made), *words)
    assert result.exit_code == 0, result.output
    return work


def checkout(tmp_path, made=by_environment, *words):
    """The same as a clone, with stubs on PATH."""
    written(tmp_path, made, *words)
    runner = Runner(tmp_path)
    runner.commit()
    return runner


@pytest.fixture
def runner(tmp_path):
    return checkout(tmp_path)


def document(work):
    return yaml.safe_load((work / WORKFLOW).read_text())


def image(environment):
    return f"{ACCOUNTS[environment]}.dkr.ecr.ap-northeast-2.amazonaws.com/feed-server"


def test_a_pull_request_is_built_for_every_platform_and_nothing_more(runner):
    ran = runner.run(WORKFLOW, "pull_request", "refs/pull/5/merge")
    assert {job for job, result in ran.jobs.items() if result == "success"} == {"build"}
    ((_, built),) = ran.used(BUILDX)
    assert built["push"] == "False"
    assert built["platforms"] == "linux/amd64,linux/arm64"
    assert ran.used(CREDENTIALS) == []
    assert runner.calls.read_text() == ""
    job = document(runner.work)["jobs"]["build"]
    assert job["permissions"] == {"contents": "read"}
    assert "secrets." not in yaml.safe_dump(job)
    assert "environment" not in job


def test_a_fork_pushes_nothing(runner):
    ran = runner.run(WORKFLOW, "push", "refs/heads/main", repository="stranger/feed-server")
    assert set(ran.jobs.values()) == {"skipped"}


def test_a_push_goes_through_every_environment_by_one_digest(runner):
    ran = runner.run(WORKFLOW, "push", "refs/heads/main")
    assert ran.failed == ""
    assert {job for job, result in ran.jobs.items() if result == "skipped"} == {"build"}
    ((_, built),) = ran.used(BUILDX)
    assert built["push"] == "True"
    assert built["tags"] == f"{image('dev')}:dev-{BUILD}"
    assert built["provenance"] == "mode=max"
    assert built["sbom"] == "True"
    assert built["cache-to"] == "type=gha,mode=max"
    gates = [call for call in runner.called("registryctl") if call.startswith("gate")]
    assert gates == [f"gate {image('dev')}@{DIGEST} --region ap-northeast-2 --timeout 900"]
    assert runner.called("cosign") == [f"sign --yes {image('dev')}@{DIGEST}"]
    promoted = [call for call in runner.called("registryctl") if call.startswith("promote")]
    assert promoted == [
        f"promote {image(source)}@{DIGEST} --into feed-server --tag {into}-{BUILD} "
        "--region ap-northeast-2"
        for source, into in (("dev", "staging"), ("staging", "prod"))
    ]


def test_the_overlay_gets_the_digest_that_was_built_and_the_registry_of_its_environment(runner):
    runner.run(WORKFLOW, "push", "refs/heads/main")
    for environment in STACKS:
        path = f"deploy/overlays/{environment}/image/kustomization.yaml"
        component = yaml.safe_load(runner.pushed(f"delivery/{environment}", path))
        assert component["kind"] == "Component"
        assert component["images"] == [
            {"name": "feed-server", "newName": image(environment), "digest": DIGEST}
        ]
        # Nothing but this file changes, and main stays as it is: a person merges.
        changed = runner.git(
            "-C", str(runner.folder / "origin"), "diff", "--name-only", "main",
            f"delivery/{environment}",
        )  # fmt: skip
        assert changed.split() == [path]
        assert "0" * 64 in runner.pushed("main", path)
    created = [call for call in runner.called("gh") if call.startswith("pr create")]
    assert [re.search(r"--head (\S+)", call)[1] for call in created] == [
        f"delivery/{environment}" for environment in STACKS
    ]


def test_a_pull_request_that_is_open_is_changed_not_opened_again(runner):
    runner.answers("gh", "12\n")
    runner.run(WORKFLOW, "push", "refs/heads/main")
    calls = runner.called("gh")
    assert not [call for call in calls if call.startswith("pr create")]
    assert len([call for call in calls if call.startswith("pr edit 12 ")]) == len(STACKS)


def test_a_digest_that_runs_already_opens_nothing(runner):
    for environment in STACKS:
        path = runner.work / f"deploy/overlays/{environment}/image/kustomization.yaml"
        path.write_text(
            path.read_text()
            .replace("sha256:" + "0" * 64, DIGEST)
        )  # fmt: skip
    runner.git("-C", str(runner.work), "-c", "user.name=x", "-c", "user.email=x@invalid",
               "commit", "--quiet", "-a", "-m", "deployed")  # fmt: skip
    runner.git("-C", str(runner.work), "push", "--quiet", "origin", "main")
    ran = runner.run(WORKFLOW, "push", "refs/heads/main")
    assert ran.jobs["deploy-prod"] == "success", ran.failed
    assert runner.called("gh") == ["auth setup-git"] * len(STACKS)


def test_with_commits_the_digest_is_on_the_default_branch(tmp_path):
    runner = checkout(tmp_path, by_environment, "--deploy", "commit")
    ran = runner.run(WORKFLOW, "push", "refs/heads/main")
    assert ran.failed == ""
    for environment in STACKS:
        path = f"deploy/overlays/{environment}/image/kustomization.yaml"
        assert DIGEST in runner.pushed("main", path)
        permissions = document(runner.work)["jobs"][f"deploy-{environment}"]["permissions"]
        assert permissions == {"contents": "write"}


def test_an_image_that_the_gate_refuses_goes_nowhere(runner):
    runner.answers("registryctl", "CRITICAL", 1)
    ran = runner.run(WORKFLOW, "push", "refs/heads/main")
    assert ran.jobs["push"] == "success"
    # The stub's --version fails too, so the job ends at the installation or the gate: not good.
    assert ran.jobs["gate"] == "failure"
    later = [job for job in ran.jobs if job.startswith(("sign", "promote", "deploy"))]
    assert {ran.jobs[job] for job in later} == {"skipped"}
    assert runner.called("cosign") == []


def test_a_version_is_a_tag_where_the_scheme_has_versions_and_a_build_elsewhere(runner):
    ran = runner.run(WORKFLOW, "push", "refs/tags/v1.2.3")
    assert ran.failed == ""
    assert {job: each["tag"] for job, each in ran.outputs.items() if "tag" in each} == {
        "push": f"dev-{BUILD}",
        "promote-staging": f"staging-{BUILD}",
        "promote-prod": "v1.2.3",
    }


@pytest.mark.parametrize(
    "name", ["v1", "v1.2", "v1.2.3.4", "version-1", "v01.2.3", "v1.2.3+x", "v1.2.3-", "v1.2.3 x"]
)
def test_a_git_tag_that_is_no_version_pushes_nothing(runner, name):
    ran = runner.run(WORKFLOW, "push", f"refs/tags/{name}")
    assert ran.jobs["push"] == "failure"
    assert "is no version" in ran.failed
    assert ran.used(BUILDX) == []


def test_a_branch_that_only_the_first_stack_admits_stays_there(tmp_path):
    runner = checkout(tmp_path, outputs)
    ran = runner.run(WORKFLOW, "push", "refs/heads/develop")
    done = {job for job, result in ran.jobs.items() if result == "success"}
    assert done == {"push", "gate", "sign", "deploy-dev"}
    assert document(runner.work)[True]["push"]["branches"] == ["main", "develop"]
    assert "tags" not in document(runner.work)[True]["push"]


def test_a_role_that_admits_branches_is_assumed_in_no_environment(tmp_path):
    jobs = document(written(tmp_path, outputs))["jobs"]
    assert "environment" not in jobs["promote-staging"]
    assert jobs["approve-staging"]["environment"] == "staging"
    assert jobs["approve-staging"]["permissions"] == {}
    assert "approve-staging" in jobs["promote-staging"]["needs"]
    assert jobs["promote-prod"]["environment"] == "production"
    assert "approve-prod" not in jobs


def test_each_job_becomes_the_role_of_its_environment_and_region(runner):
    ran = runner.run(WORKFLOW, "push", "refs/heads/main")
    assumed = {
        job: (given["role-to-assume"], given["aws-region"], given["allowed-account-ids"])
        for job, given in ran.used(CREDENTIALS)
    }
    environments = {
        "push": "dev",
        "gate": "dev",
        "sign": "dev",
        "promote-staging": "staging",
        "promote-prod": "prod",
    }
    assert assumed == {
        job: (by_environment(name)["repositories"]["feed-server"]["ciRoleArn"],
              "ap-northeast-2", ACCOUNTS[name])
        for job, name in environments.items()
    }  # fmt: skip
    names = {job: each.get("environment") for job, each in document(runner.work)["jobs"].items()}
    github = {name: by_environment(name)["delivery"]["ci"]["environment"] for name in STACKS}
    assert {job: names[job] for job in environments} == {
        job: github[name] for job, name in environments.items()
    }


@pytest.fixture(scope="module", params=["environments", "branches", "commits"])
def read(request, tmp_path_factory):
    words = ("--deploy", "commit") if request.param == "commits" else ()
    made = outputs if request.param == "branches" else by_environment
    return document(written(tmp_path_factory.mktemp("read"), made, *words))


def test_permissions_are_none_but_for_what_a_job_does(read):
    assert read["permissions"] == {}
    for name, job in read["jobs"].items():
        uses = [step.get("uses", "").partition("@")[0] for step in job["steps"]]
        wanted = {}
        if "actions/checkout" in uses:
            wanted["contents"] = "read"
        if CREDENTIALS in uses:
            wanted["id-token"] = "write"
        if name.startswith("deploy-"):
            wanted["contents"] = "write"
            assert CREDENTIALS not in uses
            if "pull-requests" in job["permissions"]:
                wanted["pull-requests"] = "write"
        assert job["permissions"] == wanted, name


def test_every_action_is_pinned_by_commit(tmp_path):
    uses = re.findall(r"uses: (.*)", (written(tmp_path) / WORKFLOW).read_text())
    assert len(uses) > 10
    for each in uses:
        assert re.fullmatch(r"[\w-]+/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", each), each


def test_every_job_ends_in_time_and_every_checkout_forgets_its_token(read):
    for name, job in read["jobs"].items():
        assert 1 <= job["timeout-minutes"] <= 60, name
        for step in job["steps"]:
            if step.get("uses", "").startswith("actions/checkout@"):
                assert step["with"]["persist-credentials"] is False


def test_runs_of_a_pull_request_replace_each_other_and_deployments_wait_for_each_other(read):
    assert "pull_request" in read["concurrency"]["group"]
    assert read["concurrency"]["cancel-in-progress"] == (
        "${{ github.event_name == 'pull_request' }}"
    )
    for name, job in read["jobs"].items():
        if name.startswith("deploy-"):
            assert job["concurrency"]["group"].endswith(name)
            assert job["concurrency"]["cancel-in-progress"] is False


def test_a_merged_deployment_builds_nothing(read):
    assert read[True]["push"]["paths-ignore"] == ["deploy/**"]
    assert "pull_request_target" not in read[True]
    assert "workflow_run" not in read[True]


def test_no_key_of_aws_and_no_expression_in_a_script(read):
    text = yaml.safe_dump(read)
    assert "AWS_ACCESS_KEY_ID" not in text
    assert "AWS_SECRET" not in text
    # What a stranger may name, a branch say, would run as a command.
    for job in read["jobs"].values():
        for step in job["steps"]:
            assert "${{" not in step.get("run", "")


def test_nothing_is_installed_once_there_are_credentials(read):
    for name, job in read["jobs"].items():
        uses = [step.get("uses", "").partition("@")[0] for step in job["steps"]]
        if CREDENTIALS not in uses:
            continue
        after = job["steps"][uses.index(CREDENTIALS) + 1 :]
        actions = {step["uses"].partition("@")[0] for step in after if "uses" in step}
        assert actions <= {"aws-actions/amazon-ecr-login", BUILDX}, name
        assert "install" not in " ".join(step.get("run", "") for step in after)


def test_buildx_is_set_up_before_it_builds(read):
    for job in read["jobs"].values():
        uses = [step.get("uses", "").partition("@")[0] for step in job["steps"]]
        if BUILDX in uses:
            assert uses.index("docker/setup-buildx-action") < uses.index(BUILDX)


def test_base_images_come_through_the_cache_only_where_there_are_credentials(tmp_path):
    runner = checkout(tmp_path, by_environment, "--cache", "docker-hub")
    ran = runner.run(WORKFLOW, "push", "refs/heads/main")
    ((_, built),) = ran.used(BUILDX)
    host = image("dev").partition("/")[0]
    assert built["build-args"].strip() == f"BASES={host}/docker-hub/library/"
    ran = runner.run(WORKFLOW, "pull_request", "refs/pull/5/merge")
    ((_, built),) = ran.used(BUILDX)
    assert "build-args" not in built


def test_where_the_registry_signs_the_pipeline_waits_for_it(tmp_path):
    profile = "arn:aws:signer:ap-northeast-2:111111111111:/signing-profiles/images"

    def signed(stack):
        told = by_environment(stack)
        told["delivery"]["signingProfile"] = profile
        return told

    runner = checkout(tmp_path, signed)
    answer = '{"signingStatuses": [{"signingProfileArn": "%s", "status": "%s"%s}]}'
    runner.answers("aws", answer % (profile, "COMPLETE", ""))
    ran = runner.run(WORKFLOW, "push", "refs/heads/main")
    assert ran.jobs["sign"] == "success", ran.failed
    assert runner.called("cosign") == []
    assert len(runner.called("aws")) == len(STACKS)
    runner.answers("aws", answer % (profile, "FAILED", ', "failureCode": "DENIED"'))
    ran = runner.run(WORKFLOW, "push", "refs/heads/main")
    assert (ran.jobs["sign"], ran.jobs["deploy-dev"]) == ("failure", "skipped")
    assert "DENIED" in ran.failed


def test_the_classes_of_a_fact_are_those_of_the_stack(tmp_path):
    from tests.operations.kit.given import facts

    (deployed, branch) = facts(tmp_path).first.tag_classes
    assert deployed == TagClassFact(name="deployed", patterns=("dev-*",), release=True)
    assert branch.release is False
