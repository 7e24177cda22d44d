"""`audit`: a fleet on loopback and in files; what it says, what it asks, what it must not do."""

import json
import threading
from html.parser import HTMLParser
from typing import Any

import pytest
from click.testing import CliRunner

from ecr_lifecycle import parse
from ecr_lifecycle.cli import main
from tests.ecr_lifecycle.ecr_server import Fleet, server

NOW = ("--now", "2026-11-20T00:00:00Z")
READ_ONLY = {
    "DescribeRepositories",
    "GetLifecyclePolicy",
    "DescribeImages",
    "ListTagsForResource",
    "BatchGetImage",
}


@pytest.fixture
def serving(monkeypatch):
    for name, value in {
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_EC2_METADATA_DISABLED": "true",
    }.items():
        monkeypatch.setenv(name, value)
    started = []

    def start(fleet):
        running = server(fleet)
        threading.Thread(target=running.serve_forever, daemon=True).start()
        started.append(running)
        return f"http://127.0.0.1:{running.server_address[1]}"

    yield start
    for running in started:
        running.shutdown()
        running.server_close()


def audit(*arguments):
    return CliRunner().invoke(main, ["audit", *map(str, arguments), *NOW])


def live(url, *arguments):
    return audit("--endpoint-url", url, "--region", "eu-west-1", *arguments)


def test_every_repository_is_told_with_its_next_run_and_a_better_policy(serving):
    fleet = Fleet(8, 30, page=7)
    told = json.loads(live(serving(fleet), "--json").stdout)["repositories"]
    assert [each["repository"] for each in told] == sorted(fleet.names)
    by_name = {each["repository"]: each for each in told}
    good, any_20, by_age, without = (by_name[name] for name in fleet.names[:4])
    assert all(each["images"] == 30 for each in told), "all pages"
    assert good["next_run"]["expire"] == 3 + 17, "the untagged, and v beyond ten"
    assert good["next_run"]["freed_bytes_at_most"] == 20 * 100_000_000
    assert good["next_run"]["saved_a_month_at_most"] == pytest.approx(0.2)
    assert good["instead"] is None
    assert "counts-parts" in {finding["code"] for finding in any_20["findings"]}
    assert "deletes-releases-by-age" in {finding["code"] for finding in by_age["findings"]}
    assert [finding["code"] for finding in without["findings"]] == ["no-policy"]
    assert without["next_run"]["expire"] == 0
    assert parse(without["instead"]["policy"])
    assert without["instead"]["expire"] == 3 + 7
    assert without["findings"][0]["where"]["resource"].endswith(f"repository/{fleet.names[3]}")


def test_it_only_asks(serving):
    fleet = Fleet(4, 5)
    live(serving(fleet), "--owner-tag", "Owner", "--read-manifests", "--json")
    assert {operation for operation, _ in fleet.calls} <= READ_ONLY
    assert "BatchGetImage" not in {operation for operation, _ in fleet.calls}, "no index, no pull"


def test_indexes_are_read_only_when_asked_for(serving):
    fleet = Fleet(2, 5, indexes=True)
    url = serving(fleet)
    blind = live(url, "--json")
    assert "BatchGetImage" not in {operation for operation, _ in fleet.calls}
    assert "2 indexes without a manifest" in blind.stderr
    seen = live(url, "--json", "--read-manifests")
    assert "without a manifest" not in seen.stderr
    assert json.loads(seen.stdout)["repositories"][0]["indexes_without_manifest"] == 0


def test_tables_are_grouped_by_policy_and_by_owner(serving):
    result = live(serving(Fleet(9, 12)), "--owner-tag", "Owner")
    assert "policy 1" in result.stdout
    assert "no policy" in result.stdout
    assert "team-0" in result.stdout
    assert "9 repositories, 108 images." in result.stderr


