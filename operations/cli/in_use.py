"""`registryctl in-use`."""

import json
from typing import Any, Final

import click

from ecr_lifecycle.rendering import to_object
from operations.aws import Aws
from operations.cli.options import aws_options
from operations.cli.places import place_options
from operations.failures import CouldNotFindOut
from operations.usage.collect import Place, survey
from operations.usage.use import Survey

SCHEMA: Final = "container-registry/in-use/1"


@click.command("in-use")
@click.option("--json", "as_json", is_flag=True, help="Print JSON, for programs.")
@aws_options
@place_options
def in_use_command(*, as_json: bool, aws: Aws, to_look: list[Place]) -> None:
    """Show who uses which image: ECS, Lambda, and the clusters that are named.

    A place that could not be looked into is listed, and the exit code is 3: its images count as in
    use.
    """
    del aws
    seen = survey(to_look)
    click.echo(json.dumps(told(seen), indent=2) if as_json else text(seen))
    if not seen.is_complete:
        raise CouldNotFindOut(seen.unseen)


def told(seen: Survey) -> dict[str, Any]:
    """The survey as JSON; see docs/operations/in-use.md."""
    return {
        "schema": SCHEMA,
        "complete": seen.is_complete,
        "looked": sorted(seen.looked),
        "couldNotLook": [to_object(finding) for finding in seen.unseen],
        "uses": [
            {
                "account": use.image.account,
                "region": use.image.region,
                "repository": use.image.repository,
                "digest": use.image.digest or None,
                "tag": use.image.tag or None,
                "how": use.how.value,
                "by": use.by,
            }
            for use in sorted(seen.uses)
        ],
    }


def text(seen: Survey) -> str:
    """The survey for people: an image a paragraph."""
    lines = [f"looked into: {', '.join(sorted(seen.looked)) or 'nothing'}"]
    last = None
    for use in sorted(seen.uses):
        if use.image != last:
            lines += ["", str(use.image)]
            last = use.image
        lines.append(f"  {use.how:<9} {use.by}")
    if not seen.uses:
        lines += ["", "no image of an ECR registry is in use there"]
    return "\n".join(lines)
