"""One operation of the engine on a stack whose environment stands."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from pulumi.automation import CommandError
from rich.console import Console

from container_registry.settings import Settings
from local.aws import server
from local.aws.server import LocalAws
from local.engine import environment, project, room
from local.engine.checkout import Checkout
from local.engine.errors import EngineError
from local.engine.progress import Progress
from local.engine.stack import LocalStack


def open_stack(
    checkout: Checkout, name: str, aws: LocalAws, settings: Settings | None
) -> LocalStack:
    """The stack, with this process and all that it starts on the stack's local AWS."""
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
            parts = [f"the {title} failed.", reason]
            if room.tells_of(str(error)) or room.tells_of(reason):
                parts.append("  Impact: the disk is full, and the state may be cut off.")
                parts.append(f"  Fix: free some room, then {fix}" if fix else "")
            elif fix and not progress.violations:
                parts.append(f"  Fix: {fix}")
            raise EngineError("\n".join(part for part in parts if part)) from None
