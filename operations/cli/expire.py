"""`registryctl expire plan` and `registryctl expire apply`."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any, Final

import click

from ecr_lifecycle.finding import Finding, Where
from ecr_lifecycle.rendering import to_object
from operations.aws import Aws
from operations.cleanup.apply import Outcome, delete, still_due
from operations.cleanup.plan import FRESH, Plan, doomed, read_plan
from operations.cli.options import aws_options, stack_option
from operations.cli.places import place_options
from operations.failures import BAD, CouldNotFindOut, unknown
from operations.repositories import repositories_of
from operations.stack import StackOutputs
from operations.usage.collect import Place, survey
from operations.usage.look import look_into
from operations.usage.use import Survey

SCHEMA: Final = "container-registry/expire-apply/1"


@click.group("expire")
def expire_command() -> None:
    """Delete images that are neither in use nor pulled, which no lifecycle policy can.

    `plan` writes what would go to a file, `apply` deletes what the file names. Neither does
    anything while a place could not be looked into.
    """


@expire_command.command("plan")
@click.argument("repositories", nargs=-1)
@click.option(
    "--days",
    type=click.IntRange(1),
    required=True,
    help="Keep what was pushed or pulled in the last N days.",
)
@click.option(
    "--keep", multiple=True, metavar="PATTERN", help="Keep these tags: 'v*'; may be given again."
)
@click.option("--output", required=True, type=click.Path(dir_okay=False), help="The plan's file.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON, for programs.")
@stack_option
@aws_options
@place_options
def plan_command(
    *,
    repositories: tuple[str, ...],
    days: int,
    keep: tuple[str, ...],
    output: str,
    as_json: bool,
    stack: StackOutputs | None,
    aws: Aws,
    to_look: list[Place],
) -> None:
    """Write to a file which images would be deleted; delete nothing."""
    seen = _complete(to_look)
    now = datetime.now(UTC)
    before = now - timedelta(days=days)
    going = []
    for repository in repositories_of(aws, repositories, stack):
        contents = look_into(aws, repository, seen.uses)
        going += doomed(
            repository, contents.images, contents.manifests, contents.used, keep, before
        )
    plan = Plan(
        account=aws.account,
        region=aws.region,
        made=now.isoformat(),
        days=days,
        looked=tuple(sorted(seen.looked)),
        images=tuple(going),
    )
    plan.write(output)
    if as_json:
        click.echo(plan.text)
    for one in going:
        line = f"{one.repository}@{one.digest} {', '.join(one.tags) or 'untagged'} {one.last}"
        click.echo(line, err=as_json)
    click.echo(
        f"{len(going)} images would be deleted; `registryctl expire apply {output}`", err=True
    )


@expire_command.command("apply")
@click.argument("plan_file", metavar="PLAN", type=click.Path(dir_okay=False))
@click.option("--json", "as_json", is_flag=True, help="Print JSON, for programs.")
@aws_options
@place_options
@click.pass_context
def apply_command(
    ctx: click.Context,
    /,
    *,
    plan_file: str,
    as_json: bool,
    aws: Aws,
    to_look: list[Place],
) -> None:
    """Delete the images that PLAN names, if nobody uses or touched them since.

    The plan must be of the last 24 hours, and of this account and Region. What was spared is
    listed; the exit code is 1 then.
    """
    plan = read_plan(plan_file)
    if (plan.account, plan.region) != (aws.account, aws.region):
        raise click.UsageError(
            f"{plan_file} is for {plan.account} {plan.region}, "
            f"and this is {aws.account} {aws.region}; nothing was deleted."
        )
    if datetime.now(UTC) - datetime.fromisoformat(plan.made) > FRESH:
        raise unknown(
            "plan-too-old",
            Where(file=plan_file),
            f"the plan was made at {plan.made}",
            "make a new one: uses change",
            "it was not carried out; nothing was deleted",
        )
    seen = _complete(to_look)
    done: list[Outcome] = []
    refused: tuple[Finding, ...] = ()
    try:
        for repository in dict.fromkeys(one.repository for one in plan.images):
            for one in _apply(aws, repository, plan, seen):
                click.echo(_line(one), err=as_json)
                done.append(one)
    except CouldNotFindOut as error:
        refused = error.findings
    if as_json:
        click.echo(json.dumps(_told(plan, done, refused), indent=2))
    if refused:
        raise CouldNotFindOut(refused)
    if any(one.spared for one in done):
        ctx.exit(BAD)


def _apply(aws: Aws, repository: str, plan: Plan, seen: Survey) -> Iterator[Outcome]:
    """Delete a repository's images of the plan, but for those that are to be spared."""
    contents = look_into(aws, repository, seen.uses)
    planned = [one for one in plan.images if one.repository == repository]
    checked = list(still_due(planned, contents.images, contents.used))
    yield from (one for one in checked if one.spared)
    yield from delete(aws, repository, [one.image for one in checked if not one.spared])


def _told(plan: Plan, done: list[Outcome], refused: tuple[Finding, ...]) -> dict[str, Any]:
    return {
        "schema": SCHEMA,
        "account": plan.account,
        "region": plan.region,
        "planned": len(plan.images),
        "refused": [to_object(finding) for finding in refused],
        "images": [
            {
                "repository": one.image.repository,
                "digest": one.image.digest,
                "tags": list(one.image.tags),
                "deleted": not one.spared,
                "spared": one.spared or None,
            }
            for one in done
        ],
    }


def _line(outcome: Outcome) -> str:
    name = f"{outcome.image.repository}@{outcome.image.digest}"
    return f"{name} spared: {outcome.spared}" if outcome.spared else f"{name} deleted"


def _complete(to_look: list[Place]) -> Survey:
    """What is in use, from a look into every place.

    Raises:
        CouldNotFindOut: a place could not be looked into: its images may all be in use.
    """
    seen = survey(to_look)
    if not seen.is_complete:
        raise CouldNotFindOut(seen.unseen)
    return seen
