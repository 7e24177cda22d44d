"""The commands of `python -m ecr_lifecycle`, one file each.

Data goes to standard output, everything said about it to standard error. Exit codes: 0 fine,
1 problems in what was looked at, 2 misuse (no such file, not the expected kind of file) or an
output that cannot be written.
"""

import click

from ecr_lifecycle.cli.analyze import analyze_command
from ecr_lifecycle.cli.audit import audit_command
from ecr_lifecycle.cli.build import build_command
from ecr_lifecycle.cli.delivery import Commands
from ecr_lifecycle.cli.diff import diff_command
from ecr_lifecycle.cli.evaluate import evaluate_command
from ecr_lifecycle.cli.explain import explain_command
from ecr_lifecycle.cli.forecast import forecast_command
from ecr_lifecycle.cli.lint import lint_command
from ecr_lifecycle.cli.validate import validate_command
from ecr_lifecycle.version import VERSION

__all__ = ["main"]


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(VERSION)
def main() -> None:
    """Lifecycle policies of Amazon ECR: what they do, before ECR does it.

    Every file may be - for standard input. Nothing is sent anywhere; `audit`
    alone asks AWS, and only asks.
    """


for _command in (
    validate_command,
    analyze_command,
    evaluate_command,
    diff_command,
    lint_command,
    audit_command,
    explain_command,
    build_command,
    forecast_command,
):
    main.add_command(_command)
