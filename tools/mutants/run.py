"""Run the tests of a room on mutants, each in a process of its own that is forked from one.

The fork has the dear libraries loaded and none of the project's modules, so a mutant costs what
its tests cost.
"""

import importlib
import importlib.util
import os
import signal
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, SourceFileLoader
from types import CodeType
from typing import Any

import click
import pytest

from tools.mutants.mutate import Mutant
from tools.mutants.rooms import ROOT, Room

_LIBRARIES = ("hypothesis", "pulumi", "pulumi_policy", "pydantic", "yaml")
_POLL_SECONDS = 0.02
_OPTIONS = (
    *("-x", "-q", "-p", "no:cacheprovider"),
    # The libraries are loaded before pytest can look at them, on purpose.
    *("-W", "ignore::pytest.PytestAssertRewriteWarning"),
)


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
        started = time.monotonic()
        child = _fork(room, None)
        if os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) != 0:
            raise click.ClickException(f"the tests of {room.name} fail as they are: run make unit")
        return cls(time.monotonic() - started)

    @property
    def patience(self) -> float:
        """Seconds after which a mutant counts as an endless loop, which is noticed."""
        return 20 + 5 * self.seconds


def notice(
    room: Room, chosen: Sequence[Mutant], baseline: Baseline
) -> Iterator[tuple[Mutant, bool]]:
    """Run every mutant; give each with whether a test noticed it."""
    waiting = list(chosen)
    running: dict[int, tuple[Mutant, float]] = {}
    while waiting or running:
        while waiting and len(running) < (os.cpu_count() or 1):
            mutant = waiting.pop()
            running[_fork(room, mutant)] = (mutant, time.monotonic())
        for child, (mutant, started) in list(running.items()):
            ended, status = os.waitpid(child, os.WNOHANG)
            if ended:
                del running[child]
                yield mutant, os.waitstatus_to_exitcode(status) != 0
            elif time.monotonic() - started > baseline.patience:
                os.kill(child, signal.SIGKILL)
        time.sleep(_POLL_SECONDS)


def _fork(room: Room, mutant: Mutant | None) -> int:
    child = os.fork()
    if child:
        return child
    code = 1
    try:
        _silence()
        os.chdir(ROOT)
        sys.dont_write_bytecode = True
        if mutant is not None:
            sys.meta_path.insert(0, _Finder(mutant))
        code = int(pytest.main([*_OPTIONS, *room.tests]))
    finally:
        os._exit(code)


def _silence() -> None:
    nowhere = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(nowhere, stream)


class _Finder(MetaPathFinder):
    """Gives the mutant in the place of its module."""

    def __init__(self, mutant: Mutant) -> None:
        parts = mutant.path.relative_to(ROOT).with_suffix("").parts
        self._name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
        self._mutant = mutant

    def find_spec(self, fullname: str, *_: Any) -> ModuleSpec | None:
        if fullname != self._name:
            return None
        path = str(self._mutant.path)
        loader = _Loader(fullname, path, self._mutant)
        return importlib.util.spec_from_file_location(fullname, path, loader=loader)


class _Loader(SourceFileLoader):
    def __init__(self, name: str, path: str, mutant: Mutant) -> None:
        super().__init__(name, path)
        self._mutant = mutant

    def get_code(self, fullname: str) -> CodeType:  # noqa: ARG002
        code: CodeType = compile(self._mutant.tree(), str(self._mutant.path), "exec")
        return code
