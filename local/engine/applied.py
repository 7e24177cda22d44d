"""Whether the last complete update was of this very program, onto this very state.

The preview then says all that an update could, and the update is spared. Any edited file counts,
and so does any other command that has written the state since.
"""

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

from local import private
from local.engine.checkout import Checkout

#: What no program of a stack reads.
_LEFT_OUT = frozenset({"__pycache__", "docs", "tests", "dist", "build"})


class Applied:
    """What a stack was last brought up from."""

    def __init__(self, checkout: Checkout, stack: str) -> None:
        self._checkout = checkout
        self._stack = stack
        self._file = checkout.stack_directory(stack) / "applied"

    def is_current(self) -> bool:
        """Whether nothing has changed since `note`."""
        return self._file.is_file() and self._file.read_bytes() == self._digest().encode()

    def note(self) -> None:
        """An update is complete."""
        private.write(self._file, self._digest())

    def _digest(self) -> str:
        digest = hashlib.sha256()
        for path in (*_files(self._checkout.root), *self._state_files()):
            digest.update(f"{path}\0".encode())
            digest.update(path.read_bytes())
        return digest.hexdigest()

    def _state_files(self) -> list[Path]:
        """The file backend's checkpoint: `stacks/<project>/<stack>.json`."""
        return sorted(self._checkout.state.glob(f".pulumi/stacks/*/{self._stack}.json"))


def _files(root: Path) -> Iterator[Path]:
    for folder, folders, names in os.walk(root):
        folders[:] = sorted(f for f in folders if not f.startswith(".") and f not in _LEFT_OUT)
        yield from (Path(folder, name) for name in sorted(names) if not name.endswith(".pyc"))
