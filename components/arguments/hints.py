"""What an argument's type says: whether it takes an output, and how its members are spelled.

Owns the reading of the `TypedDict`s that callers see. They are the one place that says which
values may be outputs, for Python's type checker, for other languages' schema and for the check.
"""

import types
from collections.abc import Awaitable, Iterator
from functools import cache
from typing import Annotated, Any, NotRequired, Required, Union, get_args, get_origin, is_typeddict

from pydantic.alias_generators import to_camel


class Hint:
    """An annotation, seen through `NotRequired`, `Annotated`, `None` and `pulumi.Input`.

    Attributes:
        later: whether an output may stand here.
        kind: the annotation that is left.
    """

    def __init__(self, annotation: Any, *, later: bool = False) -> None:
        self.later = later
        self.kind = annotation
        while (inner := self._unwrapped()) is not None:
            self.kind = inner

    def member(self, key: str) -> "Hint":
        """The annotation of a mapping's member, by its name in either spelling."""
        if is_typeddict(self.kind):
            names = self.names()
            name = key if key in self.kind.__annotations__ else names.get(key)
            return Hint(self.kind.__annotations__[name] if name else Any, later=self.later)
        arguments = get_args(self.kind)
        return Hint(arguments[1] if len(arguments) == 2 else Any, later=self.later)

    @property
    def item(self) -> "Hint":
        """The annotation of a list's items."""
        arguments = get_args(self.kind)
        return Hint(arguments[0] if arguments else Any, later=self.later)

    def names(self) -> dict[str, str]:
        """The members' Python names by their names in other languages; empty for a mapping."""
        return _names(self.kind) if is_typeddict(self.kind) else {}

    def alias(self, key: str) -> str:
        """A member's name as stack files and other languages spell it."""
        known = is_typeddict(self.kind) and key in self.kind.__annotations__
        return _camel(key) if known else key

    def inner(self) -> list[Any]:
        """The annotations of all members or items."""
        if is_typeddict(self.kind):
            return list(self.kind.__annotations__.values())
        return [each for each in get_args(self.kind) if not isinstance(each, str)]

    def _unwrapped(self) -> Any:
        origin, arguments = get_origin(self.kind), get_args(self.kind)
        if origin in (NotRequired, Required, Annotated):
            return arguments[0]
        if origin not in (Union, types.UnionType):
            return None
        if any(get_origin(each) is Awaitable for each in arguments):
            self.later = True
        return next(a for a in arguments if a is not type(None))


@cache
def _names(kind: Any) -> dict[str, str]:
    """The same for every service, and asked for at each of their arguments."""
    return {_camel(name): name for name in kind.__annotations__}


@cache
def _camel(name: str) -> str:
    return to_camel(name)


def spellings(hint: Hint, seen: frozenset[Any] = frozenset()) -> dict[str, str]:
    """Every member's Python name by its name in other languages, at any depth."""
    if hint.kind in seen:
        return {}
    found = hint.names()
    for each in hint.inner():
        found = {**spellings(Hint(each), seen | {hint.kind}), **found}
    return found


def python_path(hint: Hint, path: tuple[str | int, ...]) -> Iterator[str | int]:
    """A path of other languages' names in Python's names."""
    for part in path:
        if isinstance(part, int):
            yield part
            hint = hint.item
        else:
            yield hint.names().get(part, part)
            hint = hint.member(part)
