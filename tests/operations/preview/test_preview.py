"""ECR's preview beside ours, and images in use."""

import json
import time

import pytest
from click.testing import CliRunner

from operations import cli
from operations.cli import options
from tests.operations.scripted import Refusal
from tests.operations.usage.given import MOVED, OLD, RUNNING, account

DAY = 86_400
NOW = int(time.time())
UNUSED = "sha256:" + "f" * 64
POLICY = json.dumps(
    {
        "rules": [
            {
                "rulePriority": 1,
                "selection": {
                    "tagStatus": "any",
                    "countType": "imageCountMoreThan",
                    "countNumber": 3,
                },
                "action": {"type": "expire"},
            }
        ]
    }
)
IMAGES = [(RUNNING, "1.0", 1), (MOVED, "0.9", 2), (OLD, "0.8", 9), (UNUSED, "0.1", 99)]


def details(*images):
    return {
        "imageDetails": [
            {
                "imageDigest": digest,
                "imageTags": [tag],
                "imagePushedAt": NOW - days * DAY,
                "imageSizeInBytes": 1,
            }
            for digest, tag, days in images or IMAGES
        ]
    }


def result(digest, rule=1, action="EXPIRE"):
    return {"imageDigest": digest, "appliedRulePriority": rule, "action": {"type": action}}


def ecr(*results, status="COMPLETE", text=POLICY, **more):
    return {"status": status, "lifecyclePolicyText": text, "previewResults": list(results), **more}


def registry(*previews, **changes):
    return account(
        **{
            "DescribeImages": details(),
            "BatchGetImage": {"images": []},
            "GetLifecyclePolicy": {"lifecyclePolicyText": POLICY},
            "StartLifecyclePolicyPreview": {},
            "GetLifecyclePolicyPreview": list(previews or [ecr(result(UNUSED))]),
            **changes,
        }
    )


@pytest.fixture
def run(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)

    def run(aws, *words):
        monkeypatch.setattr(options, "Aws", lambda *_: aws)
        monkeypatch.setattr("time.sleep", lambda _: None)
        return CliRunner().invoke(cli.main, ["preview", "payments", *words])

    return run


def test_what_goes_is_shown_with_its_rule(run):
    done = run(registry())
    assert done.exit_code == 0, done.output
    assert f"{UNUSED} (0.1) deleted by rule 1" in done.stdout
    assert "1 of 4 images go" in done.stdout


def test_an_image_in_use_that_would_go_comes_first_and_is_a_bad_judgement(run):
    images = [(UNUSED, "2.0", 0), (RUNNING, "1.0", 1), (MOVED, "0.9", 2), (OLD, "0.8", 9)]
    aws = registry(ecr(result(OLD)), DescribeImages=details(*images))
    done = run(aws)
    assert done.exit_code == 1
    assert done.stdout.startswith("IN USE, and would go:")
    assert "service-revision" in done.stdout
    told = json.loads(run(aws, "--json").stdout)["repositories"][0]["going"][0]
    assert told["digest"] == OLD
    assert told["inUse"] is True


def test_a_place_that_could_not_be_looked_into_is_no_good_answer(run):
    done = run(registry(ListTasks=Refusal("AccessDeniedException", "no")))
    assert done.exit_code == 3
    assert UNUSED in done.stdout


def test_a_difference_is_put_down_to_its_assumption(run):
    by_age = json.dumps(
        {
            "rules": [
                {
                    "rulePriority": 1,
                    "selection": {
                        "tagStatus": "untagged",
                        "countType": "sinceImagePushed",
                        "countUnit": "days",
                        "countNumber": 5,
                    },
                    "action": {"type": "expire"},
                }
            ]
        }
    )
    referrer = {
        "imageDigest": UNUSED,
        "imagePushedAt": NOW - 50 * DAY,
        "imageSizeInBytes": 1,
        "subjectManifestDigest": RUNNING,
    }
    aws = registry(
        ecr(result(UNUSED), text=by_age),
        GetLifecyclePolicy={"lifecyclePolicyText": by_age},
        DescribeImages={"imageDetails": [*details(IMAGES[0])["imageDetails"], referrer]},
    )
    done = run(aws)
    assert "ECR says EXPIRE by rule 1, we say stays" in done.stdout
    assert "assumption subjects_hold_their_artifacts" in done.stdout


def test_a_difference_that_nothing_explains_is_said(run):
    done = run(registry(ecr(result(RUNNING))))
    assert "no assumption explains it" in done.stdout


def test_every_page_of_ecrs_preview_is_read(run):
    aws = registry(ecr(nextToken="two"), ecr(result(UNUSED)))
    assert "no assumption" not in run(aws).stdout


def test_a_preview_that_runs_is_waited_for_and_one_of_another_policy_is_refused(run):
    aws = registry(
        ecr(status="IN_PROGRESS"),
        ecr(result(UNUSED)),
        StartLifecyclePolicyPreview=Refusal("LifecyclePolicyPreviewInProgressException"),
    )
    assert run(aws).exit_code == 0
    other = POLICY.replace("3", "4")
    done = run(registry(ecr(text=other)))
    assert done.exit_code == 3
    assert "another policy" in done.stderr


@pytest.mark.parametrize("status", ["EXPIRED", "FAILED"])
def test_a_preview_that_failed_is_no_answer(run, status):
    assert run(registry(ecr(status=status))).exit_code == 3


def test_offline_asks_ecr_for_no_preview(run):
    aws = registry()
    assert run(aws, "--offline").exit_code == 0
    assert not aws.asked["StartLifecyclePolicyPreview"]


def test_a_policy_can_be_tried_and_is_not_put(run, tmp_path):
    (tmp_path / "new.json").write_text(POLICY.replace("3", "4"))
    aws = registry(ecr(text=POLICY.replace("3", "4")))
    done = run(aws, "--policy", "new.json")
    assert done.exit_code == 0
    assert "0 of 4 images go" in done.stdout
    assert aws.asked["StartLifecyclePolicyPreview"][0]["lifecyclePolicyText"].count("4")


def test_a_repository_without_a_policy_keeps_everything(run):
    done = run(registry(GetLifecyclePolicy=Refusal("LifecyclePolicyNotFoundException")))
    assert done.exit_code == 0
    assert "no lifecycle policy; all 4 images stay" in done.stdout


def test_one_repository_that_cannot_be_read_costs_the_others_nothing(run):
    def images(request):
        if request["repositoryName"] == "other":
            return Refusal("AccessDeniedException", "no")
        return details()

    done = run(registry(DescribeImages=images), "other")
    assert done.exit_code == 3
    assert "1 of 4 images go" in done.stdout
