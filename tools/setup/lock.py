"""One set-up at a time: a second one waits, and finds the work done."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tools.setup.console import say


@contextmanager
def held(path: Path, who: str) -> Iterator[None]:
    """Hold the lock at `path`; the kernel lets go of it when this process ends, however it ends."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with path.open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say(f"waiting for {who}")
            fcntl.flock(file, fcntl.LOCK_EX)
        yield
