"""Run the tests of a room on mutants, each on a copy of the project and in a process of its own.

The process is forked from one that has the dear libraries loaded and none of the project's
modules, so a mutant costs what its tests cost. The copy holds the mutant as a file, so that what
the tests start, such as the process of the policy pack, runs the mutant too.
"""

import contextlib
import importlib
import os
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import click
import pytest

from tools.mutants.mutate import Mutant
from tools.mutants.rooms import ROOT, Room

_LIBRARIES = ("boto3", "hypothesis", "pulumi", "pulumi_policy", "pydantic", "yaml")
_POLL_SECONDS = 0.02
_OPTIONS = (
    *("-x", "-q", "-p", "no:cacheprovider"),
    # The libraries are loaded before pytest can look at them, on purpose.
    *("-W", "ignore::pytest.PytestAssertRewriteWarning"),
)
_NOT_COPIED = shutil.ignore_patterns(".*", "dist")


@dataclass(frozen=True)
class Baseline:
    """How long the tests take on the code as it is."""

    seconds: float

    @classmethod
    def of(cls, room: Room) -> "Baseline":
        """Run the tests once, unchanged.

        Raises:
            ClickException: they fail as they are, so they would notice nothing.
        """
        for library in _LIBRARIES:
            importlib.import_module(library)
        run = _Run(room, None)
        while (code := run.ended()) is None:
            time.sleep(_POLL_SECONDS)
        if code != 0:
            raise click.ClickException(f"the tests of {room.name} fail as they are: run make unit")
        return cls(run.seconds)

    @property
    def patience(self) -> float:
        """Seconds after which a mutant counts as an endless loop, which is noticed."""
        return 20 + 5 * self.seconds


def notice(
    room: Room, chosen: Sequence[Mutant], baseline: Baseline
) -> Iterator[tuple[Mutant, bool]]:
    """Run every mutant; give each with whether a test noticed it."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # so that `finally` is reached
    waiting = list(chosen)
    running: list[tuple[Mutant, _Run]] = []
    try:
        while waiting or running:
            while waiting and len(running) < (os.cpu_count() or 1):
                mutant = waiting.pop()
                running.append((mutant, _Run(room, mutant)))
            for mutant, run in list(running):
                if (code := run.ended()) is not None:
                    running.remove((mutant, run))
                    yield mutant, code != 0
                elif run.seconds > baseline.patience:
                    run.kill()
            time.sleep(_POLL_SECONDS)
    finally:
        for _, run in running:
            run.kill()


class _Run:
    """The tests of a room on one mutant, or on the code as it is."""

    def __init__(self, room: Room, mutant: Mutant | None) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="mutant-")
        self._started = time.monotonic()
        copy = Path(self._folder.name).resolve() / "project"
        shutil.copytree(ROOT, copy, ignore=_NOT_COPIED)
        if mutant is not None:
            mutant.write(copy / mutant.path.relative_to(ROOT))
        self._child = _fork(room, mutant, copy)

    @property
    def seconds(self) -> float:
        return time.monotonic() - self._started

    def ended(self) -> int | None:
        """The exit code once it has ended; its processes and its copy are gone then."""
        child, status = os.waitpid(self._child, os.WNOHANG)
        if not child:
            return None
        self.kill()
        self._folder.cleanup()
        return os.waitstatus_to_exitcode(status)

    def kill(self) -> None:
        """End the tests and whatever they started."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._child, signal.SIGKILL)


def _fork(room: Room, mutant: Mutant | None, copy: Path) -> int:
    child = os.fork()
    if child:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.setpgid(child, child)
        return child
    code = 1
    try:
        os.setpgid(0, 0)
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        _silence()
        os.chdir(copy)
        sys.dont_write_bytecode = True
        sys.path[:] = [str(copy) if place in ("", str(ROOT)) else place for place in sys.path]
        options = [*_OPTIONS, f"--rootdir={copy}", f"--config-file={copy / 'pyproject.toml'}"]
        code = int(pytest.main([*options, *room.tests], plugins=[_NearestFirst(mutant)]))
    finally:
        os._exit(code)


def _silence() -> None:
    nowhere = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(nowhere, stream)


class _NearestFirst:
    """Runs the tests that name the policy in a broken module before the others: only order."""

    def __init__(self, mutant: Mutant | None) -> None:
        self._name = mutant.path.stem.replace("_", "-") if mutant is not None else ""

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        items.sort(key=lambda item: self._name not in item.nodeid)
