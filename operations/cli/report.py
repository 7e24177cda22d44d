"""`registryctl report`."""

from datetime import UTC, datetime
from pathlib import Path

import click

from container_registry.catalogue.costs import Rates
from operations.aws import Aws
from operations.cli.options import aws_options, stack_option
from operations.cli.places import place_options
from operations.concurrent import ask_each
from operations.failures import CouldNotFindOut
from operations.report.page import page
from operations.report.survey import repository
from operations.repositories import repositories_of
from operations.stack import StackOutputs
from operations.usage.collect import Place, survey


@click.command("report")
@click.argument("output", type=click.Path(dir_okay=False))
@stack_option
@aws_options
@place_options
def report_command(
    *, output: str, stack: StackOutputs | None, aws: Aws, to_look: list[Place]
) -> None:
    """Write OUTPUT, a page of HTML about the whole registry.

    Sizes, cost, age, images in use, images that expire next, and the vulnerabilities of the newest
    image of each repository. The page makes no request. Exit code 3: part of it is missing, and the
    page says which.
    """
    seen, now, rates = survey(to_look), datetime.now(UTC), Rates(aws.region)
    answers = ask_each(
        repositories_of(aws, (), stack), lambda name: repository(aws, name, seen.uses, now, rates)
    )
    unseen = [*seen.unseen, *answers.reasons]
    Path(output).write_text(page(aws.account, aws.region, answers.found, unseen, now), "utf-8")
    click.echo(f"{output}: {len(answers.found)} repositories", err=True)
    if unseen:
        raise CouldNotFindOut(unseen)
