"""The fixtures that others use."""

import json

import pytest

from tests.local.aws.oci.client import Door

pytest_plugins = ["local.aws.testing"]


def test_a_tool_is_tried_on_a_registry_of_its_own(local_ecr):
    uri = local_ecr.create("my/app")
    assert uri == f"{local_ecr.host}/my/app"
    door = Door(local_ecr.local.port, local_ecr.password)
    door.push("my/app", "v1", b"layer")
    assert [event["image-tag"] for event in local_ecr.events("PUSH")] == ["v1"]
    assert local_ecr.events() == []


def test_the_next_test_finds_nothing_of_the_last(local_ecr):
    assert local_ecr.ecr.describe_repositories()["repositories"] == []
    assert local_ecr.events() == []
    assert local_ecr.switch()["layers"] == 0


def test_time_passes_and_policies_run(local_ecr):
    local_ecr.create("my/app")
    rule = {
        "rulePriority": 1,
        "selection": {
            "tagStatus": "any",
            "countType": "sinceImagePushed",
            "countUnit": "days",
            "countNumber": 7,
        },
        "action": {"type": "expire"},
    }
    local_ecr.ecr.put_lifecycle_policy(
        repositoryName="my/app", lifecyclePolicyText=json.dumps({"rules": [rule]})
    )
    Door(local_ecr.local.port, local_ecr.password).push("my/app", "v1", b"layer")
    assert local_ecr.run_lifecycle()[0]["expired"] == {}
    local_ecr.pass_days(8)
    assert len(local_ecr.run_lifecycle("my/app")[0]["expired"]) == 1
    assert local_ecr.switch()["layers"] == 0


@pytest.mark.parametrize("name", ["AWS_ENDPOINT_URL", "AWS_ACCESS_KEY_ID"])
def test_it_says_what_points_the_sdks_here(local_ecr, name):
    assert local_ecr.environment[name]
