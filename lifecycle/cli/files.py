"""Reads what a command was given, and says in one line why it can't: exit code 2."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from lifecycle.inventory import InvalidImages, Links, moment, read_manifests

POLICY = click.argument("policy", type=click.File("rb"))
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


def refuse_two_from_stdin(one: Any, other: Any) -> None:
    """Standard input is read once, so only one file can be -."""
    if one.name == other.name == "<stdin>":
        raise click.UsageError("Only one of the two files can be - for standard input.")


def read_json(file: Any, what: str) -> Any:
    """The JSON value in an open file."""
    try:
        return json.loads(file.read())
    except (ValueError, RecursionError) as error:
        raise click.UsageError(f"The {what} in {file.name} are not JSON: {error}.") from error


def links_in(path: Path | None) -> Links:
    """What the manifests in a file, or in the files of a directory, reference."""
    if path is None:
        return Links()
    files = sorted(path.iterdir()) if path.is_dir() else [path]
    try:
        return read_manifests(file.read_bytes() for file in files if file.is_file())
    except InvalidImages as invalid:
        raise click.UsageError(f"{path}: {invalid}") from invalid
