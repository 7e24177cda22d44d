"""A disk or a checkout that the set-up cannot write: one message, no traceback."""

import errno
import os

import pytest

from tools.setup import main as setup
from tools.setup import places, venv

REFUSALS = {
    "a full disk": (OSError(errno.ENOSPC, "No space left on device", "/x"), "free some room"),
    "a quota": (OSError(errno.EDQUOT, "Disk quota exceeded"), "free some room"),
    "somebody else's checkout": (PermissionError(errno.EACCES, "denied", "/x"), "git clone"),
    "a read-only disk": (OSError(errno.EROFS, "Read-only file system", "/x"), "git clone"),
    "anything else": (OSError(errno.EIO, "Input/output error", "/x"), "mend that"),
}


@pytest.fixture
def run(tmp_path, monkeypatch):
    monkeypatch.setattr(places, "LOCAL", tmp_path / ".local")
    monkeypatch.setattr(setup, "provide_cli", lambda: None)

    def run(error=None):
        def provide():
            if error:
                raise error

        monkeypatch.setattr(setup, "provide_venv", provide)
        return setup.main()

    before = os.umask(0o022)
    yield run
    os.umask(before)


@pytest.mark.parametrize("case", REFUSALS)
def test_what_the_system_refuses_is_one_message_with_the_way_on(run, capsys, case):
    error, fix = REFUSALS[case]
    assert run(error) == 1
    said = capsys.readouterr().err
    assert said.startswith("error: ")
    assert error.strerror in said
    assert fix in said.splitlines()[2]
    assert len(said.splitlines()) == 3


@pytest.mark.parametrize(("mask", "kept"), [(0o777, 0o077), (0, 0), (0o027, 0o027)])
def test_the_user_can_read_what_is_made_whatever_the_mask(run, mask, kept):
    os.umask(mask)
    assert run() == 0
    assert os.umask(0o022) == kept


def test_what_the_local_machine_keeps_is_the_users_alone(run):
    assert run() == 0
    assert places.LOCAL.stat().st_mode & 0o777 == 0o700


def test_every_package_is_held_against_its_hash_and_none_is_built_with_unpinned_tools(monkeypatch):
    commands = []
    monkeypatch.setattr(venv, "run", lambda command, **_: commands.append(command))
    monkeypatch.setattr(venv, "pip_install", lambda *words: commands.append(words))
    venv._install()
    assert len(commands) == 2
    for command in commands:
        words = [str(word) for word in command]
        assert words[words.index("--only-binary") + 1] == ":all:"
    assert "--require-hashes" in commands[1]
