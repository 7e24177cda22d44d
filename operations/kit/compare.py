"""What stands in a directory, compared with what the kit would write; and the writing.

Owns the decision whose a file is. Refuses to write outside the directory, through a symbolic link,
and over what somebody else wrote or edited.
"""

import difflib
import os
import tempfile
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum
from fnmatch import fnmatchcase
from pathlib import Path

import click

from operations.kit.header import take_header, with_header
from operations.kit.part import Ownership
from operations.kit.render import Rendered


class State(StrEnum):
    """How a file stands to the kit."""

    SAME = "in step"
    MISSING = "missing"
    OUTDATED = "outdated"
    """The kit's own, unedited, and the kit would write it otherwise now."""
    EDITED = "edited"
    """The kit wrote it and somebody edited it: kept."""
    FOREIGN = "yours"
    """The kit never wrote it: kept."""


@dataclass(frozen=True)
class Compared:
    """A file of the kit and what stands in its place."""

    rendered: Rendered
    state: State
    there: str
    wanted: str
    version: str | None = None

    @property
    def diff(self) -> str:
        """From what is there to what the kit would write."""
        path = self.rendered.path
        lines = difflib.unified_diff(
            self.there.splitlines(keepends=True),
            self.wanted.splitlines(keepends=True),
            path,
            f"{path} (kit)",
        )
        return "".join(line if line.endswith("\n") else f"{line}\n" for line in lines)


def compare(files: Iterable[Rendered], directory: Path, skip: Collection[str]) -> list[Compared]:
    """How every file stands, but for those that match a pattern of `skip`.

    Raises:
        click.UsageError: a place is no place for a file.
    """
    return [
        _compared(rendered, _place(directory, rendered.path))
        for rendered in files
        if not any(fnmatchcase(rendered.path, pattern) for pattern in skip)
    ]


def write(compared: Compared, directory: Path) -> None:
    """Write a file whole or not at all."""
    place = _place(directory, compared.rendered.path)
    place.parent.mkdir(parents=True, exist_ok=True)
    handle, partial = tempfile.mkstemp(dir=place.parent, prefix=f".{place.name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            file.write(compared.wanted)
        Path(partial).chmod(0o755 if compared.rendered.executable else 0o644)
        Path(partial).replace(place)
    except BaseException:
        Path(partial).unlink(missing_ok=True)
        raise


def _compared(rendered: Rendered, place: Path) -> Compared:
    started = rendered.ownership is Ownership.STARTED
    wanted = rendered.text if started else with_header(rendered.text)
    if not place.exists():
        return Compared(rendered, State.MISSING, "", wanted)
    try:
        there = place.read_bytes().decode()
    except (OSError, UnicodeDecodeError) as error:
        raise click.UsageError(f"{place}: {error}") from error
    if started or there == wanted:
        return Compared(rendered, State.SAME, there, there)
    version, _, unedited = take_header(there)
    if version is None:
        return Compared(rendered, State.FOREIGN, there, wanted)
    state = State.OUTDATED if unedited else State.EDITED
    return Compared(rendered, state, there, wanted, version)


def _place(directory: Path, path: str) -> Path:
    """Where a file goes, which is inside the directory whatever stands there."""
    place = directory / path
    for step in (place, *place.parents):
        if step == directory:
            break
        if step.is_symlink():
            raise click.UsageError(
                f"{step}: is a symbolic link.\n"
                "    Impact: the kit would write where the link leads.\n"
                f"    Fix: replace it by what it leads to, or give `--skip {path}`."
            )
        if step.exists() and (step.is_dir() if step == place else not step.is_dir()):
            raise click.UsageError(
                f"{step}: {'a file' if step == place else 'a folder'} of the kit goes here.\n"
                "    Impact: the kit can't be written.\n"
                f"    Fix: move it away, or give `--skip {path}`."
            )
    if not place.resolve().is_relative_to(directory.resolve()):
        raise click.UsageError(f"{path}: is outside of {directory}")
    return place
