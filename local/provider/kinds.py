"""What a property's kind (see `schema`) makes of a value: its form, its faults, its equals."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from local.provider.schema import Kind
from local.provider.values import Unknown, is_empty, is_unknown

_PYTHON = {"string": str, "json": str, "number": float, "int": int, "bool": bool}


def is_filled(kind: Kind) -> bool:
    """Whether AWS fills the property in when it is left out."""
    return (isinstance(kind, str) and kind.endswith("?")) or _outer(kind) == "filled"


def bare(kind: Kind) -> Kind:
    """The kind without the mark of `is_filled`."""
    if isinstance(kind, str):
        return kind.removesuffix("?")
    return kind[1] if _outer(kind) == "filled" else kind  # type: ignore[index]


def coerce(kind: Kind, value: Any) -> Any:
    """A value as its kind wants it: the wire has no integers, and YAML may have texts for them."""
    kind = bare(kind)
    if value is None or isinstance(value, Unknown):
        return value
    if isinstance(kind, dict):
        if not isinstance(value, dict):
            return value
        return {n: coerce(kind.get(n, "any"), v) for n, v in value.items() if v is not None}
    if isinstance(kind, list):
        if isinstance(value, dict):
            return {n: coerce(kind[1], v) for n, v in value.items()}
        return [coerce(kind[1], v) for v in value] if isinstance(value, list) else value
    return _scalar(kind, value)


def coerced(kinds: Mapping[str, Kind], values: Mapping[str, Any]) -> dict[str, Any]:
    """Properties as their kinds want them; those that are null stay so."""
    return {name: coerce(kinds.get(name, "any"), value) for name, value in values.items()}


def _scalar(kind: str, value: Any) -> Any:
    if kind == "json" and isinstance(value, dict | list):
        # The real provider takes a document as an object as well, and sends its JSON.
        return Unknown() if is_unknown(value) else json.dumps(whole(value))
    if kind == "bool" and value in ("true", "false"):
        return value == "true"
    if kind in ("int", "number") and isinstance(value, str):
        try:
            value = float(value)
        except ValueError:
            return value
    if kind == "int" and isinstance(value, float) and value.is_integer():
        return int(value)
    if kind == "string" and isinstance(value, bool):
        return str(value).lower()
    if kind == "string" and isinstance(value, float):
        return str(int(value)) if value.is_integer() else str(value)
    return value


def whole(value: Any) -> Any:
    """A JSON value in which a whole number is written without a fraction."""
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, dict):
        return {name: whole(item) for name, item in value.items()}
    return [whole(item) for item in value] if isinstance(value, list) else value


def problems(kind: Kind, value: Any, path: str) -> Iterator[tuple[str, str]]:
    """`(path, reason)` of everything in a coerced value that the kind doesn't allow."""
    kind = bare(kind)
    if value is None or isinstance(value, Unknown) or kind in ("any", "asset"):
        return
    if isinstance(kind, dict):
        if not isinstance(value, dict):
            yield path, f"must be an object, not {_shown(value)}"
            return
        for name, item in value.items():
            if name in kind:
                yield from problems(kind[name], item, f"{path}.{name}")
            else:
                yield f"{path}.{name}", "is a property that the local aws plug-in doesn't model"
    elif isinstance(kind, list):
        expected = dict if kind[0] == "map" else list
        if not isinstance(value, expected):
            yield path, f"must be a {kind[0]}, not {_shown(value)}"
            return
        items = value.items() if isinstance(value, dict) else enumerate(value)
        for name, item in items:
            yield from problems(kind[1], item, f"{path}[{name}]")
    elif not isinstance(value, (_PYTHON[kind], int if kind == "number" else _PYTHON[kind])):
        yield path, f"must be of type {kind}, not {_shown(value)}"


def same(kind: Kind, old: Any, new: Any) -> bool:
    """Whether AWS's value is what the program asks for: sets in any order, empty as left out."""
    if bare(kind) == "asset":
        return True  # a digest beside it tells whether it changed
    if isinstance(new, Unknown) or isinstance(old, Unknown):
        return False
    if is_empty(new) and is_filled(kind):
        return True
    kind = bare(kind)
    if is_empty(old) or is_empty(new):
        return is_empty(old) and is_empty(new)
    if isinstance(kind, dict) and isinstance(old, dict) and isinstance(new, dict):
        names = old.keys() | new.keys()
        return all(same(kind.get(n, "any"), old.get(n), new.get(n)) for n in names)
    if _outer(kind) == "set" and isinstance(old, list) and isinstance(new, list):
        return _same_set(kind[1], old, new)  # type: ignore[index]
    if isinstance(kind, list) and isinstance(old, list) and isinstance(new, list):
        return len(old) == len(new) and all(map(lambda o, n: same(kind[1], o, n), old, new))
    return bool(old == new)


def _same_set(kind: Kind, old: list[Any], new: list[Any]) -> bool:
    left = list(old)
    for item in new:
        match = next((o for o in left if same(kind, o, item)), None)
        if match is None:
            return False
        left.remove(match)
    return not left


def _outer(kind: Kind) -> str:
    return kind[0] if isinstance(kind, list) else ""


def _shown(value: Any) -> str:
    """A value's type alone, for the value may be a secret."""
    names = {dict: "an object", list: "a list", str: "a text", bool: "a boolean"}
    return names.get(type(value), "a number")
