"""The door of the plug-in: Pulumi's property values become plain ones here, once, and go out here.

Inside there are only plain values in the form that their schema wants. What was a secret is known
by name, and its texts are known so that no message shows them.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

import pulumi
from pulumi.provider.experimental.property_value import Computed, PropertyValue, ResourceReference

from local.provider.kinds import coerce
from local.provider.schema import Kind
from local.provider.values import UNKNOWN, Plain, Unknown

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
#: Shorter texts than this are in every message by chance.
_SHORTEST_SECRET = 4
Properties = Mapping[str, PropertyValue]


@dataclass
class Decoded:
    """What a request says of one object: null properties are left out.

    Attributes:
        values: the properties as their kinds want them.
        secret: the properties that are, or hold, a secret; a secret tag makes all the tags one.
        hidden: every text inside a secret, which no message may show.
        reformed: the properties that arrived in another form.
    """

    values: Plain = field(default_factory=dict)
    secret: set[str] = field(default_factory=set)
    hidden: set[str] = field(default_factory=set)
    reformed: set[str] = field(default_factory=set)


def decode(sent: Properties, kinds: Mapping[str, Kind] | None = None) -> Decoded:
    """Properties as plain values, and what of them is secret."""
    decoded = Decoded()
    for name, item in sent.items():
        if item.value is not None:
            reader = _Reader()
            arrived = reader.plain(item, secret=False)
            value = coerce((kinds or {}).get(name, "any"), arrived)
            decoded.values[name] = value
            decoded.hidden |= reader.hidden
            if reader.found_secret:
                decoded.secret |= {name, "tagsAll"} if name == "tags" else {name}
            if value != arrived:
                decoded.reformed.add(name)
    return decoded


class _Reader:
    """Takes one property apart, and remembers what of it is secret."""

    def __init__(self) -> None:
        self.hidden: set[str] = set()
        self.found_secret = False

    def plain(self, value: PropertyValue, *, secret: bool) -> Any:
        """A value without its secret and dependency marks."""
        secret = secret or value.is_secret
        self.found_secret = self.found_secret or secret
        inner = value.value
        if isinstance(inner, Computed) or (isinstance(inner, str) and inner in _SENTINELS):
            return UNKNOWN
        if isinstance(inner, ResourceReference):
            identity = inner.resource_id
            return UNKNOWN if identity is None else self.plain(identity, secret=secret)
        if isinstance(inner, Mapping):
            return {key: self.plain(item, secret=secret) for key, item in inner.items()}
        if isinstance(inner, str):
            if secret and len(inner) >= _SHORTEST_SECRET:
                self.hidden.add(inner)
            return inner
        if isinstance(inner, float | bool | None | pulumi.Asset | pulumi.Archive):
            return inner
        return [self.plain(item, secret=secret) for item in inner]


def encode(values: Mapping[str, Any], secret: Collection[str] = ()) -> dict[str, PropertyValue]:
    """Properties to send, those named in `secret` marked so; null ones are left out."""
    return {
        key: encoded(item).with_secret(key in secret)
        for key, item in values.items()
        if item is not None
    }


def encoded(value: Any) -> PropertyValue:
    """A plain value as a property value; UNKNOWN as the text that stands for it on the wire."""
    if isinstance(value, Unknown):
        return PropertyValue(SENTINEL)
    if isinstance(value, Mapping):
        return PropertyValue({str(key): encoded(item) for key, item in value.items()})
    if isinstance(value, list | tuple | set | frozenset):
        return PropertyValue([encoded(item) for item in value])
    if isinstance(value, int) and not isinstance(value, bool):
        return PropertyValue(float(value))
    return PropertyValue(value)
