"""`registryctl protect`."""

import json
from typing import Any, Final

import click

from ecr_lifecycle.finding import Finding
from ecr_lifecycle.rendering import to_object
from ecr_lifecycle.wildcard import ANY
from operations.aws import Aws
from operations.cleanup.protect import Protection, protections, put
from operations.cli.options import aws_options, stack_option
from operations.cli.places import place_options
from operations.failures import CouldNotFindOut
from operations.images import read_manifests
from operations.repositories import repositories_of
from operations.stack import StackOutputs
from operations.usage.collect import Place, survey
from operations.usage.look import look_into
from operations.usage.use import Survey

SCHEMA: Final = "container-registry/protect/1"


@click.command("protect")
@click.argument("repositories", nargs=-1)
@click.option(
    "--class",
    "pattern",
    required=True,
    metavar="PATTERN",
    help="The tags that the lifecycle policy keeps, such as 'in-use-*'.",
)
@click.option("--yes", is_flag=True, help="Put the tags; without it they are only shown.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON, for programs.")
@stack_option
@aws_options
@place_options
def protect_command(
    *,
    repositories: tuple[str, ...],
    pattern: str,
    yes: bool,
    as_json: bool,
    stack: StackOutputs | None,
    aws: Aws,
    to_look: list[Place],
) -> None:
    """Give every image in use a tag that the lifecycle policy keeps.

    Shows what it would do; --yes does it. What could not be looked into makes the exit code 3, and
    what was found in use is protected all the same.
    """
    if pattern.count(ANY) != 1:
        raise click.BadParameter(
            "it needs one *, which the digest's first digits replace: in-use-*"
        )
    seen = survey(to_look)
    done: list[tuple[Protection, bool]] = []
    refused: tuple[Finding, ...] = ()
    try:
        for repository in repositories_of(aws, repositories, stack):
            wanted = _wanted(aws, repository, pattern, seen)
            digests = [one.digest for one in wanted]
            manifests = read_manifests(aws, repository, digests) if yes else {}
            for one in wanted:
                line = f"{repository}@{one.digest} {'gets' if yes else 'would get'} {one.tag}"
                click.echo(line, err=as_json)
                done.append((one, False))
                if yes:
                    put(aws, one, manifests[one.digest])
                    done[-1] = (one, True)
    except CouldNotFindOut as error:
        refused = error.findings
    if as_json:
        click.echo(json.dumps(_told(seen, done, refused), indent=2))
    if not yes:
        click.echo("nothing was changed; --yes puts these tags", err=True)
    if refused or not seen.is_complete:
        raise CouldNotFindOut([*seen.unseen, *refused])


def _wanted(aws: Aws, repository: str, pattern: str, seen: Survey) -> list[Protection]:
    """The images in use that have no tag of the class yet."""
    contents = look_into(aws, repository, seen.uses)
    every = protections(repository, contents.used, contents.images, pattern)
    return [one for one in every if one.tag]


def _told(
    seen: Survey, done: list[tuple[Protection, bool]], refused: tuple[Finding, ...]
) -> dict[str, Any]:
    return {
        "schema": SCHEMA,
        "complete": seen.is_complete and not refused,
        "looked": sorted(seen.looked),
        "couldNotLook": [to_object(finding) for finding in seen.unseen],
        "refused": [to_object(finding) for finding in refused],
        "images": [
            {
                "repository": one.repository,
                "digest": one.digest,
                "tag": one.tag,
                "put": is_put,
                "by": sorted({use.by for use in one.uses}),
            }
            for one, is_put in done
        ],
    }
