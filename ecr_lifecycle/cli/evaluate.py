"""`evaluate --policy P --images I`: which image goes by which rule, and why the others stay."""

import sys
from collections.abc import Iterable, Mapping
from datetime import datetime
from heapq import nlargest
from pathlib import Path
from typing import Any, Final

import click

from ecr_lifecycle.cli.files import FILE, IN_USE, JSON, in_use_of, refuse_two_from_stdin
from ecr_lifecycle.cli.images import assumptions_of, image_options, images_of
from ecr_lifecycle.cli.output import plain, print_fast_json, print_table
from ecr_lifecycle.cli.policies import accepted
from ecr_lifecycle.evaluation import Evaluation, Verdict, evaluate

MOST_SHOWN: Final = 50
"""Rows of a table, unless everything is asked for."""


@click.command("evaluate")
@click.option("--policy", type=FILE, required=True, help="The policy.")
@image_options
@IN_USE
@click.option(
    "--all", "everything", is_flag=True, help=f"Every image, not the first {MOST_SHOWN} alone."
)
@JSON
def evaluate_command(
    policy: str,
    images: str,
    now: datetime | None,
    manifests: Path | None,
    assume: tuple[str, ...],
    in_use: str | None,
    *,
    partial: bool,
    everything: bool,
    as_json: bool,
) -> None:
    """Say what a run of a policy does to the images of a repository.

    With --in-use, exit code 1 if it takes one that is in use.
    """
    assumptions = assumptions_of(assume)
    refuse_two_from_stdin(policy, images, in_use)
    rules, used = accepted(policy), in_use_of(in_use)
    inventory, moment = images_of(images, now, manifests, partial=partial)
    result = evaluate(rules, inventory, moment, assumptions)
    users = used.users(inventory) if used is not None else {}
    lost = {name: users[name] for name in result.acted if name in users}
    if as_json:
        told: dict[str, Any] = {
            "expire": dict(result.expire),
            "transition": dict(result.transition),
        }
        if used is not None:
            told["in_use"] = lost
        print_fast_json(told)
    elif everything and len(inventory) > MOST_SHOWN:
        _stream(result, users)
    else:
        _print_verdicts(result, users)
    _print_totals(result)
    for name, by in lost.items():
        click.echo(plain(f"In use and going: {name}, by {', '.join(by)}."), err=True)
    if lost:
        raise click.exceptions.Exit(1)


def _print_verdicts(result: Evaluation, users: Mapping[str, tuple[str, ...]]) -> None:
    shown = list(_shown(result))
    heads = ("image", "tags", "outcome", "rule", "because")
    print_table(heads, (_row(verdict, users) for verdict in shown))
    more = len(result.images) - len(shown)
    if more > 0:
        click.echo(f"{more} more; --all prints every image.", err=True)


def _shown(result: Evaluation) -> Iterable[Verdict]:
    """All verdicts, newest first; of many, those on the newest images that go, then that stay."""
    count = len(result.images)
    place = result.timeline.place
    positions: Iterable[int] = result.timeline.newest_first() if count <= MOST_SHOWN else ()
    if count > MOST_SHOWN:
        acted, images = result.acted, result.images
        going = [each for each in range(count) if images[each].name in acted]
        positions = nlargest(MOST_SHOWN, going, key=place)
        if len(going) < MOST_SHOWN:
            rest = (each for each in range(count) if images[each].name not in acted)
            positions = [*positions, *nlargest(MOST_SHOWN - len(going), rest, key=place)]
    rules = result.rules_of()
    return (result.verdict_of(position, rules[position]) for position in positions)


def _stream(result: Evaluation, users: Mapping[str, tuple[str, ...]]) -> None:
    """A line for each image as it is worked out, newest first, cells parted by tabs."""
    rules = result.rules_of()
    for position in result.timeline.newest_first():
        row = _row(result.verdict_of(position, rules[position]), users)
        sys.stdout.write("\t".join(map(plain, row)) + "\n")
    sys.stdout.flush()


def _row(verdict: Verdict, users: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    used = users.get(verdict.image.name)
    return (
        verdict.image.name,
        ", ".join(verdict.image.tags) or "untagged",
        verdict.outcome,
        "" if verdict.rule is None else str(verdict.rule),
        verdict.because + (f"; in use by {', '.join(used)}" if used else ""),
    )


def _print_totals(result: Evaluation) -> None:
    gone = len(result.expire), len(result.transition)
    stay = len(result.images) - sum(gone)
    click.echo(f"{gone[0]} deleted, {gone[1]} archived, {stay} stay.", err=True)
    if any(image.subject is not None and not image.tags for image in result.images):
        click.echo(
            "Untagged artifacts with a subject are assumed to stay while it does "
            "(--assume subjects_hold_their_artifacts=no for the other reading).",
            err=True,
        )
