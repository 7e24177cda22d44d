"""The state of a stack as the file backend keeps it, read without the CLI.

Owns which files of the backend are the stack's, whether its state can be read, and a copy of the
last whole one. The CLI writes states; a full disk or a crash may leave half of one.
"""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from local import private
from local.engine.checkout import Checkout

Resource = dict[str, Any]


class UnreadableStateError(Exception):
    """The state file is there, and is no state."""


class State:
    """The state of one stack."""

    def __init__(self, checkout: Checkout, stack: str) -> None:
        self._backend = checkout.state / ".pulumi"
        self._stack = stack
        self._kept = checkout.stack_directory(stack) / "last-state.json"

    @property
    def file(self) -> Path | None:
        """The checkpoint, `stacks/<project>/<stack>.json`, if there is one."""
        found = sorted(self._backend.glob(f"stacks/*/{self._stack}.json"))
        return found[0] if found else None

    def resources(self) -> list[Resource]:
        """The resources of the state; none where there is no state.

        Raises:
            UnreadableStateError: there is a state that cannot be read.
        """
        file = self.file
        return _resources(file) if file else []

    def outputs(self) -> dict[str, Any]:
        """The stack's outputs, secret ones as the state has them."""
        for resource in self.resources():
            if resource["type"] == "pulumi:pulumi:Stack":
                return dict(resource.get("outputs") or {})
        return {}

    @property
    def is_pending(self) -> bool:
        """Whether an operation was begun and its end is not known."""
        file = self.file
        return bool(file and _latest(file).get("pending_operations"))

    def keep(self) -> None:
        """Copy the state, which is whole, beside the stack."""
        file = self.file
        if file and _resources(file):
            private.write(self._kept, file.read_text(encoding="utf-8"))

    def restore(self) -> bool:
        """Put the last whole state in the place of one that is cut or gone, if there is one.

        The backend's own backup is the newer one. It has no resources where the first write of a
        stack was the one that was cut.
        """
        file = self.file
        backups = [file.with_name(f"{file.name}.bak")] if file else []
        whole = [each for each in (*backups, self._kept) if _is_whole(each)]
        if not whole:
            return False
        best = next((each for each in whole if _resources(each)), whole[0])
        file = file or self._home()
        private.directory(file.parent)
        private.write(file, best.read_text(encoding="utf-8"))
        return True

    @property
    def is_kept(self) -> bool:
        """Whether there was a whole state since the stack was brought up."""
        return self._kept.is_file()

    def files(self) -> Iterator[Path]:
        """All that the backend has of the stack: checkpoints, backups, history, locks."""
        for pattern in (
            f"stacks/*/{self._stack}.json*",
            f"backups/*/{self._stack}",
            f"history/*/{self._stack}",
            f"locks/organization/*/{self._stack}",
        ):
            yield from self._backend.glob(pattern)

    def remove(self) -> None:
        """Forget the stack and its history; its stack file stays."""
        for path in list(self.files()):
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path)
            else:
                path.unlink(missing_ok=True)

    def _home(self) -> Path:
        """Where the kept state says that it belongs."""
        project = str(_resources(self._kept)[0]["urn"]).split("::")[1]
        return self._backend / "stacks" / project / f"{self._stack}.json"


def _resources(file: Path) -> list[Resource]:
    found = _latest(file).get("resources") or []
    if not isinstance(found, list) or not all(_is_resource(each) for each in found):
        raise UnreadableStateError(file)
    return found


def _is_whole(file: Path) -> bool:
    try:
        _resources(file)
    except UnreadableStateError:
        return False
    return True


def _is_resource(found: Any) -> bool:
    return isinstance(found, dict) and {"urn", "type"} <= found.keys()


def _latest(file: Path) -> dict[str, Any]:
    """The deployment in a checkpoint (`apitype.VersionedCheckpoint` of the CLI)."""
    try:
        checkpoint = json.loads(file.read_text(encoding="utf-8"))["checkpoint"]
        latest = checkpoint.get("latest") or {}
    except (OSError, ValueError, TypeError, LookupError, RecursionError, AttributeError) as error:
        raise UnreadableStateError(file) from error
    if not isinstance(latest, dict):
        raise UnreadableStateError(file)
    return latest
