"""Mend what a killed command left behind: the backend's lock, and operations never finished.

The engine notes each operation before it starts, so the state knows which ones may or may not
have happened. For a create, the local AWS is asked whether the object is there: it is then taken
into the state under its ID, and made anew otherwise. Nothing is ever made twice.
"""

import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from local import private, process
from local.engine.checkout import Checkout
from local.engine.errors import StackAtWorkError
from local.engine.stack import LocalStack
from local.engine.state import Resource, State
from local.provider import journal
from local.provider.find import find

Say = Callable[[str], None]


def unlock(stack: LocalStack, say: Say) -> None:
    """Remove the locks of commands that are no more.

    Raises:
        StackAtWorkError: a `pulumi` that still runs holds the stack.
    """
    locks = list(_locks(stack.checkout, stack.name))
    for number in map(_holder, locks):
        if process.works(number, "pulumi"):
            raise StackAtWorkError(
                f"pulumi (process {number}) is at work on the stack {stack.name}.\n"
                "  Impact: two at once would overwrite each other's state; nothing was started.\n"
                "  Fix: run the same command again when it is done."
            )
    if locks:
        stack.unlock()
        say("repaired: the lock of a command that was cut off is removed")


def _holder(lock: Path) -> int:
    """The process that a lock names; one that is cut names none."""
    try:
        return int(json.loads(lock.read_text(encoding="utf-8")).get("pid", 0))
    except (OSError, ValueError, TypeError, AttributeError, RecursionError):
        return 0


def take_stock(notes: Path, resources: list[Resource]) -> None:
    """Leave in the plug-in's journal what was begun and is in no state, for the next plug-in."""
    known: dict[str, tuple[str, ...]] = {}
    for resource in resources:
        if "id" in resource:
            known[resource["urn"]] = (*known.get(resource["urn"], ()), str(resource["id"]))
    left = [
        journal.Begun(urn, begun.identity, known.get(urn, ()))
        for urn, begun in journal.read(notes).items()
        if begun.identity not in known.get(urn, ())
    ]
    if left:
        private.write(notes, journal.text(left))
    else:
        notes.unlink(missing_ok=True)


def settle(stack: LocalStack, state: State, say: Say) -> None:
    """Bring the state in line with what the interrupted operations did."""
    if not state.is_pending:
        return
    exported = stack.export()
    deployment = exported["deployment"]
    pending = deployment.pop("pending_operations", None) or []
    if not pending:
        return
    for operation in pending:
        resource = operation["resource"]
        creating = operation["type"] == "creating" and _is_aws(resource)
        found = _find(resource) if creating else None
        if found is not None:
            take_over(deployment["resources"], {**resource, "id": found})
        if _is_aws(resource):
            say(f"repaired: {_name(resource)}, {_outcome(operation['type'], found)}")
    stack.replace_state(exported)
    stack.refresh()


def take_over(resources: list[dict[str, Any]], created: dict[str, Any]) -> None:
    """Enter an object that was created; one that it was to replace is left to be deleted.

    The CLI's own `refresh --import-pending-creates` is no help: 3.250.0 drops the operation and
    imports nothing.
    """
    for resource in resources:
        if resource["urn"] == created["urn"]:
            resource["delete"] = True
    resources.append({"outputs": created.get("inputs", {}), **created})


def _is_aws(resource: dict[str, Any]) -> bool:
    """Whether it is an object in AWS: components and providers exist in the state alone."""
    return str(resource["type"]).startswith("aws:")


def _find(resource: dict[str, Any]) -> str | None:
    """The ID of the object in the local AWS."""
    return find(resource["type"], resource.get("inputs") or {}, os.environ)


def _name(resource: dict[str, Any]) -> str:
    return f"{resource['type']} {resource['urn'].rpartition('::')[2]}"


def _outcome(operation: str, found: str | None) -> str:
    if operation != "creating":
        return f"cut off while {operation}, is read anew"
    if found is None:
        return "cut off before it was created, is made anew"
    return f"created when it was cut off, is taken over as {found}"


def _locks(checkout: Checkout, stack: str) -> Iterator[Path]:
    """The file backend's lock files: `locks/organization/<project>/<stack>/<id>.json`."""
    return (checkout.state / ".pulumi" / "locks").glob(f"organization/*/{stack}/*.json")
