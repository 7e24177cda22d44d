"""The commands of `registryctl`, one file each.

What was asked for goes to standard output, everything said about it to standard error. Exit codes:
0 good, 1 the judgement is bad, 2 wrong use, 3 it could not be found out.
"""

from importlib import import_module
from typing import Any, Final

import click

from ecr_lifecycle.cli.delivery import Commands
from operations.failures import UNKNOWN, CouldNotFindOut
from operations.version import VERSION

__all__ = ["main"]

#: The module of each command. One is imported when it is asked for: AWS's client and the templates
#: of the report take longer to import than many a command to run.
_MODULES: Final = (
    "adopt",
    "alert_test",
    "gate",
    "health",
    "doctor",
    "in_use",
    "preview",
    "protect",
    "expire",
    "migrate",
    "promote",
    "report",
    "cost",
    "iam",
    "kit",
)


class _Commands(Commands):
    """Commands of which none ends in a traceback, and none in 0 without an answer."""

    undelivered = UNKNOWN

    def list_commands(self, ctx: click.Context) -> list[str]:
        del ctx
        return sorted(module.replace("_", "-") for module in _MODULES)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in self.list_commands(ctx):
            return None
        name = cmd_name.replace("-", "_")
        command: click.Command = getattr(import_module(f"{__package__}.{name}"), f"{name}_command")
        return command

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except CouldNotFindOut as error:
            from ecr_lifecycle.rendering import to_text

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
