"""`diff --old P --new P --images I`: what a change of policy changes, image by image."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from ecr_lifecycle.cli.evaluate import MOST_SHOWN
from ecr_lifecycle.cli.files import FILE, IN_USE, JSON, in_use_of, refuse_two_from_stdin
from ecr_lifecycle.cli.images import assumptions_of, image_options, images_of
from ecr_lifecycle.cli.output import plain, print_fast_json, print_table
from ecr_lifecycle.cli.policies import accepted
from ecr_lifecycle.comparison import Change, Comparison, compare

_GB = 10**9


@click.command("diff")
@click.option("--old", type=FILE, required=True, help="The policy as it is.")
@click.option("--new", type=FILE, required=True, help="The policy as it would be.")
@image_options
@IN_USE
@click.option("--all", "everything", is_flag=True, help=f"Every change, not {MOST_SHOWN} alone.")
@JSON
def diff_command(
    old: str,
    new: str,
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
    """Say what becomes of which images when the new policy takes the old one's place.

    ECR applies a policy within 24 hours: what the new one deletes and the old one does not is lost
    by then. With --in-use, exit code 1 if one of these is in use.
    """
    assumptions = assumptions_of(assume)
    refuse_two_from_stdin(old, new, images, in_use)
    before, after, used = accepted(old), accepted(new), in_use_of(in_use)
    inventory, moment = images_of(images, now, manifests, partial=partial)
    result = compare(before, after, inventory, moment, assumptions)
    users = used.users(inventory) if used is not None else {}
    if as_json:
        print_fast_json(_told(result, users))
    else:
        shown = result.changes if everything else result.changes[:MOST_SHOWN]
        heads = ("image", "tags", "old", "new", "in use by")
        print_table(heads, (_row(change, users) for change in shown))
        if len(shown) < len(result.changes):
            more = len(result.changes) - len(shown)
            click.echo(f"{more} more changes; --all prints every one.", err=True)
    _print_totals(result)
    if any(change.image.name in users for change in result.newly_expired):
        click.echo("Images in use would be deleted.", err=True)
        raise click.exceptions.Exit(1)


def _row(change: Change, users: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    return (
        change.image.name,
        ", ".join(change.image.tags) or "untagged",
        _fate(change.old, change.old_rule),
        _fate(change.new, change.new_rule),
        ", ".join(users.get(change.image.name, ())),
    )


def _fate(fate: str, rule: int | None) -> str:
    return fate if rule is None else f"{fate} (rule {rule})"


def _told(result: Comparison, users: Mapping[str, tuple[str, ...]]) -> dict[str, Any]:
    return {
        "changes": [
            {
                "image": change.image.name,
                "tags": list(change.image.tags),
                "old": {"outcome": change.old, "rule": change.old_rule},
                "new": {"outcome": change.new, "rule": change.new_rule},
                "in_use": list(users.get(change.image.name, ())),
            }
            for change in result.changes
        ],
        "expires_within_24_hours": [change.image.name for change in result.newly_expired],
    }


def _print_totals(result: Comparison) -> None:
    lost = result.newly_expired
    size = sum(change.image.size_bytes or 0 for change in lost)
    kept = sum(change.new == "stay" for change in result.changes)
    click.echo(
        plain(
            f"Within 24 hours of the change {len(lost)} more would be deleted ({size / _GB:.2f} GB "
            f"by their sizes), and {kept} would stay that the old policy takes now."
        ),
        err=True,
    )
