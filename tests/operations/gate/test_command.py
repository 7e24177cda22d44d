"""`registryctl gate`: exit codes, formats, files."""

import json
from xml.etree import ElementTree

import pytest
from click.testing import CliRunner

from operations import cli
from operations.cli import options
from tests.operations.gate.given import DENIED, basic, cve, scan


@pytest.fixture
def run(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("GITHUB_STEP_SUMMARY", raising=False)

    def run(aws, *words, image="payments:1.0"):
        monkeypatch.setattr(options, "Aws", lambda *_: aws)
        return CliRunner().invoke(cli.main, ["gate", image, *words], prog_name="registryctl")

    return run


def test_exit_codes_tell_good_bad_wrong_and_unknown_apart(run):
    assert run(basic(scan())).exit_code == 0
    assert run(basic(scan("COMPLETE", cve()))).exit_code == 1
    assert run(basic(scan()), "--critical", "many").exit_code == 2
    assert run(basic(scan()), image="payments").exit_code == 2
    assert run(basic(DENIED)).exit_code == 3
    assert run(basic(scan("FAILED"))).exit_code == 3


def test_the_text_says_what_is_over_and_by_how_much(run):
    told = run(basic(scan("COMPLETE", cve()))).stdout
    assert "does not pass: 1 CRITICAL (at most 0)" in told
    assert "CVE-2026-1" in told
    assert "zlib 1.2" in told


def test_no_verdict_goes_to_stderr_with_impact_and_fix(run):
    result = run(basic(DENIED))
    assert result.stdout == ""
    assert "Impact: it could not be looked at" in result.stderr
    assert "Fix: allow ecr:DescribeImageScanFindings" in result.stderr


def test_a_limit_of_minus_one_lets_any_number_pass(run):
    assert run(basic(scan("COMPLETE", cve())), "--critical", "-1").exit_code == 0


def test_json_has_its_schema_and_nothing_else_on_stdout(run):
    told = json.loads(run(basic(scan("COMPLETE", cve())), "--json").stdout)
    assert told["schema"] == "container-registry/gate/1"
    assert told["verdict"] == "bad"
    assert told["over"] == {"CRITICAL": {"found": 1, "limit": 0}}


def test_sarif_junit_and_markdown_name_the_vulnerability(run):
    sarif = json.loads(run(basic(scan("COMPLETE", cve())), "--format", "sarif").stdout)
    assert sarif["runs"][0]["results"][0]["ruleId"] == "CVE-2026-1"
    assert sarif["runs"][0]["results"][0]["level"] == "error"
    junit = ElementTree.fromstring(run(basic(scan("COMPLETE", cve())), "--format", "junit").stdout)
    assert junit.get("failures") == "1"
    assert "CVE-2026-1" in junit.find("testcase/failure").text
    assert (
        "[CVE-2026-1](https" in run(basic(scan("COMPLETE", cve())), "--format", "markdown").stdout
    )


def test_markdown_of_a_hostile_name_stays_text(run):
    evil = cve("CVE|<img src=x>`", package="]( |x")
    evil["uri"] = "javascript:alert(1)"
    told = run(basic(scan("COMPLETE", evil)), "--format", "markdown").stdout
    assert "<img" not in told
    assert "javascript" not in told
    assert "CVE\\|" in told


def test_a_report_is_written_to_a_file_and_the_summary_to_githubs(run, monkeypatch, tmp_path):
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(tmp_path / "summary.md"))
    result = run(basic(scan()), "--json", "--output", "report.json")
    assert result.stdout == ""
    assert json.loads((tmp_path / "report.json").read_text())["verdict"] == "good"
    assert "✅" in (tmp_path / "summary.md").read_text()


def test_a_service_is_looked_up_in_the_stacks_outputs(run, tmp_path):
    stack = {"registryUrl": "host", "repositories": {"pay": {"name": "team/payments"}}}
    (tmp_path / "stack.json").write_text(json.dumps(stack))
    aws = basic(scan())
    assert run(aws, "--stack", "stack.json", image="pay:1.0").exit_code == 0
    assert aws.asked["DescribeImages"][0]["repositoryName"] == "team/payments"


@pytest.mark.parametrize("text", ["", "[]", '{"repositories": 3}', "{"])
def test_a_file_that_is_no_stack_is_wrong_use(run, tmp_path, text):
    (tmp_path / "stack.json").write_text(text)
    assert run(basic(scan()), "--stack", "stack.json").exit_code == 2


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("- {id: CVE-1, until: 2027-01-01}", "0.reason"),
        ("- {id: CVE-1, reason: x}", "0.until"),
        ("- {id: CVE-1, reason: '', until: 2027-01-01}", "0.reason"),
        ("- {id: CVE-1, reason: x, until: 2027-01-01, packge: z}", "0.packge"),
        ("id: CVE-1", "the file"),
        ("- [", "accepted"),
    ],
)
def test_an_acceptance_that_lacks_something_is_refused(run, tmp_path, text, told):
    (tmp_path / "accepted.yaml").write_text(text)
    result = run(basic(scan()), "--accepted", "accepted.yaml")
    assert result.exit_code == 2
    assert told in result.stderr


@pytest.mark.parametrize(
    ("image", "repository"),
    [
        ("111111111111.dkr.ecr.eu-west-1.amazonaws.com/a/b:1", "a/b"),
        ("111111111111.dkr-ecr.eu-west-1.on.aws/a/b:1", "a/b"),
        ("localhost:5000/a/b:1", "a/b"),
        ("a/b@sha256:" + "0" * 64, "a/b"),
    ],
)
def test_a_host_before_the_name_is_taken_apart(run, image, repository):
    aws = basic(scan())
    run(aws, image=image)
    assert aws.asked["DescribeImages"][0]["repositoryName"] == repository


@pytest.mark.parametrize(
    "image", ["Payments:1", "payments@sha256:1", "payments:", ":1", "payments:a b", "x@latest"]
)
def test_what_names_no_image_is_refused_with_the_right_forms(run, image):
    result = run(basic(scan()), image=image)
    assert result.exit_code == 2
    assert "NAME:TAG" in result.stderr


def test_the_region_that_the_host_names_is_the_one_that_is_asked(run):
    aws = basic(scan())
    assert run(aws, image="111111111111.dkr.ecr.eu-west-1.amazonaws.com/a/b:1").exit_code == 0
    assert aws.asked["elsewhere"] == ["eu-west-1"]
    here = basic(scan())
    run(here, image="111111111111.dkr.ecr.ap-northeast-2.amazonaws.com/a/b:1")
    assert not here.asked["elsewhere"]


def test_another_accounts_registry_has_no_verdict_by_our_own_configuration(run):
    aws = basic(scan())
    result = run(aws, image="222222222222.dkr.ecr.ap-northeast-2.amazonaws.com/a/b:1")
    assert result.exit_code == 3
    assert "222222222222" in result.stderr
    assert not aws.asked["DescribeImages"]
