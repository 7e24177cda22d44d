"""`registryctl preview`."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import click

from operations.aws import Aws
from operations.cli.options import aws_options, stack_option
from operations.cli.places import place_options
from operations.concurrent import ask_each
from operations.failures import BAD, CouldNotFindOut
from operations.preview.run import Going, Preview, preview
from operations.repositories import repositories_of
from operations.stack import StackOutputs
from operations.usage.collect import Place, survey
from operations.usage.resolve import by_repository
from operations.waiting import Deadline

SCHEMA: Final = "container-registry/preview/1"


@click.command("preview")
@click.argument("repositories", nargs=-1)
@click.option("--offline", is_flag=True, help="Evaluate here alone; start no preview in ECR.")
@click.option("--policy", type=click.Path(dir_okay=False), help="Try this policy, change nothing.")
@click.option("--timeout", type=click.FloatRange(0), default=300, show_default=True)
@click.option("--json", "as_json", is_flag=True, help="Print JSON, for programs.")
@stack_option
@aws_options
@place_options
@click.pass_context
def preview_command(
    ctx: click.Context,
    /,
    *,
    repositories: tuple[str, ...],
    offline: bool,
    policy: str | None,
    timeout: float,
    as_json: bool,
    stack: StackOutputs | None,
    aws: Aws,
    to_look: list[Place],
) -> None:
    """Show what lifecycle policies do next; images in use that would go come first.

    ECR's own preview stands beside our evaluation, and every difference names the assumption that
    it comes from. Exit code 1: an image in use would be deleted.
    """
    seen = survey(to_look)
    uses = by_repository(seen.uses)
    text = _text(policy)
    now = datetime.now(UTC)
    deadline = None if offline else Deadline(timeout)
    answers = ask_each(
        repositories_of(aws, repositories, stack),
        lambda name: preview(aws, name, uses.get(name, ()), now, deadline, text),
    )
    found = answers.found
    click.echo(json.dumps(_told(found), indent=2) if as_json else _report(found))
    reasons = [*seen.unseen, *answers.reasons]
    if reasons:
        raise CouldNotFindOut(reasons)
    if any(one.action == "EXPIRE" for each in found for one in each.in_use):
        ctx.exit(BAD)


def _text(path: str | None) -> str | None:
    if path is None:
        return None
    try:
        return Path(path).read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise click.UsageError(f"--policy {path}: {error}") from error


def _report(found: list[Preview]) -> str:
    lines = []
    used = [(each, one) for each in found for one in each.in_use]
    if used:
        lines.append("IN USE, and would go:")
        lines += [f"  {each.repository}{_line(one)}" for each, one in used]
        lines += [f"      {use.how} {use.by}" for _, one in used for use in one.uses or ()]
        lines.append("")
    for each in found:
        if not each.has_policy:
            lines.append(f"{each.repository}: no lifecycle policy; all {each.images} images stay")
            continue
        lines.append(f"{each.repository}: {len(each.going)} of {each.images} images go")
        lines += [f"  {_line(one).lstrip('@')}" for one in each.going if one.uses is None]
        for one in each.differences or ():
            why = f"assumption {one.assumption}" if one.assumption else "no assumption explains it"
            lines.append(f"  {one.digest}: ECR says {one.ecr}, we say {one.ours} ({why})")
    return "\n".join(lines)


def _line(one: Going) -> str:
    tags = ", ".join(one.image.tags) or "untagged"
    word = "deleted" if one.action == "EXPIRE" else "archived"
    return f"@{one.image.digest} ({tags}) {word} by rule {one.rule}"


def _told(found: list[Preview]) -> dict[str, Any]:
    return {
        "schema": SCHEMA,
        "repositories": [
            {
                "repository": each.repository,
                "images": each.images,
                "hasPolicy": each.has_policy,
                "going": [
                    {
                        "digest": one.image.digest,
                        "tags": list(one.image.tags),
                        "action": one.action,
                        "rule": one.rule,
                        "inUse": one.uses is not None,
                        "by": [use.by for use in one.uses or ()],
                    }
                    for one in each.going
                ],
                "differences": None
                if each.differences is None
                else [
                    {
                        "digest": one.digest,
                        "ecr": one.ecr,
                        "ours": one.ours,
                        "assumption": one.assumption or None,
                    }
                    for one in each.differences
                ],
            }
            for each in found
        ],
    }
