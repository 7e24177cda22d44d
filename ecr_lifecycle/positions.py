"""Where in a JSON text each value stands, so that a finding has a line and a column.

Owns the way from steps, such as `("rules", 2, "selection")`, to a place. It reads text that a
parser has accepted, and never recurses. Refuses to decode values: that is the parser's.
"""

import json
import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

Steps = tuple[str | int, ...]

_TOKEN: Final = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\]:,]|[^\s{}\[\]:,"]+', re.DOTALL)


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A line and a column, both from 1, in characters."""

    line: int
    column: int


@dataclass(slots=True)
class _Open:
    """An object or a list that is being read."""

    steps: Steps
    is_list: bool
    step: str | int = 0
    names: set[str] = field(default_factory=set)
    awaits_name: bool = True


class Positions:
    """The places of a text's values: of a member its name's, of an item its own."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._at: dict[Steps, int] = {}
        self._values: dict[Steps, int] = {}
        self._repeated: list[tuple[Steps, int]] = []
        self._lines = [0, *(match.end() for match in re.finditer("\n", text))]
        self._read()

    def of(self, steps: Steps) -> Place:
        """The place of the value at `steps`, or of the nearest value around it."""
        while steps and steps not in self._at:
            steps = steps[:-1]
        return self.place_of(self._at.get(steps, 0))

    def value(self, steps: Steps) -> int:
        """Where in the text the value at `steps` itself begins."""
        return self._values.get(steps, 0)

    def place_of(self, offset: int) -> Place:
        """The place of the character at `offset`."""
        line = bisect_right(self._lines, offset)
        return Place(line, offset - self._lines[line - 1] + 1)

    def repeated(self) -> Iterator[tuple[Steps, Place]]:
        """Each name that its object has had before, where it comes again."""
        for steps, offset in self._repeated:
            yield steps, self.place_of(offset)

    def repeated_offsets(self) -> Iterator[int]:
        """Where in the text such names stand."""
        for _, offset in self._repeated:
            yield offset

    def _read(self) -> None:
        stack: list[_Open] = []
        for match in _TOKEN.finditer(self._text):
            token, offset = match.group(), match.start()
            around = stack[-1] if stack else None
            match token[0]:
                case "{" | "[":
                    stack.append(_Open(self._value(around, offset), token == "["))  # noqa: S105
                case "}" | "]":
                    if stack:
                        stack.pop()
                case ",":
                    _next(around)
                case ":":
                    pass
                case '"' if around and not around.is_list and around.awaits_name:
                    self._name(around, token, offset)
                case _:
                    self._value(around, offset)

    def _name(self, around: _Open, token: str, offset: int) -> None:
        try:
            name = str(json.loads(token))
        except ValueError:
            name = token[1:-1]
        around.step, around.awaits_name = name, False
        steps = (*around.steps, name)
        if name in around.names:
            self._repeated.append((steps, offset))
        around.names.add(name)
        self._at[steps] = offset

    def _value(self, around: _Open | None, offset: int) -> Steps:
        steps = () if around is None else (*around.steps, around.step)
        self._at.setdefault(steps, offset)
        self._values[steps] = offset
        return steps


def _next(around: _Open | None) -> None:
    """A comma: another name, or another index."""
    if around is not None and isinstance(around.step, int) and around.is_list:
        around.step += 1
    elif around is not None:
        around.awaits_name = True


def decoded_offset(text: str, start: int, inner: Place) -> int:
    """The offset in `text` of a place inside the string whose literal begins at `start`.

    The literal is walked escape by escape, because what it says is shorter than how it is written.
    """
    line, column, at = 1, 1, start + 1
    while at < len(text) and text[at] != '"' and (line, column) < (inner.line, inner.column):
        escape = text[at : at + 2]
        newline = escape == "\\n"
        at += 6 if escape == "\\u" else 2 if escape[0] == "\\" else 1
        line, column = (line + 1, 1) if newline else (line, column + 1)
    return at


def place(text: str, offset: int) -> Place:
    """The place of the character at `offset`."""
    return Place(text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset))
