"""The commands of `registryctl`, one file each.

What was asked for goes to standard output, everything said about it to standard error. Exit codes:
0 good, 1 the judgement is bad, 2 wrong use, 3 it could not be found out.
"""

from typing import Any

import click

from ecr_lifecycle.rendering import to_text
from operations.cli.adopt import adopt_command
from operations.cli.alert_test import alert_test_command
from operations.cli.cost import cost_command
from operations.cli.doctor import doctor_command
from operations.cli.expire import expire_command
from operations.cli.gate import gate_command
from operations.cli.health import health_command
from operations.cli.iam import iam_command
from operations.cli.in_use import in_use_command
from operations.cli.kit import kit_command
from operations.cli.migrate import migrate_command
from operations.cli.preview import preview_command
from operations.cli.promote import promote_command
from operations.cli.protect import protect_command
from operations.cli.report import report_command
from operations.failures import UNKNOWN, CouldNotFindOut
from operations.version import VERSION

__all__ = ["main"]


class _Commands(click.Group):
    """Commands of which none ends in a traceback, and none in 0 without an answer."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except CouldNotFindOut as error:
            count = len(error.findings)
            click.echo(f"no verdict: {count} {'reason' if count == 1 else 'reasons'}", err=True)
            for finding in error.findings:
                click.echo(f"\n  {to_text(finding)}", err=True)
            ctx.exit(UNKNOWN)


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(VERSION, prog_name="registryctl")
def main() -> None:
    """Day two of a container registry on Amazon ECR.

    Exit codes: 0 good, 1 the judgement is bad, 2 wrong use, 3 it could not be found out.
    """


for _command in (
    adopt_command,
    alert_test_command,
    gate_command,
    health_command,
    doctor_command,
    in_use_command,
    preview_command,
    protect_command,
    expire_command,
    migrate_command,
    promote_command,
    report_command,
    cost_command,
    iam_command,
    kit_command,
):
    main.add_command(_command)
