"""CBOR as Smithy's RPC v2 protocol uses it, both ways.

RFC 8949: integers, floats, texts, bytes, lists, maps (with and without a length), simple values,
tags. Smithy specification, "Smithy RPC v2 CBOR": a timestamp is tag 1 with seconds since the epoch;
here it is `Epoch`. Refuses what nests deeper than any of AWS's shapes.
"""

import struct
from typing import Any, Final

_DEEPEST: Final = 64
_BREAK: Final = object()
_EPOCH_TAG: Final = 1


class CborError(ValueError):
    """The bytes are no CBOR."""


class Epoch(float):
    """Seconds since the epoch that are a timestamp."""


def decode(content: bytes) -> Any:
    """The value of the bytes, a timestamp as its seconds."""
    try:
        return _Reader(content).value(0)
    except (TypeError, UnicodeDecodeError) as error:
        raise CborError(str(error)) from None


def encode(value: Any) -> bytes:
    """The bytes of a value."""
    parts: list[bytes] = []
    _write(value, parts)
    return b"".join(parts)


class _Reader:
    def __init__(self, content: bytes) -> None:
        self._content = content
        self._at = 0

    def _take(self, count: int) -> bytes:
        part = self._content[self._at : self._at + count]
        if len(part) != count:
            raise CborError("the bytes end early")
        self._at += count
        return part

    def value(self, depth: int) -> Any:
        if depth > _DEEPEST:
            raise CborError("nested too deeply")
        kind, more = divmod(self._take(1)[0], 32)
        if kind == 7:
            return self._simple(more)
        if more == 31:
            return self._endless(kind, depth)
        number = self._number(more)
        match kind:
            case 0:
                return number
            case 1:
                return -1 - number
            case 2:
                return self._take(number)
            case 3:
                return self._take(number).decode()
            case 4:
                return [self.value(depth + 1) for _ in range(number)]
            case 5:
                return {self.value(depth + 1): self.value(depth + 1) for _ in range(number)}
        return self.value(depth + 1)  # of a tag only the value counts

    def _number(self, more: int) -> int:
        if more < 24:
            return more
        if more > 27:
            raise CborError("a reserved length")
        return int.from_bytes(self._take(1 << (more - 24)), "big")

    def _simple(self, more: int) -> Any:
        match more:
            case 20 | 21:
                return more == 21
            case 22 | 23:
                return None
            case 25:
                return struct.unpack(">e", self._take(2))[0]
            case 26:
                return struct.unpack(">f", self._take(4))[0]
            case 27:
                return struct.unpack(">d", self._take(8))[0]
            case 31:
                return _BREAK
        raise CborError("a simple value that has no meaning")

    def _endless(self, kind: int, depth: int) -> Any:
        items: list[Any] = []
        while (item := self.value(depth + 1)) is not _BREAK:
            items.append(item)
        match kind:
            case 2:
                return b"".join(items)
            case 3:
                return "".join(items)
            case 4:
                return items
            case 5 if len(items) % 2 == 0:
                return dict(zip(items[::2], items[1::2], strict=True))
        raise CborError("an endless value that can't be one")


def _write(value: Any, parts: list[bytes]) -> None:
    match value:
        case None | True | False:
            parts.append({None: b"\xf6", True: b"\xf5", False: b"\xf4"}[value])
        case float():
            tag = _head(6, _EPOCH_TAG) if isinstance(value, Epoch) else b""
            parts.append(tag + struct.pack(">Bd", 0xFB, value))
        case int():
            parts.append(_head(0, value) if value >= 0 else _head(1, -1 - value))
        case bytes():
            parts.append(_head(2, len(value)) + value)
        case str():
            content = value.encode()
            parts.append(_head(3, len(content)) + content)
        case list() | tuple():
            parts.append(_head(4, len(value)))
            for item in value:
                _write(item, parts)
        case dict():
            parts.append(_head(5, len(value)))
            for name, item in value.items():
                _write(name, parts)
                _write(item, parts)
        case _:
            raise TypeError(f"{type(value).__name__} has no place in CBOR")


def _head(kind: int, number: int) -> bytes:
    if number < 24:
        return bytes([kind << 5 | number])
    for more, size in ((24, 1), (25, 2), (26, 4), (27, 8)):
        if number < 1 << (8 * size):
            return bytes([kind << 5 | more]) + number.to_bytes(size, "big")
    raise OverflowError(number)
