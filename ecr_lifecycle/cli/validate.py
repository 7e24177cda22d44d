"""`validate POLICY`: what ECR refuses."""

import click

from ecr_lifecycle.cli.files import POLICY, named, policy_text, readable
from ecr_lifecycle.cli.reports import format_options, report
from ecr_lifecycle.validation import validate


@click.command("validate")
@POLICY
@format_options
@click.pass_context
def validate_command(context: click.Context, policy: str, form: str) -> None:
    """Say what ECR would refuse in POLICY. Exit code 1 if it would."""
    findings = readable(validate(policy_text(policy)), policy)
    clean = "ECR takes this policy."
    context.exit(report(findings, form=form, clean=clean, cases=(named(policy),)))
