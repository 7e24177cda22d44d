"""Files of `.local` that cannot be read any more, after a full disk, a crash or a stray editor.

Owns which of them something can take the place of, and the message for those of which nothing can.
"""

import json
from collections.abc import Callable

from local import private
from local.engine.checkout import Checkout
from local.engine.errors import EngineError
from local.engine.state import State, UnreadableStateError

Say = Callable[[str], None]
#: What the backend writes there itself (`Pulumi.Meta` of the CLI).
_META = "version: 1\n"


def mend_shared(checkout: Checkout) -> None:
    """Put back what the CLI keeps for all stacks and can do without."""
    meta = checkout.state / ".pulumi" / "meta.yaml"
    if meta.is_file() and meta.read_bytes() != _META.encode():
        private.write(meta, _META)
    for folder in ("workspaces", "."):
        for file in (checkout.pulumi_home / folder).glob("*.json"):
            if file.is_file() and not _is_kept_by_the_cli(file.read_bytes()):
                file.unlink()


def mend_state(checkout: Checkout, stack: str, say: Say) -> bool:
    """Put the last whole state in the place of one that is cut or gone; whether one was put.

    Raises:
        EngineError: the state is unreadable, and there is no other.
    """
    state = State(checkout, stack)
    file = state.file
    try:
        state.resources()
        if file is not None or not state.is_kept:
            return False
        what = "the state is gone"
    except UnreadableStateError:
        what = f"the state cannot be read ({file})"
    if state.restore():
        say(f"repaired: {what}; the last whole one takes its place, and AWS is read anew")
        return True
    if file is None:
        return False
    raise EngineError(
        f"{file} cannot be read, and no earlier state is kept.\n"
        f"  Impact: what of {stack} exists on the local AWS is not known; nothing was changed.\n"
        f"  Fix: `make down STACK={stack}` throws the local AWS away, then"
        f" `make up STACK={stack}` makes it anew."
    )


def _is_kept_by_the_cli(content: bytes) -> bool:
    """Whether the CLI can read it: an object, in which a chosen stack is a text."""
    try:
        found = json.loads(content)
    except (ValueError, RecursionError):
        return False
    return isinstance(found, dict) and isinstance(found.get("stack", ""), str)
