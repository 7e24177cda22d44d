"""`registryctl cost`: layers once, and what a policy would leave."""

import json
import time

import pytest
from click.testing import CliRunner

from operations import cli
from operations.cli import options
from tests.operations.scripted import Refusal, Script

GB = 1024**3
SHARED, ONE, TWO = ("sha256:" + letter * 64 for letter in "012")
FIRST, SECOND = ("sha256:" + letter * 64 for letter in "ab")
KEEP_ONE = json.dumps(
    {
        "rules": [
            {
                "rulePriority": 1,
                "selection": {
                    "tagStatus": "any",
                    "countType": "imageCountMoreThan",
                    "countNumber": 1,
                },
                "action": {"type": "expire"},
            }
        ]
    }
)


def manifest(own):
    return json.dumps(
        {"layers": [{"digest": SHARED, "size": 10 * GB}, {"digest": own, "size": GB}]}
    )


def account(**changes):
    texts = {FIRST: manifest(ONE), SECOND: manifest(TWO)}

    def manifests(request):
        return {
            "images": [
                {"imageId": one, "imageManifest": texts[one["imageDigest"]]}
                for one in request["imageIds"]
            ]
        }

    return Script(
        **{
            "DescribeRepositories": {"repositories": [{"repositoryName": "payments"}]},
            "DescribeImages": {
                "imageDetails": [
                    {
                        "imageDigest": digest,
                        "imageTags": [digest[7:9]],
                        "imageSizeInBytes": 11 * GB,
                        "imagePushedAt": time.time() - age,
                    }
                    for digest, age in ((FIRST, 9), (SECOND, 1))
                ]
            },
            "BatchGetImage": manifests,
            **changes,
        }
    )


@pytest.fixture
def run(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)

    def run(aws, *words):
        monkeypatch.setattr(options, "Aws", lambda *_: aws)
        return CliRunner().invoke(cli.main, ["cost", *words])

    return run


def test_a_layer_that_two_images_share_is_paid_once(run):
    told = json.loads(run(account(), "--json").stdout)
    (row,) = told["repositories"]
    assert 12 * GB <= row["billedBytes"] < 12 * GB + 10_000
    assert row["summedBytes"] == 22 * GB
    assert told["usdAMonth"] == pytest.approx(1.2, abs=0.001)
    assert told["price"]["source"]


def test_a_layer_stays_while_one_image_has_it(run, tmp_path):
    (tmp_path / "p.json").write_text(KEEP_ONE)
    done = run(account(), "--policy", "p.json", "--json")
    (row,) = json.loads(done.stdout)["repositories"]
    assert 11 * GB <= row["billedBytesAfterPolicy"] < 11 * GB + 10_000


def test_a_limit_that_is_passed_is_a_bad_judgement(run):
    assert run(account(), "--limit", "1.19").exit_code == 1
    assert run(account(), "--limit", "1.21").exit_code == 0


def test_the_table_is_for_people_and_for_pull_requests(run):
    assert "payments" in run(account()).stdout
    assert run(account(), "--markdown").stdout.startswith("| repository |")
    assert "a GB and month" in run(account()).stderr


def test_what_may_not_be_read_costs_nothing_known(run):
    done = run(account(BatchGetImage=Refusal("AccessDeniedException", "no")), "--limit", "9")
    assert done.exit_code == 3
