"""`python -m ecr_lifecycle`: what it prints, where, and how it exits."""

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from ecr_lifecycle import InvalidPolicy, analyze, parse
from ecr_lifecycle.cli import main
from ecr_lifecycle.rendering import to_object
from tests.ecr_lifecycle.rules import CAP, GOOD, UNTAGGED, age, count, policy, rule

ROOT = Path(__file__).parents[2]
EXAMPLES = json.loads((Path(__file__).parent / "data/aws_examples.json").read_text())["cases"]
ONE = policy(UNTAGGED, rule(2, count("any", 1)))


def run(*arguments, given=None):
    return CliRunner().invoke(main, [str(argument) for argument in arguments], input=given)


@pytest.fixture
def file(tmp_path):
    def write(name, value):
        path = tmp_path / name
        path.write_text(value if isinstance(value, str) else json.dumps(value))
        return path

    return write


@pytest.mark.parametrize("case", EXAMPLES, ids=lambda case: case["id"])
def test_evaluate_gives_the_result_of_each_example_of_aws(case, file):
    result = run(
        *("evaluate", "--json", "--now", case["now"]),
        *("--policy", file("policy.json", case["policy"])),
        *("--images", file("images.json", {"images": case["images"]})),
    )
    assert result.exit_code == 0
    assert json.loads(result.stdout) == case["expected"]


def test_the_module_is_run_by_its_name(file):
    done = subprocess.run(
        [sys.executable, "-m", "ecr_lifecycle", "validate", "-", "--json"],
        cwd=ROOT,
        input=json.dumps(policy(CAP, rule(10, age("untagged", 1)))),
        capture_output=True,
        text=True,
        check=False,
    )
    [problem] = json.loads(done.stdout)
    assert (problem["code"], problem["severity"]) == ("any-not-last", "invalid")
    assert problem["details"] == {"rule": 9}
    assert problem["where"] == {
        "path": "rules[0].rulePriority",
        "file": "standard input",
        "line": 1,
        "column": 13,
    }
    assert "lowest priority" in problem["impact"]
    assert done.returncode == 1


@pytest.mark.parametrize(
    ("document", "options", "code"),
    [
        (GOOD, (), 0),
        (ONE, (), 1),
        (ONE, ("--fail-on", "dangerous"), 1),
        (policy(CAP), (), 0),
        (policy(CAP), ("--fail-on", "ineffective"), 1),
        (policy(CAP), ("--fail-on", "invalid"), 0),
        (policy(), ("--fail-on", "dangerous"), 1),
    ],
)
def test_analyze_exits_by_the_severity_that_was_asked_for(document, options, code):
    result = run("analyze", "-", *options, given=json.dumps(document))
    assert result.exit_code == code


def test_analyze_prints_the_findings_as_a_list():
    found = json.loads(run("analyze", "-", "--json", given=json.dumps(ONE)).stdout)
    assert found == [
        to_object(replace(problem, where=replace(problem.where, file="standard input")))
        for problem in analyze(json.dumps(ONE))
    ]
    assert found[0]["details"]["example"]["outcome"] == "expire"


def test_the_example_of_a_finding_can_be_given_to_evaluate(file):
    [found] = json.loads(run("analyze", "-", "--json", given=json.dumps(ONE)).stdout)
    shown = found["details"]["example"]
    images = file("images.json", shown)
    result = run(*("evaluate", "--json", "--policy", file("p.json", ONE), "--images", images))
    assert json.loads(result.stdout)["expire"] == {shown["images"][0]["name"]: 2}


@pytest.mark.parametrize("document", [GOOD, ONE, policy(CAP)])
def test_validate_only_tells_what_ecr_refuses(document):
    result = run("validate", "-", "--json", given=json.dumps(document))
    assert (result.exit_code, json.loads(result.stdout)) == (0, [])


@pytest.mark.parametrize("text", ["null", "[]", "5", '{"rules": []}'])
def test_json_that_is_no_policy_is_a_finding_and_no_crash(text):
    for command in ("validate", "analyze"):
        for options in ((), ("--json",)):
            result = run(command, "-", *options, given=text)
            assert result.exit_code == 1
            assert not isinstance(result.exception, Exception), "exit codes only"
    assert run("explain", "-", given=text).exit_code == 1


