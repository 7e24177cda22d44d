"""`registryctl report`."""

from datetime import UTC, datetime
from pathlib import Path

import click

from container_registry.catalogue.costs import Rates
from ecr_lifecycle.finding import Finding
from operations.aws import Aws
from operations.cli.options import aws_options, stack_option
from operations.cli.places import place_options
from operations.concurrent import ask_each
from operations.failures import CouldNotFindOut
from operations.gate.scanning import Scanning, registry_scanning
from operations.health.check import Health, run
from operations.health.drift import described, differences, wanted
from operations.report.page import page
from operations.report.survey import repository
from operations.repositories import repositories_of
from operations.resources import Stack, read_resources
from operations.stack import StackOutputs
from operations.usage.collect import Place, survey
from operations.usage.resolve import by_repository


@click.command("report")
@click.argument("output", type=click.Path(dir_okay=False))
@click.option(
    "--export",
    type=click.Path(dir_okay=False, allow_dash=True),
    help="What `pulumi stack export` prints: say where the registry differs from it.",
)
@stack_option
@aws_options
@place_options
def report_command(
    *,
    output: str,
    export: str | None,
    stack: StackOutputs | None,
    aws: Aws,
    to_look: list[Place],
) -> None:
    """Write OUTPUT, a page of HTML about the whole registry.

    Sizes, cost, age, images in use, images that expire next, the vulnerabilities of the newest
    image of each repository and, with --export, drift. The page makes no request. Exit code 3: part
    of it is missing, and the page says which.
    """
    compared = _drift(aws, read_resources(export)) if export else None
    seen, now, rates = survey(to_look), datetime.now(UTC), Rates(aws.region)
    scanning, refused = _scanning(aws)
    uses = by_repository(seen.uses)
    answers = ask_each(
        repositories_of(aws, (), stack),
        lambda name: repository(aws, name, uses.get(name, ()), now, rates, scanning),
    )
    unseen = [*seen.unseen, *refused, *answers.reasons, *(compared.unseen if compared else ())]
    drift = compared.findings if compared else None
    text = page(aws.account, aws.region, answers.found, unseen, now, drift)
    Path(output).write_text(text, "utf-8")
    click.echo(f"{output}: {len(answers.found)} repositories", err=True)
    if unseen:
        raise CouldNotFindOut(unseen)


def _drift(aws: Aws, stack: Stack) -> Health:
    repositories = wanted(stack.resources)
    there = described(aws, (one.name for one in repositories))
    health = run(differences(aws, repositories, dict(there.found)))
    health.unseen = [*there.reasons, *health.unseen]
    return health


def _scanning(aws: Aws) -> tuple[Scanning | None, tuple[Finding, ...]]:
    try:
        return registry_scanning(aws), ()
    except CouldNotFindOut as error:
        return None, error.findings
