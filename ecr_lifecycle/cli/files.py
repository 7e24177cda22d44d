"""Reads what a command was given, and says in one line why it can't: exit code 2."""

import json
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from ecr_lifecycle.inventory import InvalidImages, Links, moment, read_manifests

FILE = click.Path(exists=True, dir_okay=False, allow_dash=True)

POLICY = click.argument("policy", type=FILE)
"""A policy as an argument: a file, or - for standard input."""

JSON = click.option("--json", "as_json", is_flag=True, help="Print JSON, for programs.")


class Time(click.ParamType[datetime]):
    """A time with its zone; what has none is UTC."""

    name = "time"

    def convert(self, value: Any, param: Any, ctx: Any) -> datetime:
        """The aware time that `value` says."""
        if isinstance(value, datetime):
            return value
        try:
            time = datetime.fromisoformat(value)
            return moment(value) if time.tzinfo else time.replace(tzinfo=UTC)
        except ValueError:
            self.fail(f"{value!r} is no ISO 8601 time, such as 2026-11-20T12:00:00Z", param, ctx)


def contents(path: str) -> bytes:
    """What is in the file at `path`, or on standard input."""
    try:
        return sys.stdin.buffer.read() if path == "-" else Path(path).read_bytes()
    except OSError as error:
        raise click.UsageError(f"{path}: {error.strerror}.") from error


def refuse_two_from_stdin(one: str, other: str) -> None:
    """Standard input is read once, so only one file can be -."""
    if one == other == "-":
        raise click.UsageError("Only one of the two files can be - for standard input.")


def read_json(path: str, what: str) -> Any:
    """The JSON value in the file at `path`."""
    text = contents(path)
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise click.UsageError(f"The {what} in {path} are not JSON: {error}.") from error


def links_in(path: Path | None) -> Links:
    """What the manifests in a file, or in the files of a directory, reference."""
    if path is None:
        return Links()
    files = sorted(path.iterdir()) if path.is_dir() else [path]
    try:
        return read_manifests(file.read_bytes() for file in files if file.is_file())
    except InvalidImages as invalid:
        raise click.UsageError(f"{path}: {invalid}") from invalid
