"""The pre-commit hooks and the GitHub action: they name commands that exist, and the step works."""

import json
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner

from ecr_lifecycle.cli import main
from tests.ecr_lifecycle.rules import UNTAGGED, age, count, policy, rule

ROOT = Path(__file__).parents[2]
HOOKS = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text())
ACTION = ROOT / "actions/ecr-lifecycle"
GOOD = policy(UNTAGGED, rule(2, count("tagged", 9, tagPatternList=["*"])))
WRONG = policy(UNTAGGED, rule(2, age("tagged", 9, tagPatternList=["*"])))


@pytest.mark.parametrize("hook", HOOKS, ids=lambda hook: hook["id"])
def test_a_hook_runs_a_command_that_fails_on_what_it_is_for(hook, tmp_path):
    name, *arguments = shlex.split(hook["entry"])
    assert name == "ecr-lifecycle"
    path = tmp_path / "lifecycle-policy.json"
    assert re.search(hook["files"], path.name)
    for document, code in ((GOOD, 0), (policy(), 1)):
        path.write_text(json.dumps(document))
        assert CliRunner().invoke(main, [*arguments, str(path)]).exit_code == code


def step(tmp_path, files, **more):
    """The action's step with the command of this checkout."""
    command = tmp_path / "ecr-lifecycle"
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m ecr_lifecycle "$@"\n')
    command.chmod(0o755)
    given = {
        "FILES": files,
        "SCHEME": "",
        "FAIL_ON": "dangerous",
        "SARIF": "it.sarif",
        "HERE": str(ACTION),
        "ECR_LIFECYCLE": str(command),
        "GITHUB_STEP_SUMMARY": str(tmp_path / "summary"),
        "GITHUB_OUTPUT": str(tmp_path / "output"),
        "PYTHONPATH": str(ROOT),
    }
    return subprocess.run(
        [str(ACTION / "lint.sh")],
        cwd=tmp_path,
        env={**os.environ, **given, **more},
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_step_writes_a_log_and_a_summary_and_fails_by_the_findings(tmp_path):
    (tmp_path / "a file.json").write_text(json.dumps(WRONG))
    (tmp_path / "good.json").write_text(json.dumps(GOOD))
    done = step(tmp_path, "*.json\n")
    assert done.returncode == 1, done.stderr
    log = json.loads((tmp_path / "it.sarif").read_text())
    files = {
        result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
        for result in log["runs"][0]["results"]
    }
    assert files == {"a file.json", "good.json"}
    assert "deletes-releases-by-age" in (tmp_path / "summary").read_text()
    assert (tmp_path / "output").read_text() == "sarif=it.sarif\n"
    assert step(tmp_path, "good.json").returncode == 0
    assert step(tmp_path, "good.json", FAIL_ON="style").returncode == 1


def test_the_step_runs_nothing_that_an_input_says(tmp_path):
    (tmp_path / "good.json").write_text(json.dumps(GOOD))
    mark = tmp_path / "mark"
    for hostile in (f"$(touch {mark})", f"good.json; touch {mark}", f"`touch {mark}`"):
        assert step(tmp_path, hostile).returncode == 2
    assert not mark.exists()


def test_the_action_hands_every_input_over_as_a_variable():
    action = yaml.safe_load((ACTION / "action.yml").read_text())
    [only] = action["runs"]["steps"]
    assert "${{" not in only["run"], "an expression in a script is a way in"
    given = " ".join(only["env"].values())
    assert all(f"inputs.{name}" in given for name in action["inputs"])
    script = (ACTION / "lint.sh").read_text()
    assert all(f"${name}" in script or f"${{{name}" in script for name in only["env"])
