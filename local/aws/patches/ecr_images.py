"""An image's digest, size and tags are what ECR makes of its manifest.

ECR API reference: `imageDigest` is the SHA-256 of the manifest, and a push that names another one
fails; `imageSizeInBytes` is the size of all layers and the configuration. A mutable tag that
moves leaves the old image untagged. A push to a missing repository is RepositoryNotFoundException.
moto makes a digest of the layers' digests, measures the configuration alone, deletes the old image
and fails.

Not AWS, but for tests that need old images: the annotation `local-aws.pushed-at` of a manifest, an
ISO 8601 time, becomes the image's `imagePushedAt`.
"""

import hashlib
import json
from datetime import datetime
from typing import Any

from moto.core.exceptions import JsonRESTError
from moto.ecr.models import ECRBackend, Image

PUSHED_AT = "local-aws.pushed-at"


def patch() -> None:
    """Replaces how moto stores and measures an image."""
    store = ECRBackend.put_image

    def put_image(
        backend: Any,
        repository_name: str,
        image_manifest: str,
        image_tag: str,
        image_manifest_mediatype: str | None = None,
        digest: str | None = None,
    ) -> Any:
        repository = backend._get_repository(repository_name)
        real = _digest(image_manifest, digest)
        backend._resolve_image_tag_mutability(repository, image_tag)
        _untag(repository, image_tag, but=image_manifest)
        image = store(
            backend, repository_name, image_manifest, image_tag, image_manifest_mediatype, real
        )
        pushed = _manifest(image).get("annotations", {}).get(PUSHED_AT)
        if pushed:
            image.image_pushed_at = int(datetime.fromisoformat(pushed).timestamp())
        return image

    ECRBackend.put_image = put_image
    Image.get_image_size_in_bytes = _size


def _digest(manifest: str, claimed: str | None) -> str:
    digest = "sha256:" + hashlib.sha256(manifest.encode()).hexdigest()
    if claimed and claimed != digest:
        raise JsonRESTError(
            "ImageDigestDoesNotMatchException",
            f"The specified image digest {claimed} does not match the manifest's, {digest}",
        )
    return digest


def _untag(repository: Any, tag: str | None, but: str) -> None:
    """Takes a tag off the image that has it, unless that is the one being pushed."""
    for image in repository.images:
        if tag in image.image_tags and image.image_manifest != but:
            image.remove_tag(tag)
            image.image_tag = image.image_tags[-1] if image.image_tags else None


def _size(image: Any) -> int | None:
    manifest = _manifest(image)
    if "layers" not in manifest:
        return None
    layers = sum(int(layer.get("size", 0)) for layer in manifest["layers"])
    return int(manifest.get("config", {}).get("size", 0)) + layers


def _manifest(image: Any) -> dict[str, Any]:
    manifest: dict[str, Any] = json.loads(image.image_manifest)
    return manifest
