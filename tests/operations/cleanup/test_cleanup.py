"""Protection by tag, and the plan of a deletion."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from click.testing import CliRunner
from jsonschema import ValidationError

from operations import cli
from operations.cleanup.plan import doomed
from operations.cli import options
from operations.images import Manifest, StoredImage
from tests.operations.conftest import is_documented
from tests.operations.scripted import Refusal
from tests.operations.usage.given import MOVED, OLD, RUNNING, account

INDEX = "application/vnd.oci.image.index.v1+json"
LONG_AGO = 1_700_000_000


def detail(digest, *tags, pushed=LONG_AGO, **more):
    return {
        "imageDigest": digest,
        "imageTags": list(tags),
        "imagePushedAt": pushed,
        "imageSizeInBytes": 7,
        **more,
    }


UNUSED = "sha256:" + "f" * 64


def manifests(request):
    return {
        "images": [
            {"imageId": one, "imageManifest": '{"layers": []}', "imageManifestMediaType": "m"}
            for one in request["imageIds"]
        ]
    }


def registry(**changes):
    return account(
        **{
            "DescribeImages": {
                "imageDetails": [
                    detail(MOVED, "0.9"),
                    detail(RUNNING, "1.0"),
                    detail(OLD),
                    detail(UNUSED, "0.1"),
                ]
            },
            "BatchGetImage": manifests,
            "PutImage": {},
            "BatchDeleteImage": {"failures": []},
            **changes,
        }
    )


@pytest.fixture
def run(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)

    def run(aws, *words):
        monkeypatch.setattr(options, "Aws", lambda *_: aws)
        return CliRunner().invoke(cli.main, words, prog_name="registryctl")

    return run


def test_protect_shows_first_and_puts_only_when_told(run):
    aws = registry()
    result = run(aws, "protect", "payments", "--class", "in-use-*")
    assert result.exit_code == 0, result.output
    assert f"{MOVED} would get in-use-{MOVED[7:19]}" in result.stdout
    assert UNUSED not in result.stdout
    assert not aws.asked["PutImage"]


def test_protect_puts_the_same_manifest_under_one_more_tag(run):
    aws = registry()
    assert run(aws, "protect", "payments", "--class", "in-use-*", "--yes").exit_code == 0
    put = {one["imageDigest"]: one for one in aws.asked["PutImage"]}
    assert set(put) == {MOVED, RUNNING, OLD}
    assert put[OLD]["imageManifest"] == '{"layers": []}'
    assert put[OLD]["imageTag"] == f"in-use-{OLD[7:19]}"


def test_an_image_that_has_a_tag_of_the_class_gets_no_second_one(run):
    aws = registry(DescribeImages={"imageDetails": [detail(MOVED, "in-use-x")]})
    assert run(aws, "protect", "payments", "--class", "in-use-*", "--yes").exit_code == 0
    assert not aws.asked["PutImage"]


def test_a_tag_that_is_there_already_is_success(run):
    aws = registry(PutImage=Refusal("ImageAlreadyExistsException"))
    assert run(aws, "protect", "payments", "--class", "in-use-*", "--yes").exit_code == 0


def test_protect_protects_what_it_found_and_still_says_what_it_could_not_see(run):
    aws = registry(ListFunctions=Refusal("AccessDeniedException", "no"))
    result = run(aws, "protect", "payments", "--class", "in-use-*", "--yes")
    assert result.exit_code == 3
    assert aws.asked["PutImage"]
    assert "lambda:ListFunctions" in result.stderr


def test_a_class_without_a_wildcard_is_wrong_use(run):
    assert run(registry(), "protect", "payments", "--class", "in-use").exit_code == 2


def test_protect_tells_programs_what_it_would_put_and_what_it_put(run):
    words = ("protect", "payments", "--class", "in-use-*", "--json")
    shown = json.loads(run(registry(), *words).stdout)
    done = run(registry(), *words, "--yes")
    told = json.loads(done.stdout)
    assert {one["put"] for one in shown["images"]} == {False}
    assert {one["digest"]: (one["tag"], one["put"]) for one in told["images"]} == {
        digest: (f"in-use-{digest[7:19]}", True) for digest in (MOVED, RUNNING, OLD)
    }
    assert all(one["by"] for one in told["images"])
    assert told["complete"]
    assert f"{OLD} gets in-use-" in done.stderr


def test_protect_tells_programs_how_far_it_came(run):
    refusals = [{}, Refusal("LimitExceededException", "too many tags")]
    aws = registry(PutImage=refusals, ListFunctions=Refusal("AccessDeniedException", "no"))
    done = run(aws, "protect", "payments", "--class", "in-use-*", "--json", "--yes")
    assert done.exit_code == 3
    told = json.loads(done.stdout)
    assert [one["put"] for one in told["images"]] == [True, False]
    assert not told["complete"]
    assert "too many tags" in told["refused"][0]["problem"]
    assert "lambda:ListFunctions" in told["couldNotLook"][0]["problem"]


def plan(run, aws, *words):
    return run(aws, "expire", "plan", "payments", "--days", "30", "--output", "plan.json", *words)


def test_a_plan_deletes_nothing_and_names_only_what_nobody_uses(run, tmp_path):
    aws = registry()
    assert plan(run, aws).exit_code == 0
    told = json.loads((tmp_path / "plan.json").read_text())
    assert [one["digest"] for one in told["images"]] == [UNUSED]
    assert not aws.asked["BatchDeleteImage"]


def test_the_plan_for_programs_is_the_plans_file_and_both_are_documented(run, tmp_path):
    done = plan(run, registry(), "--json")
    told = json.loads(done.stdout)
    assert told == json.loads((tmp_path / "plan.json").read_text())
    is_documented(told)
    assert f"{UNUSED} 0.1" in done.stderr


def test_no_plan_is_made_while_a_place_could_not_be_looked_into(run, tmp_path):
    aws = registry(ListTasks=Refusal("AccessDeniedException", "no"))
    assert plan(run, aws).exit_code == 3
    assert not (tmp_path / "plan.json").exists()


def test_a_tag_to_keep_keeps_the_image(run, tmp_path):
    assert plan(run, registry(), "--keep", "0.*").exit_code == 0
    assert json.loads((tmp_path / "plan.json").read_text())["images"] == []


def test_a_plan_is_carried_out(run):
    aws = registry()
    plan(run, aws)
    result = run(aws, "expire", "apply", "plan.json")
    assert result.exit_code == 0, result.output
    assert aws.asked["BatchDeleteImage"][0]["imageIds"] == [{"imageDigest": UNUSED}]
    assert "deleted" in result.stdout


def test_apply_tells_programs_what_is_gone_and_what_was_spared(run):
    plan(run, registry())
    done = run(registry(), "expire", "apply", "plan.json", "--json")
    assert done.exit_code == 0, done.output
    told = json.loads(done.stdout)
    assert [(one["digest"], one["deleted"]) for one in told["images"]] == [(UNUSED, True)]
    assert "deleted" in done.stderr
    changed = registry(DescribeImages={"imageDetails": [detail(UNUSED, "0.1", "1.1")]})
    spared = run(changed, "expire", "apply", "plan.json", "--json")
    assert spared.exit_code == 1
    (one,) = json.loads(spared.stdout)["images"]
    assert (one["deleted"], one["spared"]) == (False, "its tags have changed")


def test_apply_tells_programs_how_far_it_came(run):
    plan(run, registry())
    aws = registry(BatchDeleteImage=Refusal("AccessDeniedException", "no"))
    done = run(aws, "expire", "apply", "plan.json", "--json")
    assert done.exit_code == 3
    told = json.loads(done.stdout)
    assert (told["planned"], told["images"]) == (1, [])
    assert "ecr:BatchDeleteImage" in told["refused"][0]["problem"]


def broken(**changes):
    """A change of the plan, and one of its image, by member; None takes it away."""

    def change(plan):
        for where, name, value in (
            *((plan, name, value) for name, value in changes.items() if name in plan),
            *((plan["images"][0], n, v) for n, v in changes.items() if n not in plan),
        ):
            where.pop(name, None)
            if value is not None:
                where[name] = value

    return change


BROKEN = {
    "account": broken(account="my account"),
    "days": broken(days=0),
    "days, as a text": broken(days="30"),
    "made": broken(made="2026-11-01T00:00:00"),
    "looked": broken(looked=None),
    "images": broken(images={}),
    "images.0.digest": broken(digest="latest"),
    "images.0.tags": broken(tags="0.1"),
    "images.0.last": broken(last="yesterday"),
    "images.0.size": broken(size=-1),
    "images.0.repository": broken(repository=None),
    "images.0.more": broken(more=1),
}


@pytest.mark.parametrize("place", BROKEN)
def test_a_plan_that_its_schema_does_not_describe_deletes_nothing_and_says_where(
    run, tmp_path, place
):
    aws, file = registry(), tmp_path / "plan.json"
    plan(run, aws)
    value = json.loads(file.read_text())
    BROKEN[place](value)
    file.write_text(json.dumps(value))
    with pytest.raises(ValidationError):
        is_documented(value)
    done = run(aws, "expire", "apply", "plan.json")
    assert done.exit_code == 2, done.output
    assert f"    {place.partition(',')[0]}: " in done.stderr
    assert "Impact: nothing was deleted." in done.stderr
    assert not aws.asked["BatchDeleteImage"]


def test_every_fault_of_a_plan_is_told_at_once(run, tmp_path):
    plan(run, registry())
    file = tmp_path / "plan.json"
    value = json.loads(file.read_text())
    for change in (BROKEN["account"], BROKEN["images.0.digest"], BROKEN["images.0.size"]):
        change(value)
    file.write_text(json.dumps(value))
    told = run(registry(), "expire", "apply", "plan.json").stderr
    assert all(f"    {one}: " in told for one in ("account", "images.0.digest", "images.0.size"))


@pytest.mark.parametrize(
    ("now", "told"),
    [
        ([], "gone already"),
        ([detail(UNUSED, "0.1", "1.1")], "tags have changed"),
        ([detail(UNUSED, "0.1", lastRecordedPullTime=LONG_AGO + 9)], "pulled since"),
        ([detail(UNUSED, "0.1", pushed=LONG_AGO + 9)], "pushed or pulled since"),
    ],
)
def test_what_changed_since_the_plan_is_spared(run, now, told):
    plan(run, registry())
    aws = registry(DescribeImages={"imageDetails": now})
    result = run(aws, "expire", "apply", "plan.json")
    assert result.exit_code == 1
    assert told in result.stdout
    assert not aws.asked["BatchDeleteImage"]


def test_what_is_used_now_is_spared(run):
    plan(run, registry())
    tasks = {
        "tasks": [
            {
                "taskArn": "t",
                "containers": [
                    {"image": "111111111111.dkr.ecr.ap-northeast-2.amazonaws.com/payments:0.1"}
                ],
            }
        ]
    }
    result = run(registry(DescribeTasks=tasks), "expire", "apply", "plan.json")
    assert "in use now" in result.stdout
    assert result.exit_code == 1


def test_what_ecr_refuses_is_told(run):
    aws = registry(
        BatchDeleteImage={
            "failures": [
                {
                    "imageId": {"imageDigest": UNUSED},
                    "failureCode": "ImageReferencedByManifestList",
                    "failureReason": "referenced",
                }
            ]
        }
    )
    plan(run, aws)
    result = run(aws, "expire", "apply", "plan.json")
    assert result.exit_code == 1
    assert "spared: referenced" in result.stdout


def test_a_plan_of_another_account_an_old_one_and_a_file_that_is_none_delete_nothing(run, tmp_path):
    aws = registry()
    plan(run, aws)
    file = tmp_path / "plan.json"
    right = json.loads(file.read_text())
    yesterday = (datetime.now(UTC) - timedelta(hours=25)).isoformat()
    for wrong, code in (
        ({**right, "account": "222222222222"}, 2),
        ({**right, "made": yesterday}, 3),
        ({**right, "schema": "container-registry/expire-plan/9"}, 2),
        ({}, 2),
        ([], 2),
    ):
        file.write_text(json.dumps(wrong))
        assert run(aws, "expire", "apply", "plan.json").exit_code == code
    assert not aws.asked["BatchDeleteImage"]


def stored(digest, *tags, pushed=1, subject="", media_type=""):
    at = datetime(2026, 1, pushed, tzinfo=UTC)
    return StoredImage(digest, tags, at, None, 1, media_type, "", subject)


def test_children_and_signatures_of_what_stays_stay():
    images = [
        stored("i", "1.0", pushed=20, media_type=INDEX),
        stored("c"),
        stored("s", subject="i"),
        stored("x"),
    ]
    manifests = {"i": Manifest("i", INDEX, json.dumps({"manifests": [{"digest": "c"}]}))}
    going = doomed("r", images, manifests, [], [], datetime(2026, 1, 10, tzinfo=UTC))
    assert [one.digest for one in going] == ["x"]


def test_an_index_is_deleted_before_its_children():
    images = [stored("c"), stored("i", "1.0", media_type=INDEX)]
    manifests = {"i": Manifest("i", INDEX, json.dumps({"manifests": [{"digest": "c"}]}))}
    going = doomed("r", images, manifests, [], [], datetime(2026, 1, 10, tzinfo=UTC))
    assert [one.digest for one in going] == ["i", "c"]
