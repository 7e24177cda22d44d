import os
import subprocess
import sys

import pytest

from local.engine import lock
from local.engine.checkout import Checkout
from local.engine.errors import EngineError


def test_a_second_command_is_told_who_is_at_work(checkout):
    with (
        lock.held(checkout, "dev", "up"),
        pytest.raises(EngineError) as refused,
        lock.held(checkout, "dev", "down"),
    ):
        raise AssertionError("two at once")
    assert f"`make up` (process {os.getpid()}, since " in refused.value.message
    assert "make down STACK=dev" in refused.value.message


@pytest.mark.parametrize("content", [None, b"", b"\xff\x00"])
def test_a_second_command_is_refused_although_the_note_of_the_first_is_lost(checkout, content):
    with lock.held(checkout, "dev", "up"):
        holder = checkout.lock("dev").with_suffix(".holder")
        holder.unlink()
        if content is not None:
            holder.write_bytes(content)
        with (
            pytest.raises(EngineError, match="is at work on the stack dev"),
            lock.held(checkout, "dev", "down"),
        ):
            raise AssertionError("two at once")


def test_the_lock_is_free_once_its_command_is_done(checkout):
    for _ in range(2):
        with lock.held(checkout, "dev", "up"):
            pass


def test_another_stack_is_not_held_up(checkout):
    with lock.held(checkout, "dev", "up"), lock.held(checkout, "prod", "up"):
        pass


def test_a_killed_command_holds_nothing(checkout):
    script = (
        "import os, pathlib, sys; from local.engine import lock\n"
        "from local.engine.checkout import Checkout\n"
        "with lock.held(Checkout(pathlib.Path(sys.argv[1])), 'dev', 'up'): os._exit(9)"
    )
    subprocess.run([sys.executable, "-c", script, str(checkout.root)], check=False)
    with lock.held(checkout, "dev", "up"):
        pass


def test_what_a_lock_makes_is_the_users_alone(checkout):
    old = os.umask(0)
    try:
        with lock.held(checkout, "dev", "up"):
            made = list(checkout.local.rglob("*"))
    finally:
        os.umask(old)
    assert len(made) == 3
    assert not [path for path in (checkout.local, *made) if path.stat().st_mode & 0o077]


def test_an_open_directory_of_an_earlier_release_is_closed(checkout):
    checkout.local.mkdir(mode=0o755)
    checkout.local.chmod(0o755)
    with lock.held(Checkout(checkout.root), "dev", "up"):
        assert checkout.local.stat().st_mode & 0o777 == 0o700
