"""What each place says of images, and what it can't."""

import json

import pytest

from operations.failures import CouldNotFindOut
from operations.usage import kubernetes
from operations.usage.collect import Place, survey
from operations.usage.ecs import uses_of_ecs
from operations.usage.functions import uses_of_lambda
from operations.usage.inspector import uses_of_inspector
from operations.usage.use import How, image_name
from tests.operations.scripted import Refusal, Script
from tests.operations.usage.given import BEFORE, HOST, MOVED, NOW, OLD, RUNNING, TASK, account


def found(uses):
    return {(use.image.repository, use.image.digest, use.image.tag, use.how) for use in uses}


def test_a_tag_that_moved_leaves_the_running_digest_in_use():
    uses = list(uses_of_ecs(account()))
    by_task = [use for use in uses if use.by == TASK]
    assert [use.image.digest for use in by_task] == [MOVED]


def test_a_service_keeps_its_revision_and_what_it_can_roll_back_to():
    by = {use.by: (use.image.digest, use.how) for use in uses_of_ecs(account())}
    assert by[NOW] == (RUNNING, How.RUNNING)
    assert by[BEFORE] == (OLD, How.ROLLBACK)


def test_scheduled_tasks_are_in_use_by_rule_and_by_schedule():
    by = {use.by for use in uses_of_ecs(account()) if use.image.repository == "nightly"}
    assert by == {"rule/nightly", "schedule/default/hourly"}


def test_images_of_other_registries_are_nobodys_business_here():
    assert {use.image.repository for use in uses_of_ecs(account())} == {"payments", "nightly"}


@pytest.mark.parametrize(
    "operation",
    [
        "ListClusters",
        "ListTasks",
        "DescribeTasks",
        "ListServices",
        "DescribeServices",
        "ListServiceDeployments",
        "DescribeServiceRevisions",
        "DescribeTaskDefinition",
        "ListRules",
        "ListTargetsByRule",
        "ListSchedules",
        "GetSchedule",
    ],
)
def test_a_right_that_ecs_misses_is_told_with_its_action(operation):
    aws = account(**{operation: Refusal("AccessDeniedException", "no")})
    with pytest.raises(CouldNotFindOut) as caught:
        list(uses_of_ecs(aws))
    assert operation in caught.value.findings[0].fix


def test_a_failure_that_is_not_an_end_is_no_silence():
    aws = account(DescribeTasks={"tasks": [], "failures": [{"arn": "x", "reason": "ACCESS"}]})
    with pytest.raises(CouldNotFindOut):
        list(uses_of_ecs(aws))


def test_every_version_of_a_function_keeps_its_digest():
    assert found(uses_of_lambda(account())) == {
        ("resize", RUNNING, "", How.STARTABLE),
        ("resize", OLD, "", How.STARTABLE),
    }


def test_inspector_adds_what_runs():
    arn = "arn:aws:ecr:ap-northeast-2:111111111111:repository/team/payments/" + RUNNING
    covered = {
        "accountId": "1" * 12,
        "resourceId": arn,
        "scanType": "PACKAGE",
        "resourceType": "AWS_ECR_CONTAINER_IMAGE",
    }
    aws = Script(ListCoverage={"coveredResources": [covered]})
    assert found(uses_of_inspector(aws)) == {("team/payments", RUNNING, "", How.RUNNING)}


def workload(kind, name, template, **spec):
    return {
        "kind": kind,
        "metadata": {"name": name, "namespace": "shop"},
        "spec": {**spec, "template": {"spec": template}},
    }


def image(name, **more):
    return {"name": "app", "image": f"{HOST}/{name}", **more}


def cluster():
    pod = {
        "kind": "Pod",
        "metadata": {"name": "p", "namespace": "shop"},
        "spec": {
            "containers": [image("payments:1.0")],
            "initContainers": [{"name": "init", "image": f"{HOST}/init:1"}],
            "ephemeralContainers": [{"name": "debug", "image": f"{HOST}/debug:1"}],
        },
        "status": {
            "phase": "Running",
            "containerStatuses": [{"name": "app", "imageID": f"{HOST}/payments@{MOVED}"}],
        },
    }
    done = {
        "kind": "Pod",
        "metadata": {"name": "d"},
        "status": {"phase": "Succeeded"},
        "spec": {"containers": [image("finished:1")]},
    }
    revision = {
        "kind": "ControllerRevision",
        "metadata": {"name": "c", "namespace": "shop"},
        "data": {"spec": {"template": {"spec": {"containers": [image("stateful:1")]}}}},
    }
    job = {"template": {"spec": {"containers": [image("nightly:1")]}}}
    cron = {
        "kind": "CronJob",
        "metadata": {"name": "n", "namespace": "shop"},
        "spec": {"jobTemplate": {"spec": job}},
    }
    one = {"containers": [image("old:1")]}
    return {
        "kind": "List",
        "items": [
            pod,
            done,
            revision,
            cron,
            workload("ReplicaSet", "r0", one, replicas=0),
            workload("ReplicaSet", "r2", {"containers": [image("new:1")]}, replicas=2),
            workload("Rollout", "ro", {"containers": [image("rollout@" + OLD)]}, replicas=1),
        ],
    }


