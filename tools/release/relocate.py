"""Gives a room another place in a wheel: its modules import it, and each other, from there.

`components` and `operations` are fine names in a checkout and bad ones in somebody else's
environment. Only import statements change, so every line keeps its number. Needs nothing but the
standard library, for it runs where a wheel is built.
"""

import ast
import re
from collections.abc import Collection, Mapping
from pathlib import Path


def in_environment(project: str, virtualenv: str) -> str:
    """The project file of a plug-in, with another Python environment."""
    lines = [line for line in project.splitlines(keepends=True) if not line.startswith("#")]
    return re.sub(r"(?m)^(\s+virtualenv:) .*$", rf"\1 {virtualenv}", "".join(lines))


class CannotRelocateError(Exception):
    """An import has no equal under the new name."""


def relocate(
    room: Path, target: Path, names: Mapping[str, str], only: Collection[str] = ()
) -> None:
    """Copy a room's modules and data.

    Args:
        room: the room's folder.
        target: where the copy goes; it is made.
        names: the new name of each room that gets one.
        only: the files and folders of the room that are copied, if not all.

    Raises:
        CannotRelocateError: `import room.module` binds the name `room`, which is somebody else's.
    """
    for path in sorted(room.rglob("*")):
        if only and path.relative_to(room).parts[0] not in only:
            continue
        if path.is_file() and "__pycache__" not in path.parts:
            copy = target / path.relative_to(room)
            copy.parent.mkdir(parents=True, exist_ok=True)
            if path.suffix == ".py":
                text = path.read_text(encoding="utf-8")
                copy.write_text(relocated(text, names, str(path)), encoding="utf-8")
            else:
                copy.write_bytes(path.read_bytes())


def relocated(source: str, names: Mapping[str, str], file: str = "<source>") -> str:
    """A module whose imports of the rooms lead to their new names."""
    lines = source.splitlines(keepends=True)
    for node in ast.walk(ast.parse(source, file)):
        if isinstance(node, ast.Import):
            _refuse(node, names, file)
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            room, dot, rest = node.module.partition(".")
            if room in names:
                line, old = lines[node.lineno - 1], f"from {node.module} import"
                new = f"from {names[room]}{dot}{rest} import"
                lines[node.lineno - 1] = line.replace(old, new, 1)
    return "".join(lines)


def _refuse(node: ast.Import, names: Mapping[str, str], file: str) -> None:
    for alias in node.names:
        room = alias.name.partition(".")[0]
        if room in names:
            raise CannotRelocateError(
                f"{file}:{node.lineno}: `import {alias.name}`; write `from {room} import ...`"
            )
