"""Pulumi's property values as plain Python and back, with what is unknown or secret kept apart.

Plain values are str, float, bool, None, list, dict, pulumi assets, and UNKNOWN for what a preview
can't know yet.
"""

from collections.abc import Collection, Iterator, Mapping
from typing import Any

import pulumi
from pulumi.provider.experimental.property_value import Computed, PropertyValue, ResourceReference

# How the engine writes an unknown on the wire, one text per type (sdk/go/common/resource/plugin).
SENTINEL = "04da6b54-80e4-46f7-96ec-b56ff0331ba9"
_SENTINELS = {
    SENTINEL,
    "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",
    "3eeb2bf0-c639-47a8-9e75-3b44932eb421",
    "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",
    "030794c1-ac77-496b-92df-f27374a8bd58",
    "e48ece36-62e2-4504-bad9-02848725956a",
    "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",
}
Properties = Mapping[str, PropertyValue]
Plain = dict[str, Any]


class Unknown:
    """A value that only the update will tell."""

    def __repr__(self) -> str:
        return "UNKNOWN"

    def __bool__(self) -> bool:
        return True


UNKNOWN = Unknown()


def plain(value: PropertyValue) -> Any:
    """A property value without its secret and dependency marks."""
    inner = value.value
    if isinstance(inner, Computed) or (isinstance(inner, str) and inner in _SENTINELS):
        return UNKNOWN
    if isinstance(inner, ResourceReference):
        return plain(inner.resource_id) if inner.resource_id is not None else UNKNOWN
    if isinstance(inner, Mapping):
        return {key: plain(item) for key, item in inner.items()}
    if isinstance(inner, str | float | bool | None | pulumi.Asset | pulumi.Archive):
        return inner
    return [plain(item) for item in inner]


def plain_map(values: Properties) -> Plain:
    """All properties, without those that are null."""
    return {key: plain(item) for key, item in values.items() if item.value is not None}


def wrap(value: Any) -> PropertyValue:
    """A plain value as a property value; UNKNOWN as the text that stands for it on the wire."""
    if isinstance(value, Unknown):
        return PropertyValue(SENTINEL)
    if isinstance(value, Mapping):
        return PropertyValue({str(key): wrap(item) for key, item in value.items()})
    if isinstance(value, list | tuple | set | frozenset):
        return PropertyValue([wrap(item) for item in value])
    if isinstance(value, int) and not isinstance(value, bool):
        return PropertyValue(float(value))
    return PropertyValue(value)


def wrap_map(values: Mapping[str, Any], secret: Collection[str] = ()) -> dict[str, PropertyValue]:
    """Properties to send, those named in `secret` marked so."""
    return {
        key: wrap(item).with_secret(key in secret)
        for key, item in values.items()
        if item is not None
    }


def secret_names(values: Properties) -> set[str]:
    """The properties that are, or hold, a secret; a secret tag makes all the tags one."""
    names = {key for key, item in values.items() if item.contains_secret()}
    return names | {"tagsAll"} if "tags" in names else names


def secret_texts(values: Properties) -> set[str]:
    """Every text inside a secret, so that an error message can leave it out.

    Shorter ones than four characters are in every message by chance.
    """
    return {text for item in values.values() for text in _texts(item, secret=False)}


def _texts(value: PropertyValue, *, secret: bool) -> Iterator[str]:
    secret = secret or value.is_secret
    inner = value.value
    if isinstance(inner, str):
        if secret and len(inner) > 3:
            yield inner
    elif isinstance(inner, Mapping):
        for item in inner.values():
            yield from _texts(item, secret=secret)
    elif isinstance(inner, tuple):
        for item in inner:
            yield from _texts(item, secret=secret)


def is_unknown(value: Any) -> bool:
    """Whether a plain value is, or holds, something unknown."""
    if isinstance(value, dict):
        return any(map(is_unknown, value.values()))
    if isinstance(value, list):
        return any(map(is_unknown, value))
    return isinstance(value, Unknown)


def is_empty(value: Any) -> bool:
    """Whether the real provider treats a value as left out: a zero number is a value."""
    return value is None or value is False or (isinstance(value, str | list | dict) and not value)