def test_a_repository_that_may_not_be_read_is_a_failure_and_not_without_a_policy(serving):
    fleet = Fleet(5, 3, denied=["team-3/service-0003"])
    result = live(serving(fleet), "--json")
    assert result.exit_code == 2
    assert "team-3/service-0003: AccessDeniedException" in result.stderr
    told = json.loads(result.stdout)["repositories"]
    assert len(told) == 4
    assert "team-3/service-0003" not in {each["repository"] for each in told}


def test_what_fails_is_asked_for(serving):
    url = serving(Fleet(2, 3))
    assert live(url).exit_code == 0, "any 20 is ineffective, and that is no failure"
    assert live(url, "--fail-on", "ineffective").exit_code == 1
    assert live(serving(Fleet(3, 3))).exit_code == 1, "releases by age are dangerous"


def test_several_regions_are_asked(serving):
    fleet = Fleet(2, 3)
    result = live(serving(fleet), "--region", "us-east-1", "--json")
    regions = [each["region"] for each in json.loads(result.stdout)["repositories"]]
    assert regions == ["eu-west-1", "eu-west-1", "us-east-1", "us-east-1"]


def test_what_is_saved_is_audited_alike_without_an_account(serving, tmp_path):
    folder = tmp_path / "saved"
    arguments = ("--owner-tag", "Owner", "--json", "--read-manifests")
    first = live(serving(Fleet(6, 25, indexes=True)), *arguments, "--save", folder)
    again = audit("--from", folder, "--json")
    assert len(list(folder.glob("*.json"))) == 6

    def by_name(result):
        return {each["repository"]: each for each in json.loads(result.stdout)["repositories"]}

    assert by_name(again) == by_name(first)


def test_files_of_awss_own_answers_are_audited(tmp_path):
    record = {
        "repositoryName": "app",
        "lifecyclePolicyText": None,
        "imageDetails": [{"imageDigest": "sha256:a", "imagePushedAt": "2026-11-01T00:00:00Z"}],
    }
    (tmp_path / "app.json").write_text(json.dumps(record))
    [told] = json.loads(audit("--from", tmp_path, "--json").stdout)["repositories"]
    assert (told["images"], told["findings"][0]["code"]) == (1, "no-policy")
    (tmp_path / "bad.json").write_text("{")
    bad = audit("--from", tmp_path)
    assert bad.exit_code == 2
    assert "bad.json:1:2" in bad.stderr


class Text(HTMLParser):
    def __init__(self):
        super().__init__()
        self.tags, self.words = set(), []

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)

    def handle_data(self, data):
        self.words.append(data)


def test_the_page_says_it_all_and_nothing_in_it_is_markup(tmp_path):
    name = '<img src=x onerror="alert(1)">'
    (tmp_path / "a.json").write_text(
        json.dumps({"repositoryName": name, "imageDetails": [], "owner": "<script>"})
    )
    page = tmp_path / "page.html"
    audit("--from", tmp_path, "--html", page)
    parsed = Text()
    parsed.feed(page.read_text())
    assert parsed.tags.isdisjoint({"img", "script"})
    words = " ".join(parsed.words)
    assert name in words
    assert "no-policy" in words
    assert "Would be written instead" in words


def test_the_rights_are_those_that_it_uses():
    told = json.loads(audit("--rights", "--owner-tag", "Owner", "--read-manifests").stdout)
    [statement] = told["Statement"]
    assert {action.partition(":")[2] for action in statement["Action"]} == READ_ONLY


def test_a_throttled_answer_is_asked_again(serving):
    fleet = Fleet(1, 3)
    refused: list[Any] = []

    def throttled(asked, real=fleet.DescribeImages):
        if len(refused) < 2:
            refused.append(asked)
            return 400, {"__type": "ThrottlingException", "message": "Rate exceeded"}
        return real(asked)

    fleet.DescribeImages = throttled
    assert live(serving(fleet), "--json").exit_code in {0, 1}
    assert len(refused) == 2
