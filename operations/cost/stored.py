"""What a repository stores: each blob once, and what the sizes of images add up to.

Source: ECR pricing page (storage is of the data in private repositories); ECR user guide, "Private
repositories": layers are shared within a repository. The sum of the images' sizes, which
DescribeImages gives, counts a shared layer with every image that has it.
"""

from collections.abc import Collection, Iterable, Mapping

from operations.images import Manifest, StoredImage


def after(
    images: Collection[StoredImage], manifests: Mapping[str, Manifest], gone: Collection[str]
) -> int:
    """The bytes that stay when some images go: a layer stays while one image has it."""
    return unique_bytes(manifests[image.digest] for image in images if image.digest not in gone)


def unique_bytes(manifests: Iterable[Manifest]) -> int:
    """The bytes of manifests and of what they name, each blob once."""
    blobs: dict[str, int] = {}
    for manifest in manifests:
        blobs[manifest.digest] = len(manifest.text.encode())
        value = manifest.value
        for blob in (value.get("config"), *(value.get("layers") or ())):
            if isinstance(blob, dict) and "digest" in blob:
                blobs[str(blob["digest"])] = int(blob.get("size", 0))
    return sum(blobs.values())
