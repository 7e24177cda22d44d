"""However a command ends: one message that names the next command, and no traceback."""

import contextlib
import errno
import os
import signal
import threading

import click
import pytest
from click.testing import CliRunner
from pulumi.automation import CommandError

from local.engine.errors import EngineError
from local.engine.guard import guarded

FULL = OSError(errno.ENOSPC, "No space left on device", "/x/state.json")
ENDS = {
    "an interruption": (KeyboardInterrupt(), 130, ["interrupted", "make up STACK=dev"]),
    "a full disk": (FULL, 1, ["the disk is full: /x/state.json", "free some room", "make up"]),
    "a quota": (OSError(errno.EDQUOT, "Disk quota exceeded"), 1, ["the disk is full"]),
    "a checkout of somebody else": (
        PermissionError(errno.EACCES, "Permission denied", "/x/.local"),
        1,
        ["/x/.local: Permission denied", "git clone"],
    ),
    "a read-only disk": (OSError(errno.EROFS, "Read-only file system", "/x"), 1, ["git clone"]),
    "too many open files": (OSError(errno.EMFILE, "Too many open files"), 1, ["make up STACK=dev"]),
    "an error without words": (RuntimeError(), 1, ["RuntimeError", "make down STACK=dev"]),
    "an error of ours": (KeyError("x"), 1, ["KeyError: 'x'", "make up STACK=dev"]),
    "deep recursion": (RecursionError("deep"), 1, ["RecursionError: deep"]),
    "the CLI": (CommandError.__new__(CommandError), 1, ["the Pulumi CLI failed"]),
}


@pytest.fixture
def run(checkout, monkeypatch):
    def run(error, command="up"):
        @click.command()
        def fails():
            with guarded(checkout, command, "dev"):
                raise error() if callable(error) else error

        return CliRunner().invoke(fails, [])

    before, environment = os.umask(0o022), dict(os.environ)
    monkeypatch.setattr(os, "environ", environment)
    handler = signal.getsignal(signal.SIGINT)
    yield run
    signal.signal(signal.SIGINT, handler)
    os.umask(before)


@pytest.mark.parametrize("case", ENDS)
def test_it_says_what_happened_and_what_to_do(run, case):
    error, code, named = ENDS[case]
    result = run(error)
    assert result.exit_code == code
    assert result.stdout == ""
    for text in named:
        assert text in result.stderr
    assert "Traceback" not in result.stderr
    assert "Fix: " in result.stderr
    assert len(result.stderr.splitlines()) <= 6


def test_a_thread_that_reads_what_an_interruption_closed_says_nothing(run, monkeypatch, capfd):
    monkeypatch.setattr(threading, "excepthook", threading.excepthook)

    def fail(error):
        thread = threading.Thread(target=lambda: (_ for _ in ()).throw(error))
        thread.start()
        thread.join()

    run(KeyboardInterrupt())
    fail(ValueError("I/O operation on closed file."))
    assert capfd.readouterr().err == ""


@pytest.mark.parametrize("error", [EngineError("context canceled"), ENDS["the CLI"][0]])
def test_an_interruption_that_the_engine_failed_of_first_is_one_all_the_same(run, error):
    def interrupted():
        with contextlib.suppress(KeyboardInterrupt):
            signal.raise_signal(signal.SIGINT)
        return error

    result = run(interrupted)
    assert result.exit_code == 130
    assert "interrupted" in result.stderr


@pytest.mark.parametrize("command", ["up", "preview", "down"])
def test_an_interruption_names_the_command_that_goes_on(run, command):
    assert f"`make {command} STACK=dev` again" in run(KeyboardInterrupt(), command).stderr


def test_the_traceback_of_an_unforeseen_error_is_kept_for_whoever_mends_it(run, checkout):
    checkout.local.mkdir()
    run(KeyError("odd"))
    log = checkout.local / "error.log"
    assert "KeyError: 'odd'" in log.read_text()
    assert log.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("mask", [0, 0o022, 0o777])
def test_whatever_the_umask_was_files_are_the_users_and_the_users_alone(checkout, mask):
    before = os.umask(mask)
    try:
        with guarded(checkout, "up", "dev"):
            path = checkout.root / "made"
            path.mkdir()
        assert path.stat().st_mode & 0o777 == 0o700
    finally:
        os.umask(before)
