"""docs/delivery.md: its commands are run, in order, in one repository."""

import json
import re
import sys

import pytest
import yaml

from container_registry.settings import load
from tests.operations.kit.given import ROOT, STACKS, by_environment
from tests.operations.kit.runner import Runner

PAGE = (ROOT / "docs" / "delivery.md").read_text("utf-8")
_BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
DIGEST = "sha256:" + "e" * 64
REGISTRYCTL = f"""#!/bin/bash
export PYTHONPATH="{ROOT}"
exec "{sys.executable}" -m operations "$@"
"""
PULUMI = """#!/bin/bash
cat "$STUBS/${@: -1}.json"
"""


def blocks(language):
    return [text for name, text in _BLOCK.findall(PAGE) if name == language]


@pytest.fixture
def runner(tmp_path):
    runner = Runner(tmp_path)
    for name in ("sed", "sort", "tr", "mktemp"):
        (runner.stubs / name).symlink_to(f"/usr/bin/{name}")
    runner._stub("registryctl", REGISTRYCTL)
    runner._stub("pulumi", PULUMI)
    runner._stub("kubectl", (runner.stubs / "aws").read_text())
    runner.answers("crane", f"{DIGEST}\n")
    for stack in STACKS:
        (runner.stubs / f"{stack}.json").write_text(json.dumps(by_environment(stack)))
    runner.work.mkdir()
    (runner.work / "main.go").write_text("package main\n")
    runner.commit()
    return runner


IDENTITY = {
    f"GIT_{who}_{what}": value
    for who in ("AUTHOR", "COMMITTER")
    for what, value in (("NAME", "x"), ("EMAIL", "x@invalid"))
}


def test_the_commands_of_the_page_bring_a_service_to_its_release(runner):
    for block in blocks("sh"):
        done = runner.bash(block, IDENTITY)
        assert done.returncode == 0, f"{block}\n{done.stdout}{done.stderr}"
    assert runner.pushed("main", "Dockerfile").count(DIGEST) == 2
    assert "v1.0.0" in runner.git("-C", str(runner.folder / "origin"), "tag")
    # Nothing but the stacks' outputs is left to commit.
    left = runner.git("-C", str(runner.work), "status", "--porcelain").split("\n")
    assert sorted(filter(None, left)) == [f"?? {stack}.json" for stack in sorted(STACKS)]
    environments = {re.search(r"environments/([a-z]+)", call)[1] for call in runner.called("gh")}
    admitted = {by_environment(stack)["delivery"]["ci"]["environment"] for stack in STACKS}
    assert environments == admitted


def test_the_stack_of_the_page_is_a_right_one():
    (text,) = blocks("yaml")
    settings = load(yaml.safe_load(text)["config"], "dev")
    assert settings.ci.environment == "development"


def test_every_file_that_the_page_applies_is_the_kits():
    example = ROOT / "examples" / "feed-server"
    for path in re.findall(r"-f (\S+)", PAGE):
        if path.startswith("deploy/"):
            assert (example / path).is_file(), path
