"""`validate POLICY`: what ECR refuses."""

import click

from ecr_lifecycle.cli.files import JSON, POLICY, policy_text, readable
from ecr_lifecycle.cli.output import print_findings
from ecr_lifecycle.validation import validate


@click.command("validate")
@POLICY
@JSON
@click.pass_context
def validate_command(context: click.Context, policy: str, as_json: bool) -> None:
    """Say what ECR would refuse in POLICY. Exit code 1 if it would."""
    findings = readable(validate(policy_text(policy)), policy)
    print_findings(findings, as_json=as_json, clean="ECR takes this policy.")
    context.exit(1 if findings else 0)
