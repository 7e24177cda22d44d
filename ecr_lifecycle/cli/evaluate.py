"""`evaluate --policy P --images I`: which image goes by which rule, and why the others stay."""

from dataclasses import fields
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, get_args

import click

from ecr_lifecycle.cli.files import FILE, JSON, Time, links_in, read_json, refuse_two_from_stdin
from ecr_lifecycle.cli.output import print_json, print_table
from ecr_lifecycle.cli.policies import accepted
from ecr_lifecycle.evaluation import Assumptions, Evaluation, evaluate
from ecr_lifecycle.inventory import InvalidImages, blind_spots, read_images


@click.command("evaluate")
@click.option("--policy", type=FILE, required=True, help="The policy.")
@click.option(
    "--images",
    type=FILE,
    required=True,
    help="The images: a list by ages, or the output of `aws ecr describe-images` "
    "(with --filter imageStatus=ANY, or archived images are missing).",
)
@click.option("--now", type=Time(), help="The time of the run, ISO 8601; now unless given.")
@click.option(
    "--manifests",
    type=click.Path(exists=True, path_type=Path),
    help="Manifests, so that manifest lists hold what they reference: a file or a directory of "
    "raw manifests or outputs of `aws ecr batch-get-image`.",
)
@click.option(
    "--assume",
    multiple=True,
    metavar="NAME=VALUE",
    help="Read an open point of ECR's documentation otherwise, such as children_count=no.",
)
@JSON
def evaluate_command(
    policy: str,
    images: str,
    now: datetime | None,
    manifests: Path | None,
    assume: tuple[str, ...],
    as_json: bool,
) -> None:
    """Say what a run of a policy does to the images of a repository."""
    assumptions = _assumptions(assume)
    refuse_two_from_stdin(policy, images)
    rules = accepted(policy)
    moment = now or datetime.now(UTC)
    listed, links = read_json(images, "images"), links_in(manifests)
    for warning in blind_spots(listed, links):
        click.echo(warning, err=True)
    try:
        inventory = read_images(listed, moment, links)
    except InvalidImages as invalid:
        raise click.UsageError(str(invalid)) from invalid
    result = evaluate(rules, inventory, moment, assumptions)
    if as_json:
        print_json({"expire": dict(result.expire), "transition": dict(result.transition)})
    else:
        _print_verdicts(result)


def _print_verdicts(result: Evaluation) -> None:
    rows = [
        (
            verdict.image.name,
            ", ".join(verdict.image.tags) or "untagged",
            verdict.outcome,
            "" if verdict.rule is None else str(verdict.rule),
            verdict.because,
        )
        for verdict in result.verdicts.values()
    ]
    print_table(("image", "tags", "outcome", "rule", "because"), rows)
    gone = len(result.expire), len(result.transition)
    click.echo(f"{gone[0]} deleted, {gone[1]} archived, {len(rows) - sum(gone)} stay.", err=True)


def _assumptions(given: tuple[str, ...]) -> Assumptions:
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
