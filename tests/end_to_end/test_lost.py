"""A local AWS that was stopped or lost takes everything with it: the next command notices."""

import json
import os
import shutil
import signal

import pytest


@pytest.fixture(scope="module")
def machine(machines):
    machine = machines()
    machine.add_stack("small")
    return machine


@pytest.fixture
def small(machine):
    """A stack that is up; one that a test left up, in whatever state, is brought up again."""
    up = machine.engine("up", "small")
    assert up.returncode == 0, up.stderr
    return machine


def lose(machine):
    record = machine.root / ".local" / "stacks" / "small" / "aws" / "local-aws.json"
    os.kill(json.loads(record.read_text())["pid"], signal.SIGKILL)


def names(machine):
    return machine.aws("ecr describe-repositories --query repositories[].repositoryName", "small")


LOST = {
    "the server, and which one it was": lambda machine: (lose(machine), forget(machine)),
    "all that is written of the stack": lambda machine: shutil.rmtree(
        machine.root / ".local" / "stacks" / "small"
    ),
    "the server's record": lambda machine: (
        machine.root / ".local" / "stacks" / "small" / "aws" / "local-aws.json"
    ).unlink(),
}


def forget(machine):
    (machine.root / ".local" / "stacks" / "small" / "instance").unlink()


@pytest.mark.parametrize("what", LOST)
def test_a_stack_is_never_said_to_be_up_over_an_empty_aws(small, what):
    LOST[what](small)
    again = small.engine("up", "small")
    assert again.returncode == 0, again.stderr
    assert "was lost" in again.stderr
    assert names(small) == ["one"]


def test_up_says_that_it_was_lost_and_creates_everything_anew(small):
    lose(small)
    again = small.engine("up", "small")
    assert again.returncode == 0, again.stderr
    assert "was lost" in again.stderr
    assert "no changes" not in again.stderr
    assert names(small) == ["one"]
    assert small.preview("small", "--expect-no-changes")[0].returncode == 0


def test_preview_shows_that_everything_would_be_created_and_starts_nothing_to_stay(small):
    lose(small)
    preview = small.engine("preview", "small")
    assert preview.returncode == 0, preview.stderr
    assert "+ aws:ecr/repository:Repository one-repository" in preview.stderr
    assert small.engine("env", "small").returncode == 1


def test_down_forgets_the_stack(small):
    lose(small)
    down = small.engine("down", "small")
    assert down.returncode == 0, down.stderr
    assert "gone already" in down.stderr
    assert not list(small.root.glob(".local/state/.pulumi/stacks/*/small*"))
    assert not (small.root / ".local" / "stacks" / "small").exists()
