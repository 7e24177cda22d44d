"""A body in chunks, read to its end or not at all.

werkzeug's reader takes the end of the connection for the rest of a chunk, so a client that dies in
the middle would give as many zeros as it had promised, without end.
"""

from typing import Any


def dechunked(stream: Any) -> Any:
    """The bytes of a body in chunks.

    Args:
        stream: the connection, behind the headers.
    """
    from werkzeug.serving import DechunkedInput

    return DechunkedInput(_Whole(stream))  # type: ignore[arg-type]


class _Whole:
    def __init__(self, stream: Any) -> None:
        self._stream = stream

    def read(self, size: int) -> bytes:
        """All of it.

        Raises:
            OSError: the connection ended before.
        """
        found: bytes = self._stream.read(size)
        if len(found) < size:
            raise OSError("it ends in the middle of a chunk")
        return found

    def readline(self, limit: int) -> bytes:
        """A chunk's length, or its end."""
        found: bytes = self._stream.readline(limit)
        return found
