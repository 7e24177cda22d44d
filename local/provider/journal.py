"""What the plug-in has begun to make: an object that the engine never learnt of is found again.

When the plug-in dies in the middle of a creation, the engine is told of a failure and forgets the
operation, while the object may be there. So each creation is noted before AWS is asked, and its
outcome after. The next plug-in reads the notes (`LOCAL_AWS_JOURNAL` names the file) and takes in
what they say was begun, instead of running into "already exists" or making it twice. Refuses to
take in what this project did not begin to make: that stays an error, as on AWS.
"""

import json
import os
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

VARIABLE = "LOCAL_AWS_JOURNAL"


@dataclass(frozen=True)
class Begun:
    """A creation whose object may be there, and in no state.

    Attributes:
        urn: the resource.
        identity: its id, if the creation came as far.
        known: the ids of the resource's objects that are in the state: another one is meant.
    """

    urn: str
    identity: str | None = None
    known: tuple[str, ...] = ()


@dataclass
class Journal:
    """The notes of one stack; without a file nothing is noted."""

    file: Path | None
    begun: dict[str, Begun] = field(default_factory=dict)

    @classmethod
    def of_environment(cls) -> "Journal":
        """The journal that the engine's room keeps for the stack, with what it left open."""
        name = os.environ.get(VARIABLE)
        return cls(Path(name), read(Path(name))) if name else cls(None)

    def note(self, urn: str, **outcome: Any) -> None:
        """Append a line; the kernel keeps it when this process is killed."""
        if self.file is None:
            return
        line = json.dumps({"urn": urn, **outcome}) + "\n"
        number = os.open(self.file, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        try:
            os.write(number, line.encode())
        finally:
            os.close(number)


def read(file: Path) -> dict[str, Begun]:
    """What was begun, without what failed by AWS's own word. A line that is cut counts as none."""
    open_ones: dict[str, Begun] = {}
    for note in _notes(file):
        urn = note["urn"]
        if note.get("failed"):
            open_ones.pop(urn, None)
        else:
            known = tuple(note.get("known") or ())
            before = open_ones.get(urn)
            open_ones[urn] = Begun(urn, note.get("id"), known or (before.known if before else ()))
    return open_ones


def text(begun: Iterable[Begun]) -> str:
    """A journal of these notes and no other."""
    lines = [
        json.dumps({"urn": each.urn, "id": each.identity, "known": list(each.known)})
        for each in begun
    ]
    return "".join(f"{line}\n" for line in lines)


def _notes(file: Path) -> list[dict[str, Any]]:
    try:
        lines = file.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return []
    found = []
    for line in lines:
        try:
            note = json.loads(line)
        except (ValueError, RecursionError):
            continue
        if isinstance(note, dict) and isinstance(note.get("urn"), str):
            found.append(note)
    return found
