"""An answer that can't be delivered is said, and has no verdict's exit code."""

import json
import os
import subprocess
import sys

import pytest

from tools.setup.places import ROOT

POLICY = {
    "rules": [
        {
            "rulePriority": 1,
            "selection": {
                "tagStatus": "any",
                "countType": "imageCountMoreThan",
                "countNumber": 5,
            },
            "action": {"type": "expire"},
        }
    ]
}
RESOURCES = [
    {"urn": "urn:pulumi:dev::p::pulumi:pulumi:Stack::p-dev", "type": "pulumi:pulumi:Stack"},
    {
        "urn": "urn:pulumi:dev::p::pulumi:providers:aws::aws",
        "type": "pulumi:providers:aws",
        "inputs": {"region": "ap-northeast-2", "allowedAccountIds": '["111111111111"]'},
    },
]
#: Each command, and the exit code of an answer that nobody got.
COMMANDS = {
    "operations --help": 3,
    "operations --version": 3,
    "operations gate --help": 3,
    "operations iam deployer stack.json": 3,
    "ecr_lifecycle --help": 2,
    "ecr_lifecycle validate policy.json": 2,
    "ecr_lifecycle explain policy.json": 2,
    "ecr_lifecycle analyze policy.json": 2,
    "ecr_lifecycle analyze --json policy.json": 2,
}


@pytest.fixture
def run(tmp_path):
    (tmp_path / "policy.json").write_text(json.dumps(POLICY))
    (tmp_path / "stack.json").write_text(json.dumps({"deployment": {"resources": RESOURCES}}))

    def run(command, redirection, **environment):
        return subprocess.run(
            ["bash", "-c", f"set -o pipefail; {sys.executable} -m {command} {redirection}"],
            cwd=tmp_path,
            env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "", **environment},
            capture_output=True,
            text=True,
            check=False,
        )

    return run


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize(
    ("redirection", "said"),
    [
        (">/dev/full", "the output can't be written: No space left on device"),
        (">&-", "standard output is closed"),
        (">/dev/full 2>&-", None),
        (">/dev/full 2>/dev/full", None),
        # Nobody reads: the pipe is closed before the command has begun.
        ("| true", None),
    ],
)
def test_an_answer_that_nobody_got_is_no_verdict(run, command, redirection, said):
    done = run(command, redirection)
    assert done.returncode == COMMANDS[command], done.stderr
    assert "Traceback" not in done.stderr
    assert "Exception ignored" not in done.stderr
    if said is None:
        assert done.stderr == ""
    else:
        assert done.stderr.startswith(f"error: {said}.\n  Impact: ")
        assert len(done.stderr.splitlines()) == 3


@pytest.mark.parametrize("columns", ["1", "0", "-7", "x", "9" * 30, ""])
def test_a_terminal_of_any_width_gets_the_answer(run, columns):
    for command in COMMANDS:
        done = run(command, "", COLUMNS=columns)
        assert done.returncode == (1 if "analyze" in command else 0), done.stderr
        assert done.stdout
        assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    "stack",
    [
        {"version": 3, "deployment": {}},
        {"deployment": {"resources": []}},
        {"deployment": {"resources": None}},
        {"steps": []},
        {"steps": [{"op": "same"}]},
    ],
)
def test_a_stack_without_resources_is_refused_with_what_to_do(run, tmp_path, stack):
    (tmp_path / "empty.json").write_text(json.dumps(stack))
    done = run("operations iam deployer empty.json", "")
    assert done.returncode == 2
    assert "empty.json: the stack has no resources" in done.stderr
    assert "Fix: " in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("command", ["health", "iam deployer", "alert-test"])
@pytest.mark.parametrize("inputs", [7, "x", ["name"], True])
def test_a_resource_whose_inputs_are_no_object_makes_no_stack_and_no_verdict(
    run, tmp_path, command, inputs
):
    repository = {"urn": "urn:pulumi:dev::p::t::a", "type": "aws:ecr/repository:Repository"}
    stack = {"deployment": {"resources": [*RESOURCES, {**repository, "inputs": inputs}]}}
    (tmp_path / "odd.json").write_text(json.dumps(stack))
    done = run(f"operations {command} odd.json", "")
    assert done.returncode == 2, done.stderr
    assert "the inputs of urn:pulumi:dev::p::t::a are no object" in done.stderr
    assert "Traceback" not in done.stderr
