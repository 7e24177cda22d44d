"""`registryctl protect`."""

import click

from ecr_lifecycle.wildcard import ANY
from operations.aws import Aws
from operations.cleanup.protect import protections, put
from operations.cli.options import aws_options, stack_option
from operations.cli.places import place_options
from operations.failures import CouldNotFindOut
from operations.images import read_manifests
from operations.repositories import repositories_of
from operations.stack import StackOutputs
from operations.usage.collect import Place, survey
from operations.usage.look import look_into


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
@stack_option
@aws_options
@place_options
def protect_command(
    *,
    repositories: tuple[str, ...],
    pattern: str,
    yes: bool,
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
    for repository in repositories_of(aws, repositories, stack):
        contents = look_into(aws, repository, seen.uses)
        wanted = [
            one
            for one in protections(repository, contents.used, contents.images, pattern)
            if one.tag
        ]
        manifests = read_manifests(aws, repository, [one.digest for one in wanted]) if yes else {}
        for one in wanted:
            click.echo(f"{repository}@{one.digest} {'gets' if yes else 'would get'} {one.tag}")
            if yes:
                put(aws, one, manifests[one.digest])
    if not yes:
        click.echo("nothing was changed; --yes puts these tags", err=True)
    if not seen.is_complete:
        raise CouldNotFindOut(seen.unseen)
