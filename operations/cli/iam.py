"""`registryctl iam deployer`."""

import json
from pathlib import Path

import click

from container_registry.documents.deployer import (
    LIMIT,
    POLICIES_A_ROLE,
    Place,
    UnknownTypes,
    deployer_policies,
    size,
)
from ecr_lifecycle.finding import Where
from operations.failures import unknown
from operations.resources import read_resources


@click.group("iam")
def iam_command() -> None:
    """Policies that people need around a stack."""


@iam_command.command("deployer")
@click.argument("resources", type=click.Path(dir_okay=False, allow_dash=True))
@click.option("--account", help="Twelve digits; the one that the provider allows otherwise.")
@click.option("--region", help="The Region; the provider's otherwise.")
@click.option("--partition", default="aws", show_default=True, help="aws, aws-cn or aws-us-gov.")
@click.option("--environment", help="What every name begins with; the stack's name otherwise.")
@click.option("--path", help="The path of the stack's IAM roles; that of its roles otherwise.")
@click.option("--boundary", help="ARN of their permissions boundary; that of its roles otherwise.")
@click.option("--output", type=click.Path(file_okay=False), help="Write a file for each policy.")
def deployer_command(
    *,
    resources: str,
    account: str | None,
    region: str | None,
    partition: str,
    environment: str | None,
    path: str | None,
    boundary: str | None,
    output: str | None,
) -> None:
    """Print the least policies to preview, bring up and destroy a stack.

    RESOURCES is what `pulumi stack export` or `pulumi preview --json` prints. The rights follow
    from the types of resources in it. Where the state lies in S3, add the rights on its bucket and
    on the key of the stack's secrets.
    """
    stack = read_resources(resources)
    place = Place(
        partition=partition,
        account=_given("account", account or stack.account),
        region=_given("region", region or stack.region),
        environment=environment or stack.name,
        path=path or stack.path,
        boundary=boundary or stack.boundary,
    )
    try:
        documents = deployer_policies(stack.resources, place)
    except UnknownTypes as error:
        raise unknown(
            "unknown-types",
            Where(file=resources),
            f"the rights for {error} are not known",
            "add the actions of these types by hand",
            "the policy would not be enough",
        ) from error
    if output is None:
        click.echo(json.dumps(documents, indent=2))
    else:
        for number, document in enumerate(documents, 1):
            file = Path(output) / f"{place.environment}-deployer-{number}.json"
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(json.dumps(document, indent=2) + "\n", "utf-8")
            click.echo(str(file))
    sizes = ", ".join(str(size(each)) for each in documents)
    noun = "policy" if len(documents) == 1 else "policies"
    click.echo(f"{len(documents)} {noun} of {sizes} characters (IAM's limit: {LIMIT})", err=True)
    if len(documents) > POLICIES_A_ROLE:
        click.echo(f"a role takes {POLICIES_A_ROLE} policies unless its quota is raised", err=True)


def _given(name: str, value: str) -> str:
    if not value:
        raise click.UsageError(f"The stack's provider names no {name}: give --{name}.")
    return value
