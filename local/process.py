"""What the process table says of a process that has left its number somewhere."""

import subprocess
import time
from pathlib import Path

#: What was killed a moment ago is given this time to be gone.
_DYING_SECONDS = 1.0
_PROC = Path("/proc/self")


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


def command_line(process: int) -> str:
    """Its command with all arguments; empty when there is none, or when it is ending."""
    return _proc(process, "cmdline") if _PROC.exists() else _ps(process, "args=")


def _state_and_name(process: int) -> tuple[str, str]:
    if _PROC.exists():
        # `number (name) state ...`, and the name may hold anything (proc_pid_stat(5)).
        name, _, rest = _proc(process, "stat").partition("(")[2].rpartition(")")
        return rest.strip(), name
    state, _, command = _ps(process, "stat=,comm=").strip().partition(" ")
    return state, Path(command.strip()).name


def _proc(process: int, entry: str) -> str:
    try:
        return (_PROC.parent / str(process) / entry).read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""


def _ps(process: int, columns: str) -> str:
    """Where there is no /proc, as on macOS, there is `ps`."""
    command = ["ps", "-o", columns, "-p", str(process)]
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout
