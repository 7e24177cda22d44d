"""One operation of the engine on a stack whose environment stands."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from pulumi.automation import CommandError
from rich.console import Console

from local.aws import server
from local.aws.server import LocalAws
from local.engine import environment
from local.engine.checkout import Checkout
from local.engine.errors import EngineError
from local.engine.progress import Progress
from local.engine.stack import LocalStack


def open_stack(checkout: Checkout, name: str, aws: LocalAws) -> LocalStack:
    """The stack, with this process and all that it starts on the stack's local AWS."""
    environment.enter({**environment.of_engine(checkout), **server.environment(aws)})
    return LocalStack(checkout, name)


@contextmanager
def told(console: Console, title: str, heard: Iterable[str] = ()) -> Iterator[Progress]:
    """Tell an operation while it runs; where the engine fails, say what it said, once.

    Raises:
        EngineError: the engine failed, or a policy refused.
    """
    with Progress(console, title, heard) as progress:
        try:
            yield progress
        except CommandError as error:
            reason = progress.refusal() or str(error).strip()
            raise EngineError(f"the {title} failed.\n{reason}") from None
