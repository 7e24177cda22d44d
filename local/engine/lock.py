"""One command at a time on a stack: the second is told who is at work, and starts nothing."""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from local import private
from local.engine.checkout import Checkout
from local.engine.errors import EngineError


@contextmanager
def held(checkout: Checkout, stack: str, command: str) -> Iterator[None]:
    """Hold the stack's lock; the kernel lets go of it when this process ends, however it ends.

    Raises:
        EngineError: another command holds it.
    """
    path = checkout.lock(stack)
    private.directory(checkout.local)
    private.directory(path.parent)
    # The lock's own file is emptied by whoever asks for it.
    holder = path.with_suffix(".holder")
    lock = FileLock(path, timeout=0, mode=0o600)
    try:
        lock.acquire()
    except Timeout:
        raise EngineError(
            f"{_who(holder)} is at work on the stack {stack}.\n"
            "  Impact: two at once would overwrite each other's state; nothing was started.\n"
            f"  Fix: when it is done, run `make {command} STACK={stack}` again."
        ) from None
    try:
        who = f"`make {command}` (process {os.getpid()}, since {time.strftime('%H:%M:%S')})"
        private.write(holder, who)
        yield
    finally:
        lock.release()


def _who(holder: Path) -> str:
    try:
        return holder.read_text(encoding="utf-8", errors="replace").strip() or "another command"
    except OSError:
        return "another command"
