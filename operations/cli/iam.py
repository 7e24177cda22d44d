"""`registryctl iam deployer`."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

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

SCHEMA: Final = "container-registry/iam-deployer/1"


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
@click.option("--json", "as_json", is_flag=True, help="Print JSON, for programs.")
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
    as_json: bool,
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
    files = _written(output, place.environment, documents) if output is not None else []
    if as_json:
        click.echo(json.dumps(_told(place, documents, files), indent=2))
    elif output is None:
        click.echo(json.dumps(documents, indent=2))
    else:
        click.echo("\n".join(files))
    sizes = ", ".join(str(size(each)) for each in documents)
    noun = "policy" if len(documents) == 1 else "policies"
    click.echo(f"{len(documents)} {noun} of {sizes} characters (IAM's limit: {LIMIT})", err=True)
    if len(documents) > POLICIES_A_ROLE:
        click.echo(f"a role takes {POLICIES_A_ROLE} policies unless its quota is raised", err=True)


def _written(folder: str, environment: str, documents: Sequence[Mapping[str, Any]]) -> list[str]:
    """The files of the policies, one each."""
    files = []
    for number, document in enumerate(documents, 1):
        file = Path(folder) / f"{environment}-deployer-{number}.json"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps(document, indent=2) + "\n", "utf-8")
        files.append(str(file))
    return files


def _told(
    place: Place, documents: Sequence[Mapping[str, Any]], files: Sequence[str]
) -> dict[str, Any]:
    return {
        "schema": SCHEMA,
        "account": place.account,
        "region": place.region,
        "environment": place.environment,
        "policies": [
            {
                "document": document,
                "characters": size(document),
                "file": files[number] if files else None,
            }
            for number, document in enumerate(documents)
        ],
    }


def _given(name: str, value: str) -> str:
    if not value:
        raise click.UsageError(f"The stack's provider names no {name}: give --{name}.")
    return value
