"""`explain POLICY`: a sentence for each rule."""

import click

from ecr_lifecycle.cli.files import JSON, POLICY
from ecr_lifecycle.cli.output import plain, print_json
from ecr_lifecycle.cli.policies import accepted
from ecr_lifecycle.retention import explain


@click.command("explain")
@POLICY
@JSON
def explain_command(policy: str, as_json: bool) -> None:
    """Say what each rule of POLICY does to which images."""
    sentences = explain(accepted(policy))
    if as_json:
        print_json(sentences)
    else:
        click.echo(plain("\n".join(sentences)))
