"""All that a stack has on this machine, found and removed: its directory and its state.

Refuses to follow a link out of `.local`: nothing outside of it is ever removed.
"""

import shlex
import shutil
from pathlib import Path

from local.engine.checkout import Checkout
from local.engine.errors import EngineError
from local.engine.state import State


def exist(checkout: Checkout, stack: str) -> bool:
    """Whether the stack was brought up here, or somebody began to."""
    directory = checkout.stack_directory(stack)
    return directory.is_dir() or State(checkout, stack).file is not None


def require(checkout: Checkout, stack: str) -> None:
    """Make sure that there is something to work on; nothing is made by asking.

    Raises:
        EngineError: there is nothing of the stack here, or its directory leads elsewhere.
    """
    if not exist(checkout, stack):
        file = checkout.stack_file(stack)
        known = "" if file.is_file() else f" There is no {file.name} either."
        raise EngineError(
            f"{stack} is not up.{known}\n"
            f"  Impact: there is nothing of it here; nothing was changed.\n"
            f"  Fix: {_fix(checkout, stack)}"
        )
    own = (checkout.local / "stacks").resolve() / stack
    expected = {checkout.stack_directory(stack): own, checkout.aws_directory(stack): own / "aws"}
    for directory, place in expected.items():
        if directory.is_dir() and directory.resolve() != place:
            raise EngineError(
                f"{directory} is a link to {directory.resolve()}.\n"
                "  Impact: what is there is not this stack's alone; nothing was changed.\n"
                f"  Fix: remove the link: rm {shlex.quote(str(directory))}"
            )


def remove(checkout: Checkout, stack: str) -> None:
    """Remove the state, then the directory: the state is found again as long as that stands."""
    State(checkout, stack).remove()
    _remove_tree(checkout.stack_directory(stack))


def _fix(checkout: Checkout, stack: str) -> str:
    if checkout.stack_file(stack).is_file():
        return f"bring it up first: make up STACK={stack}"
    up = [name for name in checkout.stack_names() if exist(checkout, name)]
    return f"stacks that are up here: {', '.join(up) or 'none'}"


def _remove_tree(directory: Path) -> None:
    # A server that is ending may write its log until it has ended.
    shutil.rmtree(directory, ignore_errors=True)
    if directory.is_dir() and not directory.is_symlink():
        shutil.rmtree(directory)
