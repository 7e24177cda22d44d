"""A full disk is told of before anything is written, and recognised when it is met."""

import errno
import shutil
from types import SimpleNamespace

import pytest

from local import disk
from local.engine import room
from local.engine.errors import EngineError

PLENTY = {"f_bavail": 1 << 30, "f_blocks": 1 << 30, "f_bfree": 1 << 30, "f_frsize": 4096}


def with_free(monkeypatch, size):
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=size))


def test_too_little_room_is_refused_with_how_much_is_needed(checkout, monkeypatch):
    with_free(monkeypatch, 3 << 20)
    with pytest.raises(EngineError) as refused:
        room.require(checkout, "dev", "up")
    assert "3 MB left, and `make up` may need 64 MB" in refused.value.message
    assert "make up STACK=dev" in refused.value.message
    assert not checkout.local.exists()


def test_a_large_state_needs_more(checkout, monkeypatch):
    state = checkout.state / ".pulumi" / "stacks" / "p" / "dev.json"
    state.parent.mkdir(parents=True)
    with state.open("wb") as file:
        file.truncate(10 << 20)
    with_free(monkeypatch, 100 << 20)
    with pytest.raises(EngineError, match="may need 144 MB"):
        room.require(checkout, "dev", "up")
    room.require(checkout, "another", "up")


def test_a_disk_without_inodes_is_full(checkout, monkeypatch):
    monkeypatch.setattr(
        room.os, "statvfs", lambda _: SimpleNamespace(f_files=1000, f_favail=2, **PLENTY)
    )
    with pytest.raises(EngineError, match="no more files"):
        room.require(checkout, "dev", "up")


def test_enough_room_is_not_mentioned(checkout):
    room.require(checkout, "dev", "up")


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT])
def test_a_full_disk_is_recognised_by_its_error_and_by_what_programs_say(number):
    error = OSError(number, "x")
    assert disk.ran_out(error)
    assert not disk.ran_out(OSError(errno.EACCES, "x"))
    assert room.tells_of("error: write /x/.pulumi/dev.json: No space left on device")
    assert not room.tells_of("error: no such file")
