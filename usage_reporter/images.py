"""What a repository's images add up to, folded page by page. Pure; 100,000 images fit.

Owns size, number, and which image is the newest that a scanner could read.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from usage_reporter.answers import MalformedError, count, moment, text

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
#: Tags that cosign and registries without referrers give to what belongs to an image
#: (OCI distribution specification 1.1, "Referrers tag schema"; cosign, "Signature specification").
_BELONGS_TO_AN_IMAGE: Final = re.compile(r"sha256-[0-9a-f]{64}(\.\w+)?")


@dataclass(frozen=True, order=True)
class Newest:
    """The image that a repository's users would get next.

    Attributes:
        pushed_at: when it was pushed.
        digest: its digest.
        index: whether it is an index (manifest list), whose images are to be looked up.
    """

    pushed_at: datetime
    digest: str
    index: bool


@dataclass
class Tally:
    """Sums over `imageDetails` of DescribeImages.

    Attributes:
        images: number of images, indexes and artifacts included, as ECR's quota counts.
        size: bytes; layers that images share count once per image.
        unsized: images whose size was not told, which makes `size` too small.
        undated: images whose push has no time, any of which may be the newest.
        unnamed: images without a digest, whose scans nobody can ask for.
        pushed_at: time of the newest push, None for an empty repository.
    """

    images: int = 0
    size: int = 0
    unsized: int = 0
    undated: int = 0
    unnamed: int = 0
    pushed_at: datetime | None = None
    _tagged: Newest | None = None
    _untagged: Newest | None = None

    def add(self, page: Iterable[Any]) -> None:
        """Add one page of `imageDetails`.

        Raises:
            MalformedError: an entry is no image.
        """
        for image in page:
            if not isinstance(image, Mapping):
                raise MalformedError("DescribeImages listed something that is no image")
            self._add(image)

    @property
    def newest(self) -> Newest | None:
        """The newest tagged image; where nothing has a tag, the newest of all."""
        return self._tagged or self._untagged

    def _add(self, image: Mapping[str, Any]) -> None:
        self.images += 1
        index = text(image.get("imageManifestMediaType")) in INDEX_TYPES
        size = count(image.get("imageSizeInBytes"))
        if not index:
            self.size += size or 0
            self.unsized += size is None
        pushed_at, digest = moment(image.get("imagePushedAt")), text(image.get("imageDigest"))
        self.undated += pushed_at is None
        self.unnamed += not digest
        if pushed_at is None:
            return
        self.pushed_at = max(self.pushed_at or pushed_at, pushed_at)
        if digest and _can_run(image, index):
            self._offer(Newest(pushed_at, digest, index), tagged=bool(image.get("imageTags")))

    def _offer(self, found: Newest, *, tagged: bool) -> None:
        if tagged:
            self._tagged = max(self._tagged or found, found)
        else:
            self._untagged = max(self._untagged or found, found)


def _can_run(image: Mapping[str, Any], index: bool) -> bool:
    """Whether it is an image or an index of images: no signature, attestation, SBOM or chart."""
    if image.get("subjectManifestDigest"):
        return False
    tags = image.get("imageTags")
    known = [tag for tag in tags if isinstance(tag, str)] if isinstance(tags, list) else []
    if known and all(_BELONGS_TO_AN_IMAGE.fullmatch(tag) for tag in known):
        return False
    return index or text(image.get("artifactMediaType")) in IMAGE_TYPES | {None}
