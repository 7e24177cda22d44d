"""`make up` and `make preview`: checked, repaired, previewed with the policy pack, applied."""

from contextlib import ExitStack

import click
from rich.console import Console

from local.aws.server import LocalAws
from local.engine import lock, outputs, preflight, repair
from local.engine.applied import Applied
from local.engine.checkout import Checkout
from local.engine.errors import EngineError
from local.engine.operation import open_stack, told
from local.engine.serving import Serving
from local.engine.stack import LocalStack


def preview(checkout: Checkout, name: str, port: int | None, console: Console) -> None:
    """Show what `up` would do; a local AWS that was started for it is stopped again."""
    settings = preflight.check(checkout, name)
    with (
        lock.held(checkout.stack_directory(name), name, "preview"),
        ExitStack() as afterwards,
    ):
        serving = Serving(checkout, name)
        aws = serving.provide(settings, port)
        if serving.started:
            afterwards.callback(serving.stop)
        stack = open_stack(checkout, name, aws)
        if not serving.known:
            afterwards.callback(stack.remove)
        with told(console, f"preview of {name}") as progress:
            stack.preview(progress, refresh=serving.is_lost(aws))


def up(checkout: Checkout, name: str, port: int | None, console: Console) -> None:
    """Bring a stack up on the local AWS and print its outputs.

    Raises:
        EngineError: wrong settings, another command at work, a port taken, a policy that
            refuses: nothing was created then. Or the update itself fails.
    """
    settings = preflight.check(checkout, name)
    with lock.held(checkout.stack_directory(name), name, "up"):
        serving = Serving(checkout, name)
        aws = serving.provide(settings, port)
        stack = open_stack(checkout, name, aws)
        _recover(stack, serving, aws, console)
        try:
            with told(console, f"preview of {name}") as previewed:
                stack.preview(previewed)
        except EngineError:
            if serving.started and not stack.resources():
                stack.remove()
                serving.forget()
            raise
        applied = Applied(checkout, name)
        if previewed.changes_nothing and applied.is_current():
            console.print(f"update of {name}: not needed, all is as the last one left it")
        else:
            with told(console, f"update of {name}", previewed.heard) as updated:
                stack.up(updated)
            applied.note()
        click.echo(outputs.report(name, aws, stack.outputs(), len(previewed.recorded)))


def _recover(stack: LocalStack, serving: Serving, aws: LocalAws, console: Console) -> None:
    """Make the state true again after a kill, or after the loss of the local AWS."""
    repair.unlock(stack, console.print)
    if serving.is_lost(aws) and stack.resources():
        console.print(
            f"the local AWS of {stack.name} was lost, with all that was in it: creating it anew"
        )
        stack.refresh()
    serving.adopt(aws)
    repair.settle(stack, console.print)
