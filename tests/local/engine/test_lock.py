import os
import subprocess
import sys

import pytest

from local.engine import lock
from local.engine.errors import EngineError


def test_a_second_command_is_told_who_is_at_work(tmp_path):
    with (
        lock.held(tmp_path, "dev", "up"),
        pytest.raises(EngineError) as refused,
        lock.held(tmp_path, "dev", "down"),
    ):
        raise AssertionError("two at once")
    assert f"`make up` (process {os.getpid()}, since " in refused.value.message
    assert "make down STACK=dev" in refused.value.message


def test_the_lock_is_free_once_its_command_is_done(tmp_path):
    for _ in range(2):
        with lock.held(tmp_path, "dev", "up"):
            pass


def test_another_stack_is_not_held_up(tmp_path):
    with lock.held(tmp_path / "dev", "dev", "up"), lock.held(tmp_path / "prod", "prod", "up"):
        pass


def test_a_killed_command_holds_nothing(tmp_path):
    script = (
        "import os, pathlib, sys; from local.engine import lock\n"
        "with lock.held(pathlib.Path(sys.argv[1]), 'dev', 'up'): os._exit(9)"
    )
    subprocess.run([sys.executable, "-c", script, str(tmp_path)], check=False)
    with lock.held(tmp_path, "dev", "up"):
        pass