def test_people_get_tables():
    result = run("analyze", "-", given=json.dumps(ONE))
    assert "dangerous" in result.stdout
    assert "nothing to roll back to" in " ".join(result.stdout.replace("│", " ").split())
    assert run("validate", "-", given=json.dumps(GOOD)).stdout == "ECR takes this policy.\n"


def test_what_stands_in_a_policy_is_no_markup():
    broken = policy(rule(1, count("tagged", 1, tagPatternList=["[bold]*1*2*3*4*[/bold]"])), CAP)
    assert "[bold]" in run("validate", "-", given=json.dumps(broken)).stdout


def test_control_codes_do_not_reach_the_terminal(file):
    red = policy(UNTAGGED, rule(2, count("tagged", 9, tagPatternList=["v\x1b[31m*"])), CAP)
    images = [{"name": "A\x1b[31m", "pushed_days_ago": 0}]
    shown = [
        run("explain", "-", given=json.dumps(red)),
        run("analyze", "-", given=json.dumps(red)),
        run("evaluate", "--policy", file("p.json", red), "--images", file("i.json", images)),
    ]
    assert all("\x1b" not in result.output for result in shown)
    assert "v\\x1b[31m*" in shown[0].stdout


def test_evaluate_tells_people_why_each_image_goes_or_stays(file):
    images = [
        {"name": "A", "tags": ["v1"], "pushed_days_ago": 2},
        {"name": "B", "tags": ["v2"], "pushed_days_ago": 1},
    ]
    result = run("evaluate", "--policy", file("p.json", ONE), "--images", file("i.json", images))
    said = " ".join(result.stdout.replace("│", " ").split())
    assert "B v2 stay 2 rule 2 keeps it; it goes after 1 newer image" in said
    assert "A v1 expire 2 rule 2 keeps 1 and this is number 2" in said
    assert result.stderr == "1 deleted, 0 archived, 1 stay.\n"


DETAILS = {
    "imageDetails": [
        {
            "imageDigest": "sha256:index",
            "imagePushedAt": "2026-11-01T00:00:00+00:00",
            "imageManifestMediaType": "application/vnd.oci.image.index.v1+json",
            "imageTags": ["v1"],
        },
        {"imageDigest": "sha256:amd64", "imagePushedAt": "2026-11-01T00:00:00+00:00"},
    ]
}


def test_manifests_keep_the_parts_of_a_manifest_list(file):
    arguments = (
        *("evaluate", "--json", "--now", "2026-11-20T00:00:00Z"),
        *("--policy", file("p.json", GOOD), "--images", file("i.json", DETAILS)),
    )
    blind = run(*arguments)
    assert json.loads(blind.stdout)["expire"] == {"sha256:amd64": 1}
    assert "Give --manifests" in blind.stderr
    manifests = {"sha256:index": {"manifests": [{"digest": "sha256:amd64"}]}}
    path = file("manifests.json", manifests)
    for given in (path, path.parent / "all"):
        given.is_file() or (given.mkdir(), (given / "m.json").write_text(path.read_text()))
        seen = run(*arguments, "--manifests", given)
        assert json.loads(seen.stdout)["expire"] == {}
        assert "Give --manifests" not in seen.stderr


def test_an_open_point_is_read_otherwise_by_assume(file):
    images = [{"name": "A", "pushed_days_ago": 1}]
    arguments = (
        *("evaluate", "--json", "--policy", file("p.json", GOOD), "--images"),
        *(file("i.json", images), "--now", "2026-11-20T00:00:00"),
    )
    assert json.loads(run(*arguments).stdout)["expire"] == {}
    inclusive = run(
        *arguments, "--assume", "age_boundary=inclusive", "--assume", "children_count=no"
    )
    assert json.loads(inclusive.stdout)["expire"] == {"A": 1}


