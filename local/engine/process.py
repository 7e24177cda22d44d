"""Whether a process that left its number in a lock still works."""

import subprocess
import time
from pathlib import Path

#: What was killed a moment ago is given this time to be gone.
_DYING_SECONDS = 1.0


def works(process: int, name: str) -> bool:
    """Whether the process lives and is called so: numbers of processes are used again."""
    deadline = time.monotonic() + _DYING_SECONDS
    while lives(process, name):
        if time.monotonic() > deadline:
            return True
        time.sleep(0.05)
    return False


def lives(process: int, name: str) -> bool:
    """Whether the process table has it under this name, and not as a zombie."""
    state, called = _state_and_name(process)
    return called == name and not state.startswith("Z")


def _state_and_name(process: int) -> tuple[str, str]:
    if Path("/proc/self/stat").exists():
        try:
            status = Path(f"/proc/{process}/stat").read_text(encoding="utf-8", errors="replace")
        except OSError:
            return "", ""
        # `number (name) state ...`, and the name may hold anything (proc_pid_stat(5)).
        name, _, rest = status.partition("(")[2].rpartition(")")
        return rest.strip(), name
    said = subprocess.run(
        ["ps", "-o", "stat=,comm=", "-p", str(process)],
        capture_output=True,
        text=True,
        check=False,
    )
    state, _, command = said.stdout.strip().partition(" ")
    return state, Path(command.strip()).name
