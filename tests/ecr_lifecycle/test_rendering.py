"""Findings as SARIF (held against OASIS' schema), JUnit and Markdown."""

import json
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from click.testing import CliRunner
from jsonschema import Draft4Validator

from ecr_lifecycle import analyze
from ecr_lifecycle.cli import main
from ecr_lifecycle.rendering import to_junit, to_markdown, to_sarif
from tests.ecr_lifecycle.rules import CAP, UNTAGGED, age, count, policy, rule

SCHEMA = json.loads((Path(__file__).parent / "data/sarif-schema-2.1.0.json").read_text())
HOSTILE = "v|`<b>\x1b[31m&\"'\ud800\ufffe]]>*"
DOCUMENTS = {
    "nothing": policy(UNTAGGED, rule(2, count("tagged", 9, tagPatternList=["x-*"]))),
    "several": policy(CAP, rule(2, age("any", 9))),
    "dangerous": policy(UNTAGGED, rule(2, age("tagged", 9, tagPatternList=["*"]))),
    "hostile": {"rules": [{HOSTILE: HOSTILE, "rulePriority": HOSTILE}]},
}


def run(tmp_path, command, form, document):
    path = tmp_path / "it.json"
    path.write_text(json.dumps(document))
    return CliRunner().invoke(main, [command, str(path), "--format", form])


@pytest.mark.parametrize("command", ["validate", "analyze", "lint"])
@pytest.mark.parametrize("name", ["nothing", "several", "dangerous"])
def test_sarif_is_what_the_schema_of_oasis_takes(tmp_path, command, name):
    log = json.loads(run(tmp_path, command, "sarif", DOCUMENTS[name]).stdout)
    errors = [error.message for error in Draft4Validator(SCHEMA).iter_errors(log)]
    assert errors == []
    for result in log["runs"][0]["results"]:
        [location] = result["locations"]
        assert location["physicalLocation"]["artifactLocation"]["uri"].endswith("it.json")
        assert location["physicalLocation"]["region"]["startLine"] == 1


def test_the_schema_finds_what_is_no_sarif():
    log = to_sarif(analyze(DOCUMENTS["dangerous"]), tool="t", version="1")
    log["runs"][0]["results"][0]["level"] = "fatal"
    assert list(Draft4Validator(SCHEMA).iter_errors(log))


def test_hostile_findings_are_sound_in_every_form():
    found = analyze(DOCUMENTS["hostile"])
    log = json.loads(json.dumps(to_sarif(found, tool="t", version="1")))
    assert list(Draft4Validator(SCHEMA).iter_errors(log)) == []
    ET.fromstring(to_junit(found, tool="t", cases=[HOSTILE], failing=["invalid"]))
    page = to_markdown(found, title=HOSTILE, clean="")
    assert "<b>" not in page
    assert all(
        row.count("|") - row.count("\\|") == 4 for row in page.splitlines() if row[:1] == "|"
    )


def test_junit_has_a_case_for_each_file_and_fails_by_severity(tmp_path):
    for name, command, failures in (
        ("nothing", "analyze", 0),
        ("dangerous", "analyze", 1),
        ("several", "validate", 1),
    ):
        suites = ET.fromstring(run(tmp_path, command, "junit", DOCUMENTS[name]).stdout)
        [case] = suites.iter("testcase")
        assert suites.get("failures") == str(failures)
        assert len(case.findall("failure")) == failures
        assert case.get("name").endswith("it.json")


def test_markdown_has_the_worst_open_and_the_rest_folded(tmp_path):
    document = policy(rule(2, age("tagged", 9, tagPatternList=["*"])))
    page = run(tmp_path, "analyze", "markdown", document).stdout
    before, after = page.split("<details>")
    assert "deletes-releases-by-age" in before
    assert "no-untagged-rule" in after
    clean = run(tmp_path, "validate", "markdown", DOCUMENTS["nothing"]).stdout
    assert clean == "### ECR lifecycle policies\n\nECR takes this policy.\n\n"
