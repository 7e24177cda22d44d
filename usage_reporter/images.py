"""What a repository's images add up to, folded page by page. Pure; 100,000 images fit.

Owns size, number, and which images are the newest that a scanner could read.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final

#: An index has no layers of its own: ECR gives it the size of its largest image (API reference,
#: ImageDetail), and every image of it is listed beside it.
INDEX_TYPES: Final = frozenset(
    {
        "application/vnd.docker.distribution.manifest.list.v2+json",
        "application/vnd.oci.image.index.v1+json",
    }
)
#: Artifacts of other types (signatures, SBOMs, charts) have no packages to scan.
IMAGE_TYPES: Final = frozenset(
    {
        "application/vnd.docker.container.image.v1+json",
        "application/vnd.oci.image.config.v1+json",
    }
)

#: One build for several platforms pushes one image each, some seconds apart.
ONE_PUSH: Final = timedelta(minutes=10)
#: Platforms of one push that are looked at.
PLATFORMS: Final = 4

Image = Mapping[str, Any]


@dataclass
class Tally:
    """Sums over `imageDetails` of DescribeImages.

    Attributes:
        images: number of images, indexes and artifacts included, as ECR's quota counts.
        size: bytes; layers that images share count once per image.
        pushed_at: time of the newest push, None for an empty repository.
    """

    images: int = 0
    size: int = 0
    pushed_at: datetime | None = None
    _recent: list[tuple[datetime, str]] = field(default_factory=list)

    def add(self, page: Iterable[Image]) -> None:
        """Add one page of `imageDetails`."""
        for image in page:
            self._add(image)
        if self._recent:
            oldest = max(self._recent)[0] - ONE_PUSH
            self._recent = sorted(found for found in self._recent if found[0] >= oldest)

    @property
    def newest(self) -> list[str]:
        """Digests of the newest push's images, newest first."""
        return [digest for _, digest in reversed(self._recent)][:PLATFORMS]

    def _add(self, image: Image) -> None:
        pushed_at = image["imagePushedAt"]
        self.images += 1
        self.pushed_at = max(self.pushed_at or pushed_at, pushed_at)
        if image.get("imageManifestMediaType") in INDEX_TYPES:
            return
        self.size += image.get("imageSizeInBytes", 0)
        if image.get("artifactMediaType") in IMAGE_TYPES | {None}:
            self._recent.append((pushed_at, image["imageDigest"]))
