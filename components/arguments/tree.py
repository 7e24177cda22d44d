"""Arguments as JSON: what a program passed, with its outputs taken out.

Owns the walk through what callers may write: mappings, lists, tuples, texts, numbers, booleans,
enums and settings. Names become those of stack files and other languages. Notes by its place an
output that must be known, and what is no data at all.
"""

from collections.abc import Mapping
from enum import Enum
from typing import Any

from pydantic import BaseModel

from components.arguments.hints import Hint
from components.arguments.later import Outputs, exact, is_later

Path = tuple[str | int, ...]


class Tree:
    """The JSON of arguments, and what was found on the way.

    Attributes:
        value: the JSON.
        outputs: the outputs, whose marks are in the JSON.
        marked: where an output is.
        misplaced: where an output is that must be known.
        foreign: where something is that is no data, with its class's name.
    """

    def __init__(self, arguments: Mapping[str, Any], hint: Hint, resource: str) -> None:
        self.outputs = Outputs(resource)
        self.marked: list[Path] = []
        self.misplaced: list[Path] = []
        self.foreign: dict[Path, str] = {}
        self.value: dict[str, Any] = self._json(arguments, (), hint)

    def unsettled(self, place: Path) -> bool:
        """Whether what is said of a place may follow from what isn't known there."""
        return any(
            _one_line(place, path) for path in (*self.marked, *self.misplaced, *self.foreign)
        )

    def _json(self, value: Any, path: Path, hint: Hint) -> Any:
        if is_later(value):
            (self.marked if hint.later else self.misplaced).append(path)
            return self.outputs.mark(value)
        if isinstance(value, BaseModel):
            value = value.model_dump(exclude_none=True)
        if isinstance(value, Enum):
            return value.value
        if isinstance(value, Mapping):
            return {
                (name := hint.alias(str(key))): self._json(item, (*path, name), hint.member(name))
                for key, item in value.items()
                if item is not None
            }
        if isinstance(value, (list, tuple)):
            return [self._json(item, (*path, i), hint.item) for i, item in enumerate(value)]
        if value is None or isinstance(value, (str, bool, int, float)):
            return exact(value)
        self.foreign[path] = type(value).__name__
        return None


def _one_line(first: Path, second: Path) -> bool:
    return all(a == b for a, b in zip(first, second, strict=False))
