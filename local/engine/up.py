"""`make up` and `make preview`: checked, repaired, previewed with the policy pack, applied."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

import click
from rich.console import Console

from container_registry.settings import Settings
from local.aws.server import LocalAws
from local.engine import aws_plugin, damage, lock, outputs, preflight, repair, room, traces
from local.engine.applied import Applied
from local.engine.checkout import Checkout
from local.engine.deployer import Deployer, Gathered, acting
from local.engine.operation import open_stack, told
from local.engine.serving import Serving
from local.engine.stack import LocalStack
from local.engine.state import State


def preview(
    checkout: Checkout,
    name: str,
    port: int | None,
    console: Console,
    deployer: Deployer | None = None,
) -> None:
    """Show what `up` would do; a local AWS that was started for it is stopped again."""
    settings = preflight.check(checkout, name)
    room.require(checkout, name, "preview")
    with (
        lock.held(checkout, name, "preview"),
        ExitStack() as afterwards,
    ):
        serving = Serving(checkout, name)
        damage.mend_shared(checkout)
        damage.mend_state(checkout, name, console.print)
        if not traces.exist(checkout, name):
            afterwards.callback(traces.remove, checkout, name)
        aws = serving.provide(settings, port)
        if serving.started:
            afterwards.callback(serving.stop)
        console.print(aws_plugin.said())
        stack = open_stack(checkout, name, aws, settings)
        anew = serving.is_lost(aws) and bool(State(checkout, name).resources())
        if deployer is not None:
            state = State(checkout, name)
            afterwards.enter_context(_deploying(stack, state, settings, aws, deployer, console))
        with told(console, f"preview of {name}", fix=_again("preview", name)) as progress:
            stack.preview(progress, refresh=anew)


def up(
    checkout: Checkout,
    name: str,
    port: int | None,
    console: Console,
    deployer: Deployer | None = None,
) -> None:
    """Bring a stack up on the local AWS and print its outputs.

    Raises:
        EngineError: wrong settings, another command at work, a port taken, a policy that
            refuses: nothing was created then. Or the update itself fails.
    """
    settings = preflight.check(checkout, name)
    room.require(checkout, name, "up")
    with lock.held(checkout, name, "up"), ExitStack() as acting_as, ExitStack() as undo:
        state, serving = State(checkout, name), Serving(checkout, name)
        damage.mend_shared(checkout)
        restored = damage.mend_state(checkout, name, console.print)
        if not traces.exist(checkout, name):
            undo.callback(_forget, checkout, name, serving)
        aws = serving.provide(settings, port)
        console.print(aws_plugin.said())
        stack = open_stack(checkout, name, aws, settings)
        _recover(stack, state, serving, aws, console, restored=restored)
        if deployer is not None:
            acting_as.enter_context(_deploying(stack, state, settings, aws, deployer, console))
        with told(console, f"preview of {name}", fix=_again("up", name)) as previewed:
            stack.preview(previewed)
        # From here on there is something to keep.
        undo.pop_all()
        applied = Applied(checkout, name)
        if previewed.changes_nothing and applied.is_current():
            console.print(f"update of {name}: not needed, all is as the last one left it")
        else:
            state.keep()
            fix = _again("up", name)
            with told(console, f"update of {name}", previewed.heard, fix) as updated:
                stack.up(updated)
            applied.note()
        # All that the program names is in the state now: nothing that was begun is in doubt.
        checkout.journal(name).unlink(missing_ok=True)
        state.keep()
        click.echo(outputs.report(name, aws, state.outputs(), len(previewed.recorded)))


@contextmanager
def _deploying(
    stack: LocalStack,
    state: State,
    settings: Settings,
    aws: LocalAws,
    deployer: Deployer,
    console: Console,
) -> Iterator[None]:
    """The deployer of what the stack has and will have, which a preview of the account shows."""
    gathered = Gathered(state.resources())
    with told(console, f"what {stack.name} is made of") as progress:
        stack.preview(progress, also=gathered.on_event)
    with acting(aws, gathered.policies(settings, deployer.without), console):
        yield


def _forget(checkout: Checkout, name: str, serving: Serving) -> None:
    """As if nobody had asked for the stack."""
    serving.stop()
    traces.remove(checkout, name)


def _recover(
    stack: LocalStack,
    state: State,
    serving: Serving,
    aws: LocalAws,
    console: Console,
    *,
    restored: bool,
) -> None:
    """Make the state true again after a kill, a full disk, or the loss of the local AWS."""
    repair.unlock(stack, console.print)
    lost = serving.is_lost(aws)
    repair.settle(stack, state, console.print)
    resources = state.resources()
    if (lost or restored) and resources:
        if lost and serving.started:
            console.print(
                f"the local AWS of {stack.name} was lost, with all that was in it: creating it anew"
            )
        stack.refresh()
    serving.adopt(aws)
    repair.take_stock(stack.checkout.journal(stack.name), state.resources())


def _again(command: str, name: str) -> str:
    return (
        f"`make {command} STACK={name}` goes on from there; `make down STACK={name}` starts over."
    )
