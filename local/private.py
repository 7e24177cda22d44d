"""Files that no other user of the machine reads: 0600 in directories of 0700, whole or not at all.

Owns how the local machine writes its records, states and secrets. Refuses to leave half a file: on
a full disk the one before stays.
"""

import os
import tempfile
from pathlib import Path

#: Nothing for the group, nothing for others.
UMASK = 0o077


def directory(path: Path) -> Path:
    """The directory, made where it is missing, and closed to others where it was open."""
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    if path.stat().st_mode & UMASK:
        path.chmod(0o700)
    return path


def write(path: Path, text: str) -> None:
    """Put a whole new file in the place of the one before.

    Raises:
        OSError: there is no room or no right to write; the file is as it was.
    """
    number, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(number, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def opener(path: str, flags: int) -> int:
    """For `open(..., opener=opener)`: a file that is made is the user's alone."""
    return os.open(path, flags, 0o600)
