"""`analyze POLICY`: what ECR takes and its owner would not want."""

import click

from ecr_lifecycle.analysis import analyze
from ecr_lifecycle.cli.files import POLICY, SCHEME, named, policy_text, readable, scheme_of
from ecr_lifecycle.cli.reports import FAIL_ON, format_options, report


@click.command("analyze")
@POLICY
@FAIL_ON
@SCHEME
@format_options
@click.pass_context
def analyze_command(
    context: click.Context, policy: str, fail_on: str, scheme: str | None, form: str
) -> None:
    """Say what is wrong with POLICY, or, if ECR refuses it, why."""
    findings = readable(analyze(policy_text(policy), scheme_of(scheme)), policy)
    code = report(
        findings, form=form, clean="No findings.", fail_on=fail_on, cases=(named(policy),)
    )
    context.exit(code)
