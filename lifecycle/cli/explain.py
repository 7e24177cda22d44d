"""`explain POLICY`: a sentence for each rule."""

import click

from lifecycle.cli.files import JSON, POLICY
from lifecycle.cli.output import plain, print_json
from lifecycle.cli.policies import accepted
from lifecycle.retention import explain


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
