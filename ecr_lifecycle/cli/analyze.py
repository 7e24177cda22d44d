"""`analyze POLICY`: what ECR takes and its owner would not want."""

import click

from ecr_lifecycle.analysis import analyze
from ecr_lifecycle.cli.files import JSON, POLICY, SCHEME, policy_text, readable, scheme_of
from ecr_lifecycle.cli.output import print_findings
from ecr_lifecycle.finding import Severity

_ORDER = list(Severity)


@click.command("analyze")
@POLICY
@click.option(
    "--fail-on",
    type=click.Choice([each.value for each in Severity]),
    default="dangerous",
    show_default=True,
    help="The least severity that gives exit code 1; what ECR refuses always does.",
)
@SCHEME
@JSON
@click.pass_context
def analyze_command(
    context: click.Context, policy: str, fail_on: str, scheme: str | None, *, as_json: bool
) -> None:
    """Say what is wrong with POLICY, or, if ECR refuses it, why."""
    findings = readable(analyze(policy_text(policy), scheme_of(scheme)), policy)
    print_findings(findings, as_json=as_json, clean="No findings.")
    worst = [finding for finding in findings if _ORDER.index(finding.severity) <= _limit(fail_on)]
    context.exit(1 if worst else 0)


def _limit(fail_on: str) -> int:
    return _ORDER.index(Severity(fail_on))
