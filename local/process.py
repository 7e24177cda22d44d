"""What the process table says of a process that has left its number somewhere."""

import os
import time

import psutil

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
    try:
        found = psutil.Process(process)
        return found.name() == name and found.status() != psutil.STATUS_ZOMBIE
    except (psutil.Error, ValueError):
        return False


def is_mine(process: int) -> bool:
    """Whether it runs as this very user."""
    try:
        return psutil.Process(process).uids().effective == os.geteuid()
    except (psutil.Error, ValueError):
        return False


def command_line(process: int) -> str:
    """Its command with all arguments; empty when there is none, or when it is ending."""
    try:
        return "\0".join(psutil.Process(process).cmdline())
    except (psutil.Error, ValueError):
        return ""
