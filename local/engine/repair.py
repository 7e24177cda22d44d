"""Mend what a killed command left behind: the backend's lock, and operations never finished.

The engine notes each operation before it starts, so the state knows which ones may or may not
have happened. For a create, the local AWS is asked whether the resource is there: it is then
taken into the state under its ID, and made again otherwise. Nothing is ever made twice.
"""

import json
import os
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from local.engine.checkout import Checkout
from local.engine.errors import EngineError
from local.engine.stack import LocalStack
from local.provider.find import find

Say = Callable[[str], None]


def unlock(stack: LocalStack, say: Say) -> None:
    """Remove the locks of commands that are no more.

    Raises:
        EngineError: a `pulumi` that still runs holds the stack.
    """
    locks = list(_locks(stack.checkout, stack.name))
    for lock in locks:
        process = int(json.loads(lock.read_text() or "{}").get("pid", 0))
        if _is_pulumi(process):
            raise EngineError(
                f"pulumi (process {process}) is at work on the stack {stack.name}.\n"
                "  Two at once would overwrite each other's state; run the command again when it"
                " is done."
            )
    if locks:
        stack.unlock()
        say(f"repaired: {len(locks)} lock of a command that was cut off, removed")


def settle(stack: LocalStack, say: Say) -> None:
    """Bring the state in line with what the interrupted operations did."""
    pending = stack.state().get("pending_operations") or []
    if not pending:
        return
    created = dict(_created(pending))
    stack.refresh(created)
    for operation in pending:
        urn = operation["resource"]["urn"]
        kind, name = urn.split("::")[2].rpartition("$")[2], urn.rpartition("::")[2]
        say(f"repaired: {kind} {name}, {operation['type']} when it was cut off: "
            f"{_outcome(operation, created)}")  # fmt: skip


def _created(pending: list[dict[str, Any]]) -> Iterator[tuple[str, str]]:
    for operation in pending:
        resource = operation["resource"]
        if operation["type"] == "creating":
            identity = find(resource["type"], resource.get("inputs") or {}, os.environ)
            if identity is not None:
                yield resource["urn"], identity


def _outcome(operation: dict[str, Any], created: dict[str, str]) -> str:
    if operation["type"] != "creating":
        return "read anew"
    identity = created.get(operation["resource"]["urn"])
    return f"it was created, taken over as {identity}" if identity else "it was not created"


def _locks(checkout: Checkout, stack: str) -> Iterator[Path]:
    """The file backend's lock files: `locks/organization/<project>/<stack>/<id>.json`."""
    return (checkout.state / ".pulumi" / "locks").glob(f"organization/*/{stack}/*.json")


def _is_pulumi(process: int) -> bool:
    said = subprocess.run(
        ["ps", "-o", "comm=", "-p", str(process)], capture_output=True, text=True, check=False
    )
    return "pulumi" in said.stdout
