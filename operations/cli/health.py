"""`registryctl health`."""

import json
from functools import partial
from typing import Final

import click

from container_registry.catalogue import metrics
from ecr_lifecycle.finding import Severity
from ecr_lifecycle.rendering import to_object, to_text
from operations.aws import Aws
from operations.cli.options import aws_options
from operations.failures import BAD, CouldNotFindOut
from operations.gate.scanning import Scanning, registry_scanning
from operations.health.check import Check, Health, run
from operations.health.drift import described, differences, wanted
from operations.health.images import newest
from operations.health.watching import alarms, reporter, subscriptions
from operations.resources import Stack, read_resources

SCHEMA: Final = "container-registry/health/1"


@click.command("health")
@click.argument("resources", type=click.Path(dir_okay=False, allow_dash=True))
@click.option("--json", "as_json", is_flag=True, help="Print JSON, for programs.")
@aws_options
@click.pass_context
def health_command(ctx: click.Context, /, *, resources: str, as_json: bool, aws: Aws) -> None:
    """Compare the account with the stack, and look whether anybody would be told.

    RESOURCES is what `pulumi stack export` prints. Settings and policies are compared by meaning.
    Exit code 1: something is wrong. 3: something could not be looked at.
    """
    health = _health(aws, read_resources(resources))
    click.echo(json.dumps(_told(health), indent=2) if as_json else _text(health))
    if health.unseen:
        raise CouldNotFindOut(health.unseen)
    if any(finding.severity is not Severity.STYLE for finding in health.findings):
        ctx.exit(BAD)


def _health(aws: Aws, stack: Stack) -> Health:
    repositories = wanted(stack.resources)
    there = described(aws, (one.name for one in repositories))
    actual = dict(there.found)
    scanning: Scanning | None = None
    unseen = list(there.reasons)
    try:
        scanning = registry_scanning(aws) if repositories else None
    except CouldNotFindOut as error:
        unseen += error.findings
    health = run(
        [
            *differences(aws, repositories, actual),
            *(
                Check(f"newest image of {r.name}", partial(newest, aws, r.name, scanning))
                for r in repositories
                if actual.get(r.name)
            ),
            Check("alarms", partial(alarms, aws, stack.resources)),
            Check("subscriptions", partial(subscriptions, aws, stack.resources, aws.account)),
            Check("usage reporter", partial(reporter, aws, stack.resources, metrics.OWN_NAMESPACE)),
        ]
    )
    health.unseen = unseen + health.unseen
    return health


def _text(health: Health) -> str:
    lines = [f"looked at {len(health.looked)} things, {len(health.findings)} findings"]
    lines += [f"\n  {to_text(finding)}" for finding in health.findings]
    return "\n".join(lines)


def _told(health: Health) -> dict[str, object]:
    return {
        "schema": SCHEMA,
        "looked": health.looked,
        "findings": [to_object(finding) for finding in health.findings],
        "couldNotLook": [to_object(finding) for finding in health.unseen],
    }
