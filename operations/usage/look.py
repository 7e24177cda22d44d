"""What a repository holds, and which of it is in use."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from operations.aws import Aws
from operations.images import Manifest, StoredImage, read_images, read_manifests
from operations.usage.resolve import in_use
from operations.usage.use import Use


@dataclass(frozen=True)
class Contents:
    """One repository.

    Attributes:
        repository: its name.
        images: all of its images.
        manifests: those of its indexes, and of every digest that was asked for.
        used: the digests in use, with who uses them.
    """

    repository: str
    images: tuple[StoredImage, ...]
    manifests: Mapping[str, Manifest]
    used: Mapping[str, list[Use]]


def look_into(aws: Aws, repository: str, uses: Iterable[Use]) -> Contents:
    """A repository's images, its indexes, and who uses what.

    Raises:
        CouldNotFindOut: something of it may not be read.
    """
    images = tuple(read_images(aws, repository))
    manifests = read_manifests(aws, repository, [one.digest for one in images if one.is_index])
    return Contents(repository, images, manifests, in_use(uses, repository, images, manifests))
