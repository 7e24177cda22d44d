"""`build RETENTION`: the policy for a retention."""

import json

import click

from ecr_lifecycle.cli.files import FILE, JSON, contents
from ecr_lifecycle.cli.output import plain
from ecr_lifecycle.retention import InvalidRetention, build, explain, read_retention


@click.command("build")
@click.argument("retention", type=FILE)
@JSON
def build_command(retention: str, as_json: bool) -> None:
    """Print the policy that does what RETENTION says.

    RETENTION is JSON: {"classes": {"release": {"patterns": ["v*"], "keep": 10}}, "protect":
    ["stable"], "untagged_days": 1, "keep_any": 50}. With --json the policy is exactly the text
    for put-lifecycle-policy.
    """
    try:
        wanted = read_retention(contents(retention))
        policy = build(wanted)
    except InvalidRetention as invalid:
        click.echo(plain(str(invalid)), err=True)
        raise click.exceptions.Exit(1) from invalid
    if as_json:
        click.echo(policy.to_json())
        return
    click.echo(json.dumps(policy.to_object(), indent=2, ensure_ascii=False))
    click.echo(plain("\n".join(explain(wanted))), err=True)
