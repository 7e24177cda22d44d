"""Copy the parts of a tag: blobs, then manifests, then a look at what arrived.

Owns the order and what is skipped because it is there. Blobs of one tag go side by side, each in
memory a chunk at a time.
"""

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from ecr_lifecycle.finding import Finding
from operations.failures import CouldNotFindOut
from operations.migrate.blobs import Blobs
from operations.migrate.ends import Ends
from operations.migrate.tree import Part
from operations.oci.manifests import head_manifest, put_manifest


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


def copy_tag(ends: Ends, tag: str, read: Callable[[], tuple[Part, ...]], blobs: Blobs) -> Copied:
    """Copy one tag with all that belongs to it, which `read` gives. A tag that is there with its
    digest is looked at all the same: a signature may have come since.
    """
    start = time.monotonic()
    digest = ""
    try:
        parts = read()
        digest = next(part.document.digest for part in parts if part.tag == tag)
        arrived, manifests, sent, left = _copy(ends, tag, parts, blobs)
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


def _copy(
    ends: Ends, tag: str, parts: Iterable[Part], blobs: Blobs
) -> tuple[str, int, int, list[Finding]]:
    arrived, manifests, sent = "", 0, 0
    left: list[Finding] = []
    for part in parts:
        digest = part.document.digest
        try:
            lacked = blobs.there.lacks(digest)
            there = not lacked and head_manifest(ends.target, ends.into, digest) == digest
            if not there:
                sent += blobs.bring(part.blobs)
            at = _digest_of(ends, part) if there and part.tag else ""
            if not there or (part.tag and at != digest):
                at = _put(ends, part)
                manifests += 1
            if part.tag == tag:
                arrived = at
        except CouldNotFindOut as error:
            if not part.optional:
                raise
            left += error.findings
    return arrived, manifests, sent, left


def _digest_of(ends: Ends, part: Part) -> str:
    return head_manifest(ends.target, ends.into, part.tag) or ""


def _put(ends: Ends, part: Part) -> str:
    """Put a manifest under its tag, or its digest; the digest that the target says it has then.

    A connection that drops after the manifest is stored has it put once more, and an immutable
    repository refuses that: ECR API reference, PutImage, ImageTagAlreadyExistsException.
    """
    reference = part.tag or part.document.digest
    try:
        told = put_manifest(ends.target, ends.into, reference, part.document)
    except CouldNotFindOut:
        if not part.tag or _digest_of(ends, part) != part.document.digest:
            raise
        return part.document.digest
    return told or head_manifest(ends.target, ends.into, reference) or ""
