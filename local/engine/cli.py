"""The command line of the engine room; what it prints as a result goes to stdout alone."""

import os
import sys

import click
from rich.console import Console

from local.aws import server
from local.engine import environment, traces
from local.engine.checkout import Checkout
from local.engine.deployer import Deployer
from local.engine.down import down as take_down
from local.engine.errors import EngineError
from local.engine.guard import guarded
from local.engine.names import checked
from local.engine.serving import Serving
from local.engine.up import preview as show_preview
from local.engine.up import up as bring_up

#: The Makefile hands both on in the environment, where no shell reads them as words of its own.
stack_option = click.option(
    "--stack",
    # click takes an empty variable for none: a build that names no stack would take down dev.
    default=lambda: os.environ.get("STACK", "dev"),
    show_default="dev",
    callback=lambda _, __, name: checked(name),
    help="The stack: a Pulumi.<stack>.yaml.",
)
port_option = click.option(
    "--port",
    type=click.IntRange(1, 65535),
    envvar="PORT",
    help="The port of the local AWS on loopback; a free one unless given.",
)


deployer_option = click.option(
    "--deployer",
    type=click.BOOL,
    default=False,
    envvar="DEPLOYER",
    help="Work as a role with exactly the policies of `registryctl iam deployer`, IAM enforced.",
)
without_option = click.option(
    "--without",
    default="",
    envvar="WITHOUT",
    help="Actions that the deployer lacks, with commas between, to see what needs them.",
)


@click.group()
def main() -> None:
    """Run the program on the real Pulumi engine, against an AWS on this machine."""


@main.command()
@stack_option
@port_option
@deployer_option
@without_option
def up(*, stack: str, port: int | None, deployer: bool, without: str) -> None:
    """Preview a stack with the policy pack, then bring it up."""
    checkout, as_deployer = Checkout.here(), _deployer(wanted=deployer, without=without)
    with guarded(checkout, "up", stack):
        bring_up(checkout, stack, port, _console(), as_deployer)


@main.command()
@stack_option
@port_option
@deployer_option
@without_option
def preview(*, stack: str, port: int | None, deployer: bool, without: str) -> None:
    """Show what `up` would change, and what the policy pack says."""
    checkout, as_deployer = Checkout.here(), _deployer(wanted=deployer, without=without)
    with guarded(checkout, "preview", stack):
        show_preview(checkout, stack, port, _console(), as_deployer)


@main.command()
@stack_option
@deployer_option
@without_option
def down(*, stack: str, deployer: bool, without: str) -> None:
    """Destroy a stack, protected resources and images included."""
    checkout, as_deployer = Checkout.here(), _deployer(wanted=deployer, without=without)
    with guarded(checkout, "down", stack):
        take_down(checkout, stack, _console(), as_deployer)


@main.command()
@stack_option
def env(stack: str) -> None:
    """Print shell exports with which `pulumi` and `aws` work on a stack that is up."""
    checkout = Checkout.here()
    with guarded(checkout, "env", stack) as dropped:
        if sys.__stdout__ is None:
            raise EngineError(
                "standard output is closed.\n"
                "  Impact: no shell gets the exports; nothing was changed.\n"
                f'  Fix: eval "$(make -s env STACK={stack})"'
            )
        traces.require(checkout, stack)
        aws = Serving(checkout, stack).find()
        if aws is None:
            raise EngineError(
                f"{stack} is not up: its local AWS is gone, and all that was in it.\n"
                "  Impact: nothing is there to work on; nothing was changed.\n"
                f"  Fix: bring it up again: make up STACK={stack}"
            )
        variables = {**environment.of_engine(checkout, stack), **server.environment(aws)}
        click.echo(environment.exports(variables, dropped))


def _deployer(*, wanted: bool, without: str) -> Deployer | None:
    actions = tuple(action.strip() for action in without.split(",") if action.strip())
    if actions and not wanted:
        raise click.UsageError("WITHOUT takes actions from the deployer: add DEPLOYER=1.")
    return Deployer(actions) if wanted else None


def _console() -> Console:
    return Console(stderr=True, highlight=False, soft_wrap=True)
