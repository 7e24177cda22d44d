"""What one push leaves in a repository: an index, its platforms, attestations, signatures.

Owns the shapes that clients push today. Each is what DescribeImages lists afterwards:

- docker and crane push one image manifest under the tag.
- buildx for several platforms, or with provenance or SBOM, pushes an index under the tag; for each
  platform an untagged image, and one untagged attestation manifest with all its statements.
- cosign writes `sha256-<hex>.sig`, an ordinary tag, or an untagged artifact with a `subject`.
- notation and ECR's managed signing write an untagged artifact with a `subject`.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Literal

from ecr_lifecycle.image import Image

Signature = Literal["none", "tags", "referrers"]

ATTESTATION_BYTES: Final = 100_000
"""An attestation of provenance and SBOM, if nothing else is said: statements of some 100 kB."""

SIGNATURE_BYTES: Final = 5_000
"""A signature: a manifest and a payload."""

_STEP: Final = timedelta(milliseconds=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """How a push is made up."""

    platforms: int = 1
    attestations: bool = False
    signature: Signature = "none"

    @property
    def has_index(self) -> bool:
        """Whether the tag is on an index, not on an image."""
        return self.platforms > 1 or self.attestations

    @property
    def entries(self) -> int:
        """How many images of a repository one push is."""
        parts = self.platforms * (2 if self.attestations else 1)
        return parts + self.has_index + (self.signature != "none")


@dataclass(frozen=True, slots=True)
class Part:
    """One image of a push, and what it stores: nothing of its own for an index."""

    image: Image
    kind: Literal["index", "platform", "attestation", "signature"]


def push(
    name: str,
    tags: tuple[str, ...],
    pushed_at: datetime,
    shape: Shape,
    *,
    size_bytes: int = 0,
    attestation_bytes: int = ATTESTATION_BYTES,
) -> tuple[Part, ...]:
    """The images that a push of `shape` under `tags` leaves, in the order in which they come."""
    parts: list[Part] = []

    def add(
        kind: Literal["index", "platform", "attestation", "signature"],
        part: str,
        size: int,
        *,
        tags: tuple[str, ...] = (),
        references: tuple[str, ...] = (),
        subject: str | None = None,
    ) -> None:
        image = Image(
            name=f"{name}{part}",
            tags=tags,
            pushed_at=pushed_at + len(parts) * _STEP,
            references=references,
            subject=subject,
            size_bytes=size,
        )
        parts.append(Part(image, kind))

    if shape.has_index:
        for number in range(1, shape.platforms + 1):
            add("platform", f" platform {number}", size_bytes)
            if shape.attestations:
                add("attestation", f" attestation {number}", attestation_bytes)
        children = tuple(part.image.name for part in parts)
        add("index", "", size_bytes, tags=tags, references=children)
    else:
        add("platform", "", size_bytes, tags=tags)
    if shape.signature == "tags":
        add("signature", " signature", SIGNATURE_BYTES, tags=(signature_tag(name),))
    elif shape.signature == "referrers":
        add("signature", " signature", SIGNATURE_BYTES, subject=name)
    return tuple(parts)


def signature_tag(name: str) -> str:
    """The tag under which cosign looks for the signature of the image `name`."""
    digest = name.partition(":")[2] if name.startswith("sha256:") else ""
    return f"sha256-{digest or hashlib.sha256(name.encode()).hexdigest()}.sig"
