"""A command with all processes that it starts: how long it took, its CPU time, its memory.

Owns the look into `/proc`. Refuses to count the local AWS: it stands for something that no user
runs. Where there is no `/proc`, memory is 0.
"""

import resource
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Final, NamedTuple

_PROC: Final = Path("/proc")
_EVERY: Final = 0.2
_AWS: Final = b"local.aws"


class Used(NamedTuple):
    """What a command took.

    Attributes:
        seconds: by the clock.
        cpu: seconds of all its processes that have ended.
        memory: bytes of its processes together, at their most.
        printed: both of its outputs.
    """

    seconds: float
    cpu: float
    memory: int
    printed: str


def run(command: Sequence[str], where: Path) -> Used:
    """Run a command to its end; a failure ends this process with its words."""
    before, started = _cpu(), time.perf_counter()
    process = subprocess.Popen(
        command,
        cwd=where,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    memory = _Memory(process.pid)
    memory.start()
    printed, _ = process.communicate()
    memory.ended.set()
    memory.join()
    if process.returncode:
        sys.exit(f"{' '.join(command)} in {where} failed:\n{printed[-3000:]}")
    return Used(time.perf_counter() - started, _cpu() - before, memory.most, printed)


def _cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


class _Memory(threading.Thread):
    """Adds up the resident memory of a process and all below it, again and again."""

    def __init__(self, root: int) -> None:
        super().__init__(daemon=True)
        self._root = root
        self.most = 0
        self.ended = threading.Event()

    def run(self) -> None:
        while not self.ended.wait(_EVERY):
            self.most = max(self.most, _resident(self._root))


def _resident(root: int) -> int:
    parents, pages = {}, {}
    for entry in _PROC.glob("[0-9]*"):
        try:
            fields = (entry / "stat").read_text(encoding="utf-8").rpartition(")")[2].split()
            if _AWS in (entry / "cmdline").read_bytes():
                continue
        except OSError:
            continue  # It ended in the meantime.
        parents[int(entry.name)] = int(fields[1])
        pages[int(entry.name)] = int(fields[21])
    ours = {root}
    while more := {pid for pid, parent in parents.items() if parent in ours} - ours:
        ours |= more
    return sum(pages.get(pid, 0) for pid in ours) * resource.getpagesize()
