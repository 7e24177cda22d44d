"""The images that a command evaluates, with what is missing said on standard error."""

import gc
from collections.abc import Callable
from dataclasses import fields
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar, get_args

import click

from ecr_lifecycle.cli.files import FILE, Time, Unreadable, contents, links_in, named
from ecr_lifecycle.evaluation import Assumptions
from ecr_lifecycle.finding import Finding
from ecr_lifecycle.image import Image
from ecr_lifecycle.inventory import InvalidImages, read_listing

_Command = TypeVar("_Command", bound=Callable[..., Any])

_OPTIONS = (
    click.option(
        "--images",
        type=FILE,
        required=True,
        help="The images: a list by ages, or the output of `aws ecr describe-images` "
        "(with --filter imageStatus=ANY, or archived images are missing).",
    ),
    click.option("--now", type=Time(), help="The time of the run, ISO 8601; now unless given."),
    click.option(
        "--manifests",
        type=click.Path(exists=True, path_type=Path),
        help="Manifests, so that manifest lists hold what they reference: a file or a directory "
        "of raw manifests or outputs of `aws ecr batch-get-image`.",
    ),
    click.option("--partial", is_flag=True, help="Go on with a listing that is cut (NextToken)."),
    click.option(
        "--assume",
        multiple=True,
        metavar="NAME=VALUE",
        help="Read an open point of ECR's documentation otherwise, such as children_count=no.",
    ),
)


def image_options(command: _Command) -> _Command:
    """The options of every command that evaluates images."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def images_of(
    path: str, now: datetime | None, manifests: Path | None, *, partial: bool
) -> tuple[tuple[Image, ...], datetime]:
    """The images in the file at `path`, and the moment of the run."""
    moment = now or datetime.now(UTC)
    if gc.isenabled():
        # A full repository is a million objects that all stay: nothing to collect until the end.
        gc.disable()
        click.get_current_context().call_on_close(gc.enable)
    try:
        listing = read_listing(
            contents(path), moment, links_in(manifests), partial=partial, file=named(path)
        )
    except InvalidImages as invalid:
        raise click.UsageError(f"{named(path)}: {invalid}") from invalid
    if isinstance(listing, Finding):
        raise Unreadable(listing)
    for warning in listing.warnings:
        click.echo(warning, err=True)
    return listing.images, moment


def assumptions_of(given: tuple[str, ...]) -> Assumptions:
    """The defaults, with what was given as NAME=VALUE."""
    known = {field.name: field.type for field in fields(Assumptions)}
    chosen: dict[str, Any] = {}
    for text in given:
        name, _, value = text.partition("=")
        allowed = {"yes": True, "no": False} if known.get(name) is bool else _words(known.get(name))
        if name not in known or value not in allowed:
            names = ", ".join(known)
            choices = " or ".join(allowed) or "one of these"
            raise click.UsageError(f"--assume {text}: write {choices}; the names are {names}.")
        chosen[name] = allowed[value]
    return Assumptions(**chosen)


def _words(annotation: Any) -> dict[str, Any]:
    return {word: word for word in get_args(annotation)}