def test_explain_gives_a_sentence_for_each_rule():
    result = run("explain", "-", given=json.dumps(GOOD))
    assert len(result.stdout.splitlines()) == 3
    as_list = run("explain", "-", "--json", given=json.dumps(GOOD))
    assert json.loads(as_list.stdout) == result.stdout.splitlines()


def test_build_prints_the_text_for_ecr_and_says_what_it_means():
    wanted = '{"keep_any": 5, "untagged_days": 1}'
    for_programs = run("build", "-", "--json", given=wanted)
    assert parse(for_programs.stdout.rstrip("\n")).to_json() == for_programs.stdout.rstrip("\n")
    for_people = run("build", "-", given=wanted)
    assert parse(for_people.stdout) == parse(for_programs.stdout)
    assert for_people.stderr.startswith("Untagged: an image without a tag is deleted 1 day after")


def test_build_says_all_that_is_wrong_and_prints_no_policy():
    result = run("build", "-", given='{"keep_any": 0, "kept": 5}')
    assert (result.exit_code, result.stdout) == (1, "")
    assert "keep_any must be 1" in result.stderr
    assert '"kept"' in result.stderr


PUSHES = {"ci": {"tags": ["v*"], "per_day": 1, "size_mb": 250}}


def test_forecast_prints_levels_and_costs(file):
    arguments = ("forecast", "--policy", file("p.json", GOOD), "--pushes", file("s.json", PUSHES))
    result = run(*arguments, "--price", "0.10", "--days", "60", "--json")
    told = json.loads(result.stdout)
    assert told["with_policy"][-1]["images"] == 10
    assert told["with_policy"][-1]["monthly_cost"] == pytest.approx(0.25)
    assert told["without_policy"][-1]["images"] == 60
    table = run(*arguments, "--price", "0.10", "--days", "60")
    assert "Steady from day 9." in table.stderr
    assert "0.25" in table.stdout


MISUSE = [
    ("validate", "no-such-file"),
    ("validate",),
    ("analyze", "-", "--fail-on", "all"),
    ("evaluate", "--policy", "-"),
    ("evaluate", "--policy", "-", "--images", "-"),
    ("evaluate", "--policy", "GOOD", "--images", "BROKEN"),
    ("evaluate", "--policy", "GOOD", "--images", "GOOD"),
    ("evaluate", "--policy", "GOOD", "--images", "IMAGES", "--now", "yesterday"),
    ("evaluate", "--policy", "GOOD", "--images", "IMAGES", "--assume", "children=no"),
    ("evaluate", "--policy", "GOOD", "--images", "IMAGES", "--assume", "children_count=maybe"),
    ("evaluate", "--policy", "GOOD", "--images", "IMAGES", "--manifests", "BROKEN"),
    ("forecast", "--policy", "GOOD", "--pushes", "BROKEN", "--price", "1"),
    ("forecast", "--policy", "GOOD", "--pushes", "PUSHES", "--price", "-1"),
    ("no-such-command",),
]


@pytest.mark.parametrize("arguments", MISUSE, ids=" ".join)
def test_misuse_exits_2_with_a_line_that_says_why(arguments, file):
    files = {
        "GOOD": file("good.json", GOOD),
        "BROKEN": file("broken.json", "{"),
        "IMAGES": file("images.json", []),
        "PUSHES": file("pushes.json", PUSHES),
    }
    result = run(*(files.get(argument, argument) for argument in arguments), given="{}")
    assert result.exit_code == 2
    assert result.stdout == ""
    assert "Error: " in result.stderr


def test_a_policy_that_ecr_refuses_is_not_evaluated(file):
    arguments = ("--policy", file("p.json", policy()), "--images", file("i.json", []))
    result = run("evaluate", "--json", *arguments)
    assert (result.exit_code, result.stdout) == (1, "")
    assert "rules is empty" in result.stderr


def test_a_refusal_says_where_what_the_impact_and_the_fix():
    with pytest.raises(InvalidPolicy) as refused:
        parse(policy())
    assert str(refused.value).startswith("rules: rules is empty\n    Impact: ECR refuses")
