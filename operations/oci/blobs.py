"""Blobs, from one registry into another as a stream.

Owns the copy of one blob: one GET, one POST and one PUT. ECR keeps several PATCHes in order but
answers a `Range` that stays at the first chunk, so a client that trusts it sends the wrong bytes:
one request a blob needs no Range. A stream that breaks starts again from its beginning.
"""

import hashlib
from collections.abc import Iterator
from typing import Final
from urllib.parse import urlsplit, urlunsplit

from urllib3.response import BaseHTTPResponse

from operations.oci.client import CHUNK, Registry
from operations.oci.manifests import Blob

_CREATED: Final = (201,)


def has_blob(registry: Registry, repository: str, digest: str) -> bool:
    """Whether a repository holds a blob."""
    answer = registry.ask(
        "HEAD", f"/v2/{repository}/blobs/{digest}", repository=repository, accept=(200, 404)
    )
    answer.drain_conn()
    return answer.status == 200


def copy_blob(source: Registry, from_: str, target: Registry, to: str, blob: Blob) -> None:
    """Copy a blob; the target checks its digest, and so does the stream.

    Raises:
        CouldNotFindOut: a registry refuses it, or the source's bytes are others.
    """

    def upload() -> str:
        answer = target.ask(
            "POST",
            f"/v2/{to}/blobs/uploads/",
            repository=to,
            actions="pull,push",
            accept=(202,),
            headers={"Content-Length": "0"},
        )
        answer.drain_conn()
        return _with_digest(str(answer.headers["location"]), blob.digest)

    def stream() -> Iterator[bytes]:
        answer = source.ask("GET", f"/v2/{from_}/blobs/{blob.digest}", repository=from_)
        return _checked(answer, blob.digest)

    target.ask(
        "PUT",
        upload,
        repository=to,
        actions="pull,push",
        accept=_CREATED,
        headers={"Content-Type": "application/octet-stream", "Content-Length": str(blob.size)},
        body=stream,
    ).drain_conn()


def _with_digest(location: str, digest: str) -> str:
    parts = urlsplit(location)
    query = f"{parts.query}&digest={digest}" if parts.query else f"digest={digest}"
    return urlunsplit(parts._replace(query=query))


def _checked(answer: BaseHTTPResponse, digest: str) -> Iterator[bytes]:
    """An answer's body, hashed as it is read.

    Raises:
        OSError: the bytes are others than were promised.
    """
    seen = hashlib.sha256()
    try:
        for chunk in answer.stream(CHUNK, decode_content=False):
            seen.update(chunk)
            yield chunk
    finally:
        answer.release_conn()
    if f"sha256:{seen.hexdigest()}" != digest:
        raise OSError("the source's bytes are not what the digest says")
