"""One command at a time on a stack: the second is told who is at work, and starts nothing."""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from local.engine.errors import EngineError


@contextmanager
def held(directory: Path, stack: str, command: str) -> Iterator[None]:
    """Hold the stack's lock; the kernel lets go of it when this process ends, however it ends.

    Raises:
        EngineError: another command holds it.
    """
    directory.mkdir(parents=True, exist_ok=True)
    with (directory / "lock").open("a+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.seek(0)
            raise EngineError(
                f"{file.read().strip() or 'another command'} is at work on the stack {stack}.\n"
                f"  Two at once would overwrite each other's state; run `make {command}"
                f" STACK={stack}` again when it is done."
            ) from None
        file.truncate(0)
        file.write(f"`make {command}` (process {os.getpid()}, since {time.strftime('%H:%M:%S')})")
        file.flush()
        yield
