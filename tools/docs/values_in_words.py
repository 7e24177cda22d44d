"""What a setting's type admits, in plain words: `a whole number, 1 or more`.

Owns the wording of types, bounds and defaults. Reads pydantic's annotations, and refuses one that
it has no words for, so that a new kind of setting cannot be documented as nothing.
"""

import json
import types
from collections.abc import Callable, Iterable, Mapping
from typing import Annotated, Any, Final, Literal, Union, get_args, get_origin

from pydantic import BaseModel, SecretStr
from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined

Link = Callable[[type[BaseModel]], str]

_PLAIN: Final[Mapping[Any, str]] = {
    bool: "`true` or `false`",
    float: "a number",
    int: "a whole number",
    SecretStr: "a secret text",
    str: "a text",
}
_EMPTY: Final[Mapping[Any, str]] = {dict: "an empty mapping", tuple: "an empty list"}


def value(field: FieldInfo, link: Link) -> str:
    """What may be written for a setting.

    Args:
        field: pydantic's description of it.
        link: the link to the section of a nested model.
    """
    return _words(field.annotation, field.metadata, link)


def default(field: FieldInfo) -> str:
    """What holds if the setting is left out."""
    if field.is_required():
        return "none, it must be given"
    given = field.get_default(call_default_factory=True, validated_data={})
    if given is None or given is PydanticUndefined:
        return "none"
    if isinstance(given, BaseModel):
        return "the defaults below it"
    return _EMPTY[type(given)] if given in ((), {}) else f"`{json.dumps(given)}`"


def _words(annotation: Any, metadata: Iterable[Any], link: Link) -> str:
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return _words(arguments[0], (*arguments[1:], *metadata), link)
    if origin in (Union, types.UnionType):
        (kind,) = (a for a in arguments if a is not type(None))
        return _words(kind, metadata, link)
    if origin is Literal:
        return _any_of([f"`{choice}`" for choice in arguments])
    bounds = _bounds(metadata)
    if origin is tuple:
        return f"a list{_size(bounds, 'entries')}; each entry is {_words(arguments[0], (), link)}"
    if origin is dict:
        key, each = (_words(argument, (), link) for argument in arguments)
        return f"a mapping{_size(bounds, 'entries')}; each key is {key}; each value is {each}"
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return f"a mapping: {link(annotation)}"
    form = f" that matches `{bounds['pattern']}`" if "pattern" in bounds else ""
    return _PLAIN[annotation] + _range(bounds) + form + _size(bounds, "characters")


def _any_of(choices: list[str]) -> str:
    *others, last = choices
    return f"{', '.join(others)} or {last}" if others else last


def _bounds(metadata: Iterable[Any]) -> dict[str, Any]:
    """The constraints of all of pydantic's and annotated_types' classes, by their common names."""
    names = ("ge", "gt", "le", "pattern", "min_length", "max_length")
    return {
        name: found
        for one in metadata
        for name in names
        if (found := getattr(one, name, None)) is not None
    }


def _range(bounds: Mapping[str, Any]) -> str:
    if "ge" in bounds and "le" in bounds:
        return f" from {bounds['ge']} to {bounds['le']}"
    if "ge" in bounds:
        return f", {bounds['ge']} or more"
    return f" above {bounds['gt']}" if "gt" in bounds else ""


def _size(bounds: Mapping[str, Any], unit: str) -> str:
    least, most = bounds.get("min_length"), bounds.get("max_length")
    if least and most:
        return f", {least} to {most} {unit}"
    if least:
        return f", at least {least} {unit if least > 1 else _one(unit)}"
    return f", at most {most} {unit}" if most else ""


def _one(unit: str) -> str:
    return {"entries": "entry", "characters": "character"}[unit]
