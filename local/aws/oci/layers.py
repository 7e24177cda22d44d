"""Which repository has which layer, and the uploads on their way there.

moto keeps the digests and sizes of a repository's layers; the bytes are in the store. ECR API
reference: InitiateLayerUpload, UploadLayerPart (parts of 5 to 10 MiB but for the last, 4,200 of
them), CompleteLayerUpload. ECR user guide, quotas: a layer has at most 52,000 MiB.
"""

from collections.abc import Iterable, Iterator
from typing import Any, Final

from moto.ecr.models import ecr_backends

from local.aws.oci import manifest, site
from local.aws.oci.storage import Upload

MAX_BYTES: Final = 52_000 * 1024 * 1024
MAX_PARTS: Final = 4_200


def key(backend: Any, name: str) -> tuple[str, str, str]:
    """The repository that an upload belongs to."""
    return backend.account_id, backend.region_name, name


def publish(repository: Any, upload: Upload) -> str:
    """The upload becomes a layer of the repository."""
    store = site.here().store
    with store.publishing:
        digest = store.publish(upload)
        repository.layers[digest] = upload.size
    return digest


def mount(repository: Any, digest: str, size: int) -> bool:
    """A layer that another repository has becomes one of this repository too, if it still is."""
    store = site.here().store
    with store.publishing:
        if store.size(digest) is None:
            return False
        repository.layers[digest] = size
    return True


def is_used(repository: Any, digest: str) -> bool:
    """Whether an image of the repository has the layer."""
    return any(digest in blobs_of(image) for image in list(repository.images))


def blobs_of(image: Any) -> tuple[str, ...]:
    """The layers and the configuration of an image."""
    read = manifest.read(image.image_manifest, image.image_manifest_media_type)
    return read.blobs


def release(repository: Any, gone: Iterable[Any]) -> None:
    """Takes from a repository the layers that only the images that are gone had, and frees them."""
    candidates = {digest for image in gone for digest in blobs_of(image)}
    if candidates:
        kept = {digest for image in repository.images for digest in blobs_of(image)}
        drop(repository, candidates - kept)


def drop(repository: Any, digests: Iterable[str]) -> None:
    """Takes layers from a repository; what no repository has any more is freed."""
    store = site.here().store
    with store.publishing:
        dropped = [digest for digest in digests if repository.layers.pop(digest, None) is not None]
        others = list(repositories())
        store.free(
            digest
            for digest in dropped
            if not any(digest in other.layers for other in others if other is not repository)
        )


def repositories() -> Iterator[Any]:
    """The repositories of all accounts and Regions."""
    for account in list(ecr_backends.values()):
        for backend in list(account.values()):
            yield from list(backend.repositories.values())
