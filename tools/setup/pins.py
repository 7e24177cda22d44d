"""What the pin files say: each version is written once, there, and read from there."""

import re
from pathlib import Path

from tools.setup.console import SetupError


def read(path: Path, pattern: str) -> str:
    """The part of the line that matches `pattern`.

    Raises:
        SetupError: no line does.
    """
    line = re.search(pattern, path.read_text(), re.MULTILINE)
    if line is None:
        raise SetupError(f"{path} has no line like {pattern}: restore the file from git")
    return line[1]


def numbers(version: str) -> tuple[int, ...]:
    """A version as numbers, which compare as versions do."""
    return tuple(int(part) for part in version.split("."))
