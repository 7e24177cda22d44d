"""Small files that are replaced in one step, on a disk that may be full.

Refuses to fail a request of AWS's API because of a record for the next start: what did not fit is
owed, and written once there is room. A server that ends before loses it. A path has one writer at a
time: whoever writes holds the lock of the repository.
"""

import os
import secrets
import shutil
import sys
import threading
from pathlib import Path

from local import disk


class Files:
    """Files of one server."""

    def __init__(self) -> None:
        self._owed: dict[Path, str] = {}
        self._lock = threading.Lock()

    def write(self, path: Path, text: str) -> None:
        """Puts a file in the place of what was there, with all that is owed."""
        if not self._owed:
            if not _fits(path, text):
                self._owe(path, text)
            return
        self._owe(path, text)
        with self._lock:
            for each in [path for path, text in self._owed.items() if _fits(path, text)]:
                del self._owed[each]

    def remove(self, path: Path) -> None:
        """Removes a file, or a directory with all that is in it."""
        with self._lock:
            for owed in [each for each in self._owed if each == path or path in each.parents]:
                del self._owed[owed]
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)

    def _owe(self, path: Path, text: str) -> None:
        with self._lock:
            if not self._owed:
                sys.stderr.write("the disk is full: records for the next start wait for room\n")
            self._owed[path] = text


def _fits(path: Path, text: str) -> bool:
    new = path.with_name(f"{path.name}.{secrets.token_hex(4)}.new")
    try:
        try:
            new.write_text(text, encoding="utf-8")
        except FileNotFoundError:
            path.parent.mkdir(parents=True, exist_ok=True)
            new.write_text(text, encoding="utf-8")
        os.replace(new, path)  # noqa: PTH105 - half the time of Path.replace
    except OSError as error:
        if not disk.ran_out(error):
            raise
        new.unlink(missing_ok=True)
        return False
    return True
