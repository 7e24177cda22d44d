"""One request at the door and its answer, as values; the body is read as it arrives.

Refuses what can be read in two ways: a body with a length and in chunks, two lengths, a path that
leads elsewhere when it is decoded.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final
from urllib.parse import parse_qs, unquote, urlsplit

from local.aws.oci.chunks import dechunked
from local.aws.oci.errors import Refused

_DRAINED: Final = 64 * 1024


class BodyEndedEarlyError(ConnectionError):
    """The client went away in the middle of a body."""


class Body:
    """The bytes that follow a request's headers, read once."""

    def __init__(self, stream: Any, length: int | None, on_first: Any = None) -> None:
        self._stream = stream
        self._left = length
        self._on_first = on_first
        self.finished = length == 0

    def readinto(self, view: memoryview) -> int:
        """Fills a part of the view; 0 at the end.

        Raises:
            BodyEndedEarlyError: the connection ended before the body did.
        """
        if self.finished:
            return 0
        if self._on_first is not None:
            self._on_first()
            self._on_first = None
        if self._left is not None:
            view = view[: self._left]
        try:
            count = int(self._stream.readinto(view) or 0)
        except (OSError, ValueError) as error:
            if isinstance(error, TimeoutError | ConnectionError):
                raise
            text = "the body is not in chunks, or ends in the middle of one"
            raise Refused(400, "BLOB_UPLOAD_INVALID", text) from error
        if self._left is None:
            self.finished = count == 0
            return count
        if count == 0:
            raise BodyEndedEarlyError("the body is shorter than its Content-Length")
        self._left -= count
        self.finished = self._left == 0
        return count

    def read(self, limit: int, refusal: Refused) -> bytes:
        """The whole body, or the refusal if it is longer than the limit."""
        if self._left is not None and self._left > limit:
            raise refusal
        content = bytearray()
        view = memoryview(bytearray(min(limit + 1, self._left or _DRAINED)))
        while not self.finished:
            content += view[: self.readinto(view)]
            if len(content) > limit:
                raise refusal
        return bytes(content)

    def drain(self) -> bool:
        """Reads what is left of a short body; whether nothing is left."""
        if self._left is not None and self._left <= _DRAINED and self._on_first is None:
            view = memoryview(bytearray(_DRAINED))
            while not self.finished:
                self.readinto(view)
        return self.finished


@dataclass(frozen=True)
class File:
    """A part of a file, as an answer's body."""

    path: Path
    start: int
    count: int


@dataclass(frozen=True)
class Answer:
    """Status, headers, body."""

    status: int
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes | File = b""

    @property
    def length(self) -> int:
        """The number of bytes of the body."""
        return self.body.count if isinstance(self.body, File) else len(self.body)


@dataclass(frozen=True)
class Call:
    """A request. `path` is decoded once; `headers` are in lower case."""

    method: str
    path: str
    queries: Mapping[str, list[str]]
    headers: Mapping[str, str]
    body: Body

    @property
    def query(self) -> Mapping[str, str]:
        """The parameters, of each the last."""
        return {name: texts[-1] for name, texts in self.queries.items()}


def read_call(method: str, target: str, headers: Any, stream: Any, on_first: Any) -> Call:
    """The request that a client sent.

    Raises:
        Refused: its length or its path can be read in two ways.
    """
    names: dict[str, str] = {}
    for name, text in headers.items():
        # One that comes twice is a list (RFC 9110, 5.3), so two hosts are none of ours.
        given = names.get(name.lower())
        names[name.lower()] = text.strip() if given is None else f"{given}, {text.strip()}"
    parts = urlsplit(target)
    path = unquote(parts.path)
    if ".." in path or "\\" in path or "%" in path or not path.isascii() or not path.isprintable():
        raise Refused(400, "NAME_INVALID", "invalid repository name")
    length = _length(names, headers.get_all("Content-Length") or [])
    if length is None:
        stream = dechunked(stream)
    return Call(method, path, parse_qs(parts.query, True), names, Body(stream, length, on_first))


def _length(names: Mapping[str, str], lengths: list[str]) -> int | None:
    """The body's length, None for chunks."""
    coding = names.get("transfer-encoding", "").lower()
    if len(lengths) > 1 or (coding and lengths) or coding not in ("", "chunked"):
        raise Refused(400, "SIZE_INVALID", "the request says twice how long its body is")
    if coding:
        return None
    text = lengths[0].strip() if lengths else "0"
    if not (text.isascii() and text.isdigit()) or len(text) > 18:
        raise Refused(400, "SIZE_INVALID", "Content-Length is not a number of bytes")
    return int(text)
