"""What images reference, read from their manifests.

DescribeImages never says which images a manifest list references, so an evaluation without the
manifests takes a multi-architecture image's parts for leftovers. A manifest's digest is the
SHA-256 of its bytes (OCI distribution), so a raw manifest needs no name.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from ecr_lifecycle.inventory.fields import InvalidImages


@dataclass(frozen=True, slots=True)
class Links:
    """By digest: the digests that a manifest list references, and an artifact's subject."""

    _references: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    _subjects: Mapping[str, str] = field(default_factory=dict)

    def references(self, digest: str | None) -> tuple[str, ...]:
        """What the manifest list `digest` references."""
        return self._references.get(digest or "", ())

    def subject(self, digest: str | None) -> str | None:
        """What the artifact `digest` refers to."""
        return self._subjects.get(digest or "")


NO_LINKS: Final = Links()


def read_manifests(documents: Iterable[bytes]) -> Links:
    """The links in `documents`: raw manifests, outputs of `aws ecr batch-get-image`, or objects
    of manifests by digest.

    Raises `InvalidImages` for a document that is none of these.
    """
    references: dict[str, tuple[str, ...]] = {}
    subjects: dict[str, str] = {}
    for document in documents:
        for digest, manifest in _manifests(document):
            references[digest] = tuple(_digests(manifest.get("manifests")))
            for subject in _digests([manifest.get("subject")]):
                subjects[digest] = subject
    return Links(references, subjects)


def _manifests(document: bytes) -> Iterable[tuple[str, dict[str, Any]]]:
    value = _load(document)
    if "schemaVersion" in value or "mediaType" in value:
        yield f"sha256:{hashlib.sha256(document).hexdigest()}", value
    elif isinstance(value.get("images"), list):
        for image in value["images"]:
            if isinstance(image, dict) and isinstance(image.get("imageId"), dict):
                yield str(image["imageId"].get("imageDigest")), _object(image.get("imageManifest"))
    else:
        for digest, manifest in value.items():
            yield digest, _object(manifest)


def _object(manifest: Any) -> dict[str, Any]:
    if isinstance(manifest, str):
        return _load(manifest.encode())
    return manifest if isinstance(manifest, dict) else {}


def _load(document: bytes) -> dict[str, Any]:
    try:
        value = json.loads(document)
    except (ValueError, RecursionError) as error:
        raise InvalidImages((f"A manifest is not JSON: {error}.",)) from error
    if not isinstance(value, dict):
        raise InvalidImages(("A manifest is not a JSON object.",))
    return value


def _digests(descriptors: Any) -> Iterable[str]:
    for descriptor in descriptors if isinstance(descriptors, list) else []:
        if isinstance(descriptor, dict) and isinstance(descriptor.get("digest"), str):
            yield descriptor["digest"]
