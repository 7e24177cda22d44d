"""`validate POLICY`: what ECR refuses."""

from typing import Any

import click

from lifecycle.cli.files import JSON, POLICY
from lifecycle.cli.output import print_problems
from lifecycle.validation import validate


@click.command("validate")
@POLICY
@JSON
@click.pass_context
def validate_command(context: click.Context, policy: Any, as_json: bool) -> None:
    """Say what ECR would refuse in POLICY. Exit code 1 if it would."""
    problems = validate(policy.read())
    print_problems(problems, as_json=as_json, clean="ECR takes this policy.")
    context.exit(1 if problems else 0)
