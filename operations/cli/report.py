"""`registryctl report`."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import click

from container_registry.catalogue.costs import Rates
from ecr_lifecycle.finding import Finding
from ecr_lifecycle.rendering import to_object
from operations.aws import Aws
from operations.cli.options import aws_options, stack_option
from operations.cli.places import place_options
from operations.concurrent import ask_each
from operations.failures import CouldNotFindOut
from operations.gate.scanning import Scanning, registry_scanning
from operations.health.check import Health, run
from operations.health.drift import described, differences, wanted
from operations.report.page import page
from operations.report.survey import Repository, repository
from operations.repositories import repositories_of
from operations.resources import Stack, read_resources
from operations.stack import StackOutputs
from operations.usage.collect import Place, survey
from operations.usage.resolve import by_repository

SCHEMA: Final = "container-registry/report/1"


@click.command("report")
@click.argument("output", type=click.Path(dir_okay=False))
@click.option(
    "--export",
    type=click.Path(dir_okay=False, allow_dash=True),
    help="What `pulumi stack export` prints: say where the registry differs from it.",
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON, for programs.")
@stack_option
@aws_options
@place_options
def report_command(
    *,
    output: str,
    export: str | None,
    as_json: bool,
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
    if as_json:
        about = {"file": output, "account": aws.account, "region": aws.region}
        told = _told(about, answers.found, unseen, now, drift)
        click.echo(json.dumps(told, indent=2))
    click.echo(f"{output}: {len(answers.found)} repositories", err=True)
    if unseen:
        raise CouldNotFindOut(unseen)


def _told(
    about: dict[str, str],
    repositories: Sequence[Repository],
    unseen: Sequence[Finding],
    now: datetime,
    drift: Sequence[Finding] | None,
) -> dict[str, Any]:
    return {
        "schema": SCHEMA,
        **about,
        "made": now.isoformat(),
        "repositories": [
            {
                "repository": one.name,
                "images": one.images,
                "billedBytes": one.bytes,
                "usdAMonth": one.usd,
                "oldest": one.oldest.isoformat() if one.oldest else None,
                "newest": one.newest.isoformat() if one.newest else None,
                "inUse": one.in_use,
                "expiring": one.expiring,
                "expiringInUse": one.expiring_in_use,
                "hasPolicy": one.has_policy,
                "counts": None if one.findings is None else dict(one.findings),
                "unscanned": one.scan or None,
            }
            for one in repositories
        ],
        "drift": None if drift is None else [to_object(finding) for finding in drift],
        "couldNotLook": [to_object(finding) for finding in unseen],
    }


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
