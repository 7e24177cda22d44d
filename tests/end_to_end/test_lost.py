"""A local AWS that was stopped or lost takes everything with it: the next command notices."""

import json
import os
import signal

import pytest


@pytest.fixture
def small(machines):
    machine = machines()
    machine.add_stack("small")
    assert machine.engine("up", "small").returncode == 0
    return machine


def lose(machine):
    record = machine.root / ".local" / "stacks" / "small" / "aws" / "local-aws.json"
    os.kill(json.loads(record.read_text())["pid"], signal.SIGKILL)


def test_up_says_that_it_was_lost_and_creates_everything_anew(small):
    lose(small)
    again = small.engine("up", "small")
    assert again.returncode == 0, again.stderr
    assert "was lost" in again.stderr
    assert "no changes" not in again.stderr
    names = small.aws("ecr describe-repositories --query repositories[].repositoryName", "small")
    assert names == ["one"]
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
    assert not list(small.root.glob(".local/state/.pulumi/stacks/*/small.json"))
