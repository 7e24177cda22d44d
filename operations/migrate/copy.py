"""Copy the parts of a tag: blobs, then manifests, then a look at what arrived.

Owns the order and what is skipped because it is there. Blobs of one tag go side by side, each in
memory a chunk at a time.
"""

import time
from collections.abc import Iterable
from concurrent.futures import Executor
from dataclasses import dataclass

from ecr_lifecycle.finding import Finding
from operations.failures import CouldNotFindOut
from operations.migrate.tree import Part, parts_of
from operations.oci.blobs import copy_blob, has_blob
from operations.oci.client import Registry
from operations.oci.manifests import Blob, head_manifest, put_manifest


@dataclass(frozen=True)
class Ends:
    """From where to where.

    Attributes:
        source: the registry that has the images.
        repository: their repository there.
        target: the registry that gets them.
        into: their repository there.
    """

    source: Registry
    repository: str
    target: Registry
    into: str


@dataclass(frozen=True)
class Copied:
    """What became of one tag.

    Attributes:
        tag: the tag.
        digest: its digest in the source; empty where it could not be read.
        arrived: its digest in the target afterwards; empty where it did not arrive.
        manifests: how many manifests were put; 0 where all were there.
        bytes: how many bytes of blobs were sent.
        seconds: how long it took.
        failed: why it did not arrive.
        left: signatures and the like that the target refused: the image is whole without them.
    """

    tag: str
    digest: str = ""
    arrived: str = ""
    manifests: int = 0
    bytes: int = 0
    seconds: float = 0.0
    failed: tuple[Finding, ...] = ()
    left: tuple[Finding, ...] = ()

    @property
    def is_whole(self) -> bool:
        """Whether source and target have the same digest under the tag."""
        return bool(self.digest) and self.digest == self.arrived


def copy_tag(ends: Ends, tag: str, tags: frozenset[str], pool: Executor) -> Copied:
    """Copy one tag with all that belongs to it. A tag that is there with its digest is looked at
    all the same: a signature may have come since.
    """
    start = time.monotonic()
    digest = ""
    try:
        parts = parts_of(ends.source, ends.repository, tag, tags)
        digest = next(part.document.digest for part in parts if part.tag == tag)
        manifests, sent, left = _copy(ends, parts, pool)
        arrived = head_manifest(ends.target, ends.into, tag) or ""
    except CouldNotFindOut as error:
        seconds = time.monotonic() - start
        return Copied(tag, digest=digest, seconds=seconds, failed=error.findings)
    return Copied(
        tag=tag,
        digest=digest,
        arrived=arrived,
        manifests=manifests,
        bytes=sent,
        seconds=time.monotonic() - start,
        left=tuple(left),
    )


def _copy(ends: Ends, parts: Iterable[Part], pool: Executor) -> tuple[int, int, list[Finding]]:
    manifests, sent = 0, 0
    left: list[Finding] = []
    for part in parts:
        document = part.document
        try:
            there = head_manifest(ends.target, ends.into, document.digest) == document.digest
            if not there:
                sent += sum(pool.map(lambda blob: _blob(ends, blob), _once(part.blobs)))
                put_manifest(ends.target, ends.into, document.digest, document)
                manifests += 1
            if part.tag and head_manifest(ends.target, ends.into, part.tag) != document.digest:
                put_manifest(ends.target, ends.into, part.tag, document)
                manifests += 1
        except CouldNotFindOut as error:
            if not part.optional:
                raise
            left += error.findings
    return manifests, sent, left


def _once(blobs: Iterable[Blob]) -> list[Blob]:
    return list({blob.digest: blob for blob in blobs}.values())


def _blob(ends: Ends, blob: Blob) -> int:
    if has_blob(ends.target, ends.into, blob.digest):
        return 0
    copy_blob(ends.source, ends.repository, ends.target, ends.into, blob)
    return blob.size