def test_a_cluster_uses_what_runs_what_it_starts_and_what_it_rolls_back_to(tmp_path):
    file = tmp_path / "main.json"
    file.write_text(json.dumps(cluster()))
    assert found(kubernetes.uses_in_file(str(file))) == {
        ("payments", MOVED, "1.0", How.RUNNING),
        ("init", "", "1", How.RUNNING),
        ("debug", "", "1", How.RUNNING),
        ("stateful", "", "1", How.ROLLBACK),
        ("nightly", "", "1", How.STARTABLE),
        ("old", "", "1", How.ROLLBACK),
        ("new", "", "1", How.RUNNING),
        ("rollout", OLD, "", How.RUNNING),
    }


@pytest.mark.parametrize(
    "text", ["", "[]", "{", '{"kind": "List"}', '{"kind": "List", "items": [3]}']
)
def test_a_file_that_kubectl_did_not_write_is_no_empty_cluster(tmp_path, text):
    file = tmp_path / "x.json"
    file.write_text(text)
    with pytest.raises(CouldNotFindOut):
        list(kubernetes.uses_in_file(str(file)))


def kubectl(tmp_path, monkeypatch, script):
    tool = tmp_path / "kubectl"
    tool.write_text("#!/bin/sh\n" + script)
    tool.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")


def test_a_cluster_is_asked_by_kubectl_for_rollouts_only_where_it_has_them(tmp_path, monkeypatch):
    (tmp_path / "answer.json").write_text(json.dumps(cluster()))
    kubectl(
        tmp_path,
        monkeypatch,
        f"""
case "$*" in
  *api-resources*) echo rollouts.argoproj.io;;
  *rollouts.argoproj.io*) cat {tmp_path}/answer.json;;
  *) exit 9;;
esac""",
    )
    assert len(list(kubernetes.uses_in_cluster("main"))) == 8


def test_a_cluster_that_does_not_answer_is_listed_and_the_others_are_read(tmp_path, monkeypatch):
    kubectl(tmp_path, monkeypatch, "echo unreachable >&2; exit 1")
    aws = account()
    seen = survey(
        [
            Place("ECS", lambda: uses_of_ecs(aws)),
            Place("cluster main", lambda: kubernetes.uses_in_cluster("main")),
        ]
    )
    assert seen.looked == ["ECS"]
    assert not seen.is_complete
    assert "unreachable" in seen.unseen[0].problem
    assert seen.uses


def test_what_was_found_before_a_refusal_stays_in_use():
    aws = account(ListServices=Refusal("AccessDeniedException", "no"))
    seen = survey([Place("ECS", lambda: uses_of_ecs(aws))])
    assert {use.by for use in seen.uses} == {TASK, "rule/nightly", "schedule/default/hourly"}
    assert not seen.is_complete


@pytest.mark.parametrize(
    ("reference", "digest", "told"),
    [
        (f"{HOST}/a/b:1", "", ("a/b", "", "1")),
        (f"{HOST}/a/b", "", ("a/b", "", "latest")),
        (f"{HOST}/a/b:1@{OLD}", "", ("a/b", OLD, "1")),
        (f"{HOST}/a/b:1@{OLD}", RUNNING, ("a/b", RUNNING, "1")),
        (f"docker-pullable://{HOST}/a@{OLD}", "", ("a", OLD, "")),
        ("111111111111.dkr-ecr.eu-west-1.on.aws/a:1", "", ("a", "", "1")),
        ("localhost:5000/a:1", "sha256:short", ("a", "", "1")),
    ],
)
def test_a_reference_becomes_repository_digest_and_tag(reference, digest, told):
    image = image_name(reference, digest)
    assert (image.repository, image.digest, image.tag) == told


@pytest.mark.parametrize("reference", ["nginx", "quay.example/a:1", f"evil.example/{HOST}/a:1", ""])
def test_a_reference_to_another_registry_is_none_of_ecr(reference):
    assert image_name(reference) is None
