"""The newest image of a repository whose images are read already, and its scan as it is now.

Owns the look of `health` and `report`: they start no scan and wait for none.
"""

from collections.abc import Iterable, Mapping

from ecr_lifecycle.finding import Where
from operations.aws import Aws
from operations.gate.judgement import Rules, Verdict
from operations.gate.platforms import Image, is_runnable, platforms_of
from operations.gate.run import verdict
from operations.gate.scanning import Scanning
from operations.images import Manifest, StoredImage, read_manifests


def newest_of(images: Iterable[StoredImage]) -> StoredImage | None:
    """The newest tagged image that runs; None where there is none."""
    runnable = (
        one
        for one in images
        if one.tags and is_runnable(one.subject or None, one.artifact_type or None, one.tags)
    )
    return max(runnable, key=lambda one: (one.pushed_at, one.digest), default=None)


def scan_of(
    aws: Aws,
    repository: str,
    image: StoredImage,
    manifests: Mapping[str, Manifest],
    scanning: Scanning,
) -> Verdict:
    """What the scan of an image says now, by the gate's own limits. `manifests` are those that
    are read already.

    Raises:
        CouldNotFindOut: it has no result.
    """

    def manifest(digest: str) -> object:
        known = manifests.get(digest) or read_manifests(aws, repository, [digest])[digest]
        return known.value

    where = Where(resource=f"{repository}@{image.digest}")
    if image.is_index:
        platforms = platforms_of(image.digest, where, manifest)
    else:
        platforms = platforms_of(image.digest, where, lambda _: {})
    found = Image("", repository, image.digest, image.tags, image.pushed_at, platforms)
    return verdict(aws, found, scanning, Rules(), deadline=None)
