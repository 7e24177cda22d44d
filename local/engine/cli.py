"""The command line of the engine room; what it prints as a result goes to stdout alone."""

from typing import Any

import click
from pulumi.automation import CommandError
from rich.console import Console

from local.aws import server
from local.engine import environment
from local.engine.checkout import Checkout
from local.engine.down import down as take_down
from local.engine.errors import EngineError
from local.engine.serving import Serving
from local.engine.up import preview as show_preview
from local.engine.up import up as bring_up

stack_option = click.option(
    "--stack", default="dev", show_default=True, help="The stack: a Pulumi.<stack>.yaml."
)
port_option = click.option(
    "--port",
    type=click.IntRange(1, 65535),
    help="The port of the local AWS on loopback; a free one unless given.",
)


class _Commands(click.Group):
    """Commands whose failures in the CLI itself are messages too, not tracebacks."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except CommandError as error:
            raise EngineError(f"the Pulumi CLI failed.{error}") from error


@click.group(cls=_Commands)
def main() -> None:
    """Run the program on the real Pulumi engine, against an AWS on this machine."""


@main.command()
@stack_option
@port_option
def up(stack: str, port: int | None) -> None:
    """Preview a stack with the policy pack, then bring it up."""
    bring_up(Checkout.here(), stack, port, _console())


@main.command()
@stack_option
@port_option
def preview(stack: str, port: int | None) -> None:
    """Show what `up` would change, and what the policy pack says."""
    show_preview(Checkout.here(), stack, port, _console())


@main.command()
@stack_option
def down(stack: str) -> None:
    """Destroy a stack, protected resources and images included."""
    take_down(Checkout.here(), stack, _console())


@main.command()
@stack_option
def env(stack: str) -> None:
    """Print shell exports with which `pulumi` and `aws` work on a stack that is up."""
    checkout = Checkout.here()
    aws = Serving(checkout, stack).find()
    if aws is None:
        raise EngineError(f"{stack} is not up.\n  Bring it up first: make up STACK={stack}")
    variables = {**environment.of_engine(checkout), **server.environment(aws)}
    click.echo(environment.exports(variables))


def _console() -> Console:
    return Console(stderr=True, highlight=False, soft_wrap=True)
