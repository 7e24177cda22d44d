"""Property values as the engine sends them, turned into plain Python values with marks.

Owns the one place that reads the wire: integers come back from floats, a value that is not known
before the update is `UNKNOWN`, a secret is wrapped in `Secret`, and what a policy cannot judge (an
asset, a signature from a newer engine) is `OPAQUE`. Refuses to raise on any shape
of input but one that is nested for ever.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from pulumi_policy import proxy

SIGNATURE: Final = "4dabf18193072939515e22adb298388d"
"""The key that marks a value with a special meaning (pulumi/sdk, resource/sig/sig.go)."""
SECRET_SIGNATURE: Final = "1b47061264138c4ac30d75fd1eb44270"  # noqa: S105 - a marker
OUTPUT_SIGNATURE: Final = "d0e6a833031e9bbcd3f4e8bde6ca49a4"

_UNKNOWN_TEXTS: Final = frozenset(
    {
        proxy.UNKNOWN_ARCHIVE_VALUE,
        proxy.UNKNOWN_ARRAY_VALUE,
        proxy.UNKNOWN_ASSET_VALUE,
        proxy.UNKNOWN_BOOLEAN_VALUE,
        proxy.UNKNOWN_NUMBER_VALUE,
        proxy.UNKNOWN_OBJECT_VALUE,
        proxy.UNKNOWN_STRING_VALUE,
    }
)


class _Mark:
    """A value that stands for something other than itself."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __repr__(self) -> str:
        return self._name


UNKNOWN: Final = _Mark("UNKNOWN")
"""Known only in the update."""
OPAQUE: Final = _Mark("OPAQUE")
"""Known, but nothing that a policy can judge."""


@dataclass(frozen=True, repr=False)
class Secret:
    """A secret's value. It has no readable representation, so that no message shows it by
    accident.
    """

    value: Any

    def __repr__(self) -> str:
        return "[secret]"


DEEPEST: Final = 64
"""Levels of lists and objects that are read: no resource of AWS's has a quarter as many."""


class TooDeep(ValueError):  # noqa: N818 - no error of ours: an input that no resource has
    """A value that is nested beyond what is read."""


def from_wire(value: Any, depth: int = 0) -> Any:
    """Read one `google.protobuf.Value` into plain values with marks. Raises `TooDeep`."""
    if depth > DEEPEST:
        raise TooDeep
    kind = value.WhichOneof("kind")
    if kind == "string_value":
        text = value.string_value
        return UNKNOWN if text in _UNKNOWN_TEXTS else text
    if kind == "number_value":
        number = value.number_value
        return int(number) if number.is_integer() else number
    if kind == "bool_value":
        return value.bool_value
    if kind == "list_value":
        return [from_wire(item, depth + 1) for item in value.list_value.values]
    if kind == "struct_value":
        return _structure(value.struct_value, depth + 1)
    return None


def properties_from_wire(struct: Any, depth: int = 0) -> dict[str, Any]:
    """Read one `google.protobuf.Struct` of properties. Raises `TooDeep`."""
    return {key: from_wire(value, depth) for key, value in struct.fields.items()}


def _structure(struct: Any, depth: int) -> Any:
    plain = properties_from_wire(struct, depth)
    signature = plain.get(SIGNATURE)
    if signature is None:
        return plain
    if signature == SECRET_SIGNATURE:
        return Secret(plain.get("value"))
    if signature == OUTPUT_SIGNATURE:
        value = plain.get("value", UNKNOWN)
        return Secret(value) if plain.get("secret") is True else value
    return OPAQUE


def revealed(value: Any) -> Any:
    """The value without its `Secret` wraps, at any depth: for judging, never for showing."""
    if isinstance(value, Secret):
        return revealed(value.value)
    if isinstance(value, Mapping):
        return {key: revealed(item) for key, item in value.items()}
    if isinstance(value, list):
        return [revealed(item) for item in value]
    return value


def parts(value: Any) -> Iterator[Any]:
    """The value and everything in it, wraps included."""
    yield value
    if isinstance(value, Secret):
        yield from parts(value.value)
    elif isinstance(value, Mapping):
        for item in value.values():
            yield from parts(item)
    elif isinstance(value, list):
        for item in value:
            yield from parts(item)


def has_unknown(value: Any) -> bool:
    """Whether anything in the value is known only in the update."""
    return any(part is UNKNOWN for part in parts(value))


def has_secret(value: Any) -> bool:
    """Whether anything in the value is a secret."""
    return any(isinstance(part, Secret) for part in parts(value))


def secret_texts(value: Any) -> Iterator[str]:
    """Every text that is, or is inside, a secret."""
    for part in parts(value):
        if isinstance(part, Secret):
            for inner in parts(part.value):
                if isinstance(inner, str):
                    yield inner
                elif isinstance(inner, Mapping):
                    yield from (key for key in inner if isinstance(key, str))
