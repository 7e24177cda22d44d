"""One operation of the engine on a stack whose environment stands."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from pulumi.automation import CommandError
from rich.console import Console

from container_registry.settings import Settings
from local.aws import server
from local.aws.server import LocalAws
from local.engine import aws_plugin, environment, project, room
from local.engine.checkout import Checkout
from local.engine.errors import EngineError
from local.engine.progress import Progress
from local.engine.stack import LocalStack

#: What the CLI says of secrets under another passphrase than `environment.PASSPHRASE`.
_UNREADABLE = "incorrect passphrase"


def open_stack(
    checkout: Checkout, name: str, aws: LocalAws, settings: Settings | None
) -> LocalStack:
    """The stack, with this process and all that it starts on the stack's local AWS."""
    aws_plugin.stand_by(checkout)
    environment.enter({**environment.of_engine(checkout, name), **server.environment(aws)})
    return LocalStack(checkout, name, project.prepare(checkout, name, settings))


@contextmanager
def told(
    console: Console, title: str, heard: Iterable[str] = (), fix: str = ""
) -> Iterator[Progress]:
    """Tell an operation while it runs; where the engine fails, say what it said, once.

    Args:
        console: where it is told.
        title: what it is called there.
        heard: advice that was given already.
        fix: the way on from a failure that no policy's refusal explains.

    Raises:
        EngineError: the engine failed, or a policy refused.
    """
    with Progress(console, title, heard) as progress:
        try:
            yield progress
        except CommandError as error:
            reason = progress.refusal() or str(error).strip()
            advice = "" if progress.violations else _advice(f"{reason}\n{error}", fix)
            parts = (f"the {title} failed.", reason, advice)
            raise EngineError("\n".join(part for part in parts if part)) from None


def _advice(said: str, fix: str) -> str:
    """What a failure means for the stack, where that can be told, and the way on."""
    if _UNREADABLE in said:
        return (
            "  Impact: the addresses in the stack file cannot be read; nothing was changed.\n"
            "  Fix: leave `encryptionsalt` and `alertAddresses` out of it: the local engine brings"
            " a placeholder."
        )
    if room.tells_of(said):
        then = f", then {fix}" if fix else "."
        return (
            "  Impact: the disk is full, and the state may be cut off.\n"
            f"  Fix: free some room{then}"
        )
    return f"  Fix: {fix}" if fix else ""
