"""The images of a repository, and which of them hang together.

Owns the reading of DescribeImages and of the manifests that say which image is a part of which
index. Source: ECR API reference, DescribeImages (1,000 a page), BatchGetImage (100 a call, failures
apart).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import msgspec

from ecr_lifecycle.finding import Where
from operations.aws import Aws
from operations.batches import batched
from operations.failures import asking, unknown
from operations.media_types import INDEX_TYPES, MANIFEST_TYPES

_PAGE = 1000
_BATCH = 100


@dataclass(frozen=True)
class StoredImage:
    """One entry of a repository.

    Attributes:
        digest: `sha256:...`.
        tags: its tags.
        pushed_at: when it was pushed last, aware.
        pulled_at: when it was pulled last, at a precision of 24 hours; None if never.
        size: bytes, compressed; an index's is its largest child's.
        media_type: the manifest's.
        artifact_type: what it holds, where the manifest says.
        subject: the digest that it is about: a signature's, an attestation's; or empty.
    """

    digest: str
    tags: tuple[str, ...]
    pushed_at: datetime
    pulled_at: datetime | None
    size: int
    media_type: str
    artifact_type: str
    subject: str

    @property
    def is_index(self) -> bool:
        """Whether it lists other images."""
        return self.media_type in INDEX_TYPES


def read_images(aws: Aws, repository: str, registry: str | None = None) -> list[StoredImage]:
    """Every active image of a repository; `registry` is the account, where it is another.

    Raises:
        CouldNotFindOut: they may not be read.
    """
    with asking(Where(resource=repository), "ecr:DescribeImages"):
        pages = (
            aws.client("ecr")
            .get_paginator("describe_images")
            .paginate(
                repositoryName=repository,
                PaginationConfig={"PageSize": _PAGE},
                **_registry(registry),
            )
        )
        return [_image(detail) for page in pages for detail in page["imageDetails"]]


def _registry(account: str | None) -> dict[str, str]:
    return {"registryId": account} if account else {}


def _image(detail: Mapping[str, Any]) -> StoredImage:
    return StoredImage(
        digest=str(detail["imageDigest"]),
        tags=tuple(detail.get("imageTags", ())),
        pushed_at=detail["imagePushedAt"],
        pulled_at=detail.get("lastRecordedPullTime"),
        size=int(detail.get("imageSizeInBytes", 0)),
        media_type=str(detail.get("imageManifestMediaType", "")),
        artifact_type=str(detail.get("artifactMediaType", "")),
        subject=str(detail.get("subjectManifestDigest", "")),
    )


@dataclass(frozen=True)
class Manifest:
    """A manifest as the registry stores it.

    Attributes:
        digest: its digest.
        media_type: its media type.
        text: the bytes, as text: what is put again must be these very ones.
    """

    digest: str
    media_type: str
    text: str

    @property
    def children(self) -> tuple[str, ...]:
        """The digests that an index lists; none for an image."""
        return tuple(str(child["digest"]) for child in self.value.get("manifests") or ())

    @property
    def value(self) -> Any:
        """The manifest as JSON says it."""
        value = msgspec.json.decode(self.text)
        return value if isinstance(value, dict) else {}


def read_manifests(
    aws: Aws, repository: str, digests: Iterable[str], registry: str | None = None
) -> dict[str, Manifest]:
    """The manifests of images, by digest.

    Raises:
        CouldNotFindOut: one of them is not given.
    """
    found: dict[str, Manifest] = {}
    for batch in batched(digests, _BATCH):
        with asking(Where(resource=repository), "ecr:BatchGetImage"):
            answer = aws.client("ecr").batch_get_image(
                repositoryName=repository,
                imageIds=[{"imageDigest": digest} for digest in batch],
                acceptedMediaTypes=[*INDEX_TYPES, *MANIFEST_TYPES],
                **_registry(registry),
            )
        for image in answer.get("images", ()):
            digest = str(image["imageId"]["imageDigest"])
            media_type = str(image.get("imageManifestMediaType", ""))
            found[digest] = Manifest(digest, media_type, str(image["imageManifest"]))
        missing = [digest for digest in batch if digest not in found]
        if missing:
            reasons = {
                str(failure.get("failureReason", failure.get("failureCode")))
                for failure in answer.get("failures", ())
            }
            raise unknown(
                "no-manifest",
                Where(resource=f"{repository}@{missing[0]}"),
                f"{len(missing)} manifests were not given: {'; '.join(sorted(reasons))}",
                "run it again; an image may have gone meanwhile",
            )
    return found


def kept_with(
    wanted: Iterable[str], images: Iterable[StoredImage], manifests: Mapping[str, Manifest]
) -> set[str]:
    """The wanted digests with all that hangs on them: the children of an index, the index of a
    child, the signatures and attestations about any of them.
    """
    listed = list(images)
    links: dict[str, set[str]] = {}
    for manifest in manifests.values():
        for child in manifest.children:
            links.setdefault(manifest.digest, set()).add(child)
            links.setdefault(child, set()).add(manifest.digest)
    for image in listed:
        if image.subject:
            links.setdefault(image.subject, set()).add(image.digest)
        for tag in image.tags:
            if tag.startswith("sha256-"):
                subject = "sha256:" + tag.removeprefix("sha256-").partition(".")[0]
                links.setdefault(subject, set()).add(image.digest)
    kept, rest = set[str](), list(wanted)
    while rest:
        digest = rest.pop()
        if digest not in kept:
            kept.add(digest)
            rest += links.get(digest, ())
    return kept
