"""The part of JSON Schema that settings of this pack use, for where no engine checks them.

Owns types, bounds, patterns and enumerations; a built pack brings no schema library.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

_TYPES: Final[Mapping[str, tuple[type, ...]]] = {
    "array": (list,),
    "boolean": (bool,),
    "integer": (int,),
    "object": (dict,),
    "string": (str,),
}


def problems(schema: Mapping[str, Any], value: Any) -> Iterator[str]:
    """What is wrong with a value, by its schema."""
    kind = str(schema.get("type", ""))
    right = isinstance(value, _TYPES.get(kind, (object,)))
    if not right or (kind == "integer" and isinstance(value, bool)):
        yield f"expected {kind}, found {str(value)[:60]!r}"
        return
    if "enum" in schema and value not in schema["enum"]:
        yield f"{value!r} is none of {', '.join(map(str, schema['enum']))}"
    if isinstance(value, str):
        yield from _text(schema, value)
    elif isinstance(value, list):
        if len(value) > schema.get("maxItems", len(value)):
            yield f"more than {schema['maxItems']} entries"
        for index, item in enumerate(value):
            for problem in problems(schema.get("items", {}), item):
                yield f"[{index}] {problem}"
    elif isinstance(value, dict):
        yield from _object(schema, value)
    elif not schema.get("minimum", value) <= value <= schema.get("maximum", value):
        yield f"{value} is outside of {schema.get('minimum', '')}..{schema.get('maximum', '')}"


def _text(schema: Mapping[str, Any], value: str) -> Iterator[str]:
    if len(value) < schema.get("minLength", 0):
        yield f"shorter than {schema['minLength']} characters"
    if len(value) > schema.get("maxLength", len(value)):
        yield f"longer than {schema['maxLength']} characters"
    if "pattern" in schema and not re.search(schema["pattern"], value[:1000]):
        yield f"{value[:60]!r} does not match {schema['pattern']}"


def _object(schema: Mapping[str, Any], value: Mapping[str, Any]) -> Iterator[str]:
    known = schema.get("properties", {})
    for name in schema.get("required", ()):
        if name not in value:
            yield f"{name} is missing"
    for name, item in value.items():
        if name not in known:
            yield f"there is no {name!r}; there are {', '.join(known)}"
            continue
        for problem in problems(known[name], item):
            yield f"{name}: {problem}"
