"""What a manifest says: layers, children, subject, artifact type. Read, never written.

Sources: OCI image specification, "Image Manifest" and "Image Index"; Docker's manifest v2 schema 2
and manifest list, which have the same members.
"""

import json
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

OCI_IMAGE: Final = "application/vnd.oci.image.manifest.v1+json"
OCI_INDEX: Final = "application/vnd.oci.image.index.v1+json"
DOCKER_IMAGE: Final = "application/vnd.docker.distribution.manifest.v2+json"
DOCKER_LIST: Final = "application/vnd.docker.distribution.manifest.list.v2+json"
IMAGES: Final = frozenset({OCI_IMAGE, DOCKER_IMAGE})
INDEXES: Final = frozenset({OCI_INDEX, DOCKER_LIST})
#: ECR's quota on a manifest (botocore: PutImage.imageManifest, 4 MiB).
MAX_BYTES: Final = 4 * 1024 * 1024

_TO_OCI: Final = {
    DOCKER_IMAGE: OCI_IMAGE,
    "application/vnd.docker.container.image.v1+json": "application/vnd.oci.image.config.v1+json",
    "application/vnd.docker.image.rootfs.diff.tar.gzip": (
        "application/vnd.oci.image.layer.v1.tar+gzip"
    ),
    "application/vnd.docker.image.rootfs.diff.tar": "application/vnd.oci.image.layer.v1.tar",
}
_TO_DOCKER: Final = {oci: docker for docker, oci in _TO_OCI.items()}


class ManifestError(ValueError):
    """It is no manifest; the text says why."""


@dataclass(frozen=True)
class Manifest:
    """One manifest or index.

    `blobs` are the configuration and the layers that must be in the repository, `sizes` what the
    manifest says of each; those that may lie elsewhere (with `urls`) are left out. `size` is the
    sum of all.
    """

    media_type: str
    blobs: tuple[str, ...] = ()
    sizes: tuple[int, ...] = ()
    children: tuple[str, ...] = ()
    subject: str | None = None
    artifact_type: str | None = None
    annotations: tuple[tuple[str, str], ...] = ()
    size: int = 0
    has_extensions: bool = False

    @property
    def is_index(self) -> bool:
        """Whether it lists images instead of layers."""
        return self.media_type in INDEXES


@lru_cache(maxsize=256)
def read(text: str, media_type: str | None = None) -> Manifest:
    """The manifest in a text.

    Args:
        text: its JSON.
        media_type: what whoever sent it calls it; the manifest's own word counts first.

    Raises:
        ManifestError: it is none.
    """
    try:
        body = json.loads(text)
    except (ValueError, RecursionError):
        raise ManifestError("Invalid JSON syntax") from None
    if not isinstance(body, dict):
        raise ManifestError("Invalid JSON syntax")
    kind = _kind(body, media_type)
    try:
        return _index(body, kind) if kind in INDEXES else _image(body, kind)
    except (KeyError, TypeError, ValueError, AttributeError):
        raise ManifestError("Invalid JSON syntax") from None


def converted(text: str, media_type: str) -> str | None:
    """The same image as the other of the two types; None if it can't be said there.

    ECR user guide, "Container image manifest format support": of Docker's schema 2 and OCI, ECR
    makes the one that the client asks for.
    """
    table = _TO_OCI if media_type == OCI_IMAGE else _TO_DOCKER
    body = json.loads(text)
    if body.get("subject") or body.get("artifactType"):
        return None
    parts = [body, body["config"], *body["layers"]]
    parts[0].setdefault("mediaType", OCI_IMAGE if media_type == DOCKER_IMAGE else DOCKER_IMAGE)
    if not all(part.get("mediaType") in table for part in parts):
        return None
    for part in parts:
        part["mediaType"] = table[part["mediaType"]]
    return json.dumps(body, indent=3)


def _kind(body: dict[str, Any], media_type: str | None) -> str:
    kind = body.get("mediaType") or media_type
    if kind is None:
        kind = OCI_INDEX if "manifests" in body else OCI_IMAGE
    if kind not in IMAGES | INDEXES:
        raise ManifestError("Unsupported media type")
    if ("manifests" in body) != (kind in INDEXES):
        raise ManifestError("Invalid JSON syntax")
    return str(kind)


def _image(body: dict[str, Any], kind: str) -> Manifest:
    config, layers = body["config"], _listed(body, "layers")
    here = [config, *(layer for layer in layers if not layer.get("urls"))]
    sizes = {_digest(part): _size(part) for part in here}
    return Manifest(
        media_type=kind,
        blobs=tuple(sizes),
        sizes=tuple(sizes.values()),
        subject=_subject(body),
        artifact_type=_text(body.get("artifactType")) or _text(config.get("mediaType")),
        annotations=_annotations(body),
        size=sum(_size(part) for part in (config, *layers)),
        has_extensions="annotations" in config,
    )


def _index(body: dict[str, Any], kind: str) -> Manifest:
    listed = _listed(body, "manifests")
    return Manifest(
        media_type=kind,
        children=tuple(dict.fromkeys(_digest(part) for part in listed)),
        subject=_subject(body),
        artifact_type=_text(body.get("artifactType")),
        annotations=_annotations(body),
        has_extensions=any("features" in (part.get("platform") or {}) for part in listed),
    )


def _subject(body: dict[str, Any]) -> str | None:
    subject = body.get("subject")
    return _digest(subject) if subject is not None else None


def _digest(descriptor: dict[str, Any]) -> str:
    digest = descriptor["digest"]
    if not isinstance(digest, str):
        raise TypeError(digest)
    return digest


def _listed(body: dict[str, Any], member: str) -> list[dict[str, Any]]:
    found = body[member]
    if not isinstance(found, list):
        raise TypeError(found)
    return found


def _annotations(body: dict[str, Any]) -> tuple[tuple[str, str], ...]:
    return tuple((str(name), str(text)) for name, text in (body.get("annotations") or {}).items())


def _text(value: Any) -> str | None:
    if value is not None and not isinstance(value, str):
        raise TypeError(value)
    return value or None


def _size(descriptor: dict[str, Any]) -> int:
    size = descriptor.get("size", 0)
    if isinstance(size, bool) or not isinstance(size, int) or size < 0:
        raise ValueError(size)
    return size
