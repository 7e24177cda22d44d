"""Room on the disk, asked for before anything is written: a full disk cuts states in half."""

import os
import shutil
from pathlib import Path
from typing import Final

from local.engine.checkout import Checkout
from local.engine.errors import EngineError
from local.engine.state import State

#: Logs, the state and its backups: what an update of an ordinary stack writes, several times over.
_LEAST: Final = 64 << 20
#: The backend keeps a backup, a history entry and a checkpoint, and replaces each by a whole one.
_COPIES: Final = 8
#: How the kernel says it, and so the CLI and its plug-ins.
_SAID: Final = ("no space left on device", "disk quota exceeded")


def require(checkout: Checkout, stack: str, command: str) -> None:
    """Make sure that a command can write all that it writes.

    Raises:
        EngineError: there is less room than that.
    """
    file = State(checkout, stack).file
    needed = _LEAST + _COPIES * (file.stat().st_size if file else 0)
    place = _existing(checkout.local)
    free = shutil.disk_usage(place).free
    if free < needed:
        raise EngineError(
            f"the disk is full: {place} has {_megabytes(free)} left, and `make {command}` may need"
            f" {_megabytes(needed)}.\n"
            "  Impact: a state that is cut off cannot be read again; nothing was started.\n"
            f"  Fix: free some room, then: make {command} STACK={stack}"
        )
    files = os.statvfs(place)
    if files.f_files and files.f_favail < _COPIES:
        raise EngineError(
            f"the disk is full: {place} can hold no more files (its inodes are used up).\n"
            "  Impact: no state could be written; nothing was started.\n"
            f"  Fix: remove some files, then: make {command} STACK={stack}"
        )


def tells_of(text: str) -> bool:
    """Whether what a program said tells that the disk is full."""
    lower = text.lower()
    return any(said in lower for said in _SAID)


def _existing(path: Path) -> Path:
    return path if path.exists() else _existing(path.parent)


def _megabytes(size: int) -> str:
    return f"{size / (1 << 20):.0f} MB"
