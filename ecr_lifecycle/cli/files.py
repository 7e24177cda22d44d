"""Reads what a command was given, and says in one finding why it can't: exit code 2."""

import json
import sys
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import click

from ecr_lifecycle.cli.output import plain
from ecr_lifecycle.finding import Finding
from ecr_lifecycle.in_use import InUse, InvalidInUse, read_in_use
from ecr_lifecycle.inventory import InvalidImages, Links, moment, read_manifests
from ecr_lifecycle.inventory.manifests import NO_LINKS
from ecr_lifecycle.json_text import UNREADABLE, load
from ecr_lifecycle.rendering import to_text
from ecr_lifecycle.tag_scheme import InvalidScheme, TagScheme, read_scheme

FILE = click.Path(exists=True, dir_okay=False, allow_dash=True)

POLICY = click.argument("policy", type=FILE)
"""A policy as an argument: a file, or - for standard input."""

JSON = click.option("--json", "as_json", is_flag=True, help="Print JSON, for programs.")

SCHEME = click.option(
    "--scheme",
    type=FILE,
    help="The tags that are pushed, as JSON, or a stack's Pulumi.STACK.yaml with a tagScheme. "
    "Without it releases are taken to be tagged as usual: v1.2.3, prod-..., release-..., latest.",
)

IN_USE = click.option(
    "--in-use",
    type=FILE,
    help='Images in use: {"sha256:... or a tag or an image name": ["who uses it"]}.',
)

_STACK_KEY: Final = ":tagScheme"


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


class Unreadable(click.ClickException):
    """A file that is no input at all."""

    exit_code = 2

    def __init__(self, finding: Finding) -> None:
        super().__init__(plain(to_text(finding)))


def named(path: str) -> str:
    """The file as findings call it."""
    return "standard input" if path == "-" else path


def contents(path: str) -> bytes:
    """What is in the file at `path`, or on standard input."""
    try:
        return sys.stdin.buffer.read() if path == "-" else Path(path).read_bytes()
    except OSError as error:
        raise click.UsageError(f"{path}: {error.strerror}.") from error


def placed(finding: Finding, path: str) -> Finding:
    """`finding` with the file that it was found in."""
    return replace(finding, where=replace(finding.where, file=named(path)))


def readable(findings: list[Finding], path: str) -> list[Finding]:
    """`findings` with their file; those that say that it is no JSON end the command."""
    found = [placed(finding, path) for finding in findings]
    for finding in found:
        if finding.code in UNREADABLE:
            raise Unreadable(finding)
    return found


def policy_text(path: str) -> bytes:
    """The policy's text in the file at `path`: the file, or what an answer of AWS wraps.

    `aws ecr get-lifecycle-policy` prints the text in a member `lifecyclePolicyText`.
    """
    data = contents(path)
    if b"ifecyclePolicyText" not in data and b'"repositories"' not in data:
        return data
    value = load(data, named(path))
    if isinstance(value, Finding):
        return data
    text = _unwrapped(value)
    return data if text is None else text


def _unwrapped(value: Any) -> bytes | None:
    if not isinstance(value, Mapping):
        return None
    for key in ("lifecyclePolicyText", "LifecyclePolicyText"):
        if key in value:
            text = value[key]
            return text.encode() if isinstance(text, str) else json.dumps(text).encode()
    for key in ("lifecyclePolicy", "LifecyclePolicy"):
        if key in value:
            return _unwrapped(value[key])
    listed = value.get("repositories")
    if isinstance(listed, list):
        found = [text for each in listed if (text := _unwrapped(each)) is not None]
        if len(found) > 1:
            raise click.UsageError(
                f"The answer holds {len(found)} policies; give one, or use `lint` or `audit`."
            )
        return found[0] if found else None
    return None


def refuse_two_from_stdin(*paths: str | None) -> None:
    """Standard input is read once, so only one file can be -."""
    if sum(path == "-" for path in paths) > 1:
        raise click.UsageError("Only one of the files can be - for standard input.")


def read_json(path: str) -> Any:
    """The JSON value in the file at `path`."""
    value = load(contents(path), named(path))
    if isinstance(value, Finding):
        raise Unreadable(value)
    return value


def in_use_of(path: str | None) -> InUse | None:
    """What the file at `path` says is in use."""
    if path is None:
        return None
    try:
        return read_in_use(read_json(path))
    except InvalidInUse as invalid:
        raise click.UsageError(f"{path}: {invalid}") from invalid


def scheme_of(path: str | None) -> TagScheme | None:
    """The tag scheme in the file at `path`, or in the stack file there."""
    if path is None:
        return None
    try:
        if path.endswith((".yaml", ".yml")):
            return read_scheme(_of_stack(path))
        return read_scheme(contents(path))
    except InvalidScheme as invalid:
        readable(list(invalid.findings), path)
        raise click.UsageError(f"{path}: {invalid}") from invalid


def _of_stack(path: str) -> Any:
    try:
        import yaml
    except ImportError as error:
        raise click.UsageError(
            f"{path} is YAML, and PyYAML is not installed; give the scheme as JSON."
        ) from error
    try:
        document = yaml.safe_load(contents(path))
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        place = f"{path}:{mark.line + 1}:{mark.column + 1}" if mark else path
        raise click.UsageError(f"{place}: it is not YAML.") from error
    config = document.get("config") if isinstance(document, dict) else None
    for key, value in (config if isinstance(config, dict) else {}).items():
        if str(key).endswith(_STACK_KEY):
            return value
    return document


def links_in(path: Path | None) -> Links:
    """What the manifests in a file, or in the files of a directory, reference."""
    if path is None:
        return NO_LINKS
    files = sorted(path.iterdir()) if path.is_dir() else [path]
    try:
        return read_manifests(file.read_bytes() for file in files if file.is_file())
    except InvalidImages as invalid:
        raise click.UsageError(f"{path}: {invalid}") from invalid
