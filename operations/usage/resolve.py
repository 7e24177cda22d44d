"""From uses to the digests of a repository that are in use. Pure.

A use by tag means the image that has the tag now. A use of another account's or Region's registry
of
the same name counts too: a replica is pulled under its own host, and an image in use too much costs
less than one too few.
"""

from collections.abc import Iterable, Mapping

from operations.images import Manifest, StoredImage, kept_with
from operations.usage.use import Use


def by_repository(uses: Iterable[Use]) -> dict[str, list[Use]]:
    """The uses of each repository: of a large registry one repository has few."""
    found: dict[str, list[Use]] = {}
    for use in uses:
        found.setdefault(use.image.repository, []).append(use)
    return found


def in_use(
    uses: Iterable[Use],
    repository: str,
    images: Iterable[StoredImage],
    manifests: Mapping[str, Manifest],
) -> dict[str, list[Use]]:
    """The digests in use with who uses them; what only hangs on one has an empty list."""
    listed = list(images)
    by_tag = {tag: image.digest for image in listed for tag in image.tags}
    found: dict[str, list[Use]] = {}
    for use in sorted(uses):
        if use.image.repository != repository:
            continue
        for digest in {use.image.digest, by_tag.get(use.image.tag, "")} - {""}:
            found.setdefault(digest, []).append(use)
    return {digest: found.get(digest, []) for digest in kept_with(found, listed, manifests)}
