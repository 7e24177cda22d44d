"""What the target has as a run starts: what it lacks needs no question of its own.

Owns two looks, one for manifests and one for layers, instead of a request each. Source: ECR API
reference, BatchCheckLayerAvailability (100 digests a call).
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from ecr_lifecycle.finding import Where
from operations.aws import Aws
from operations.batches import batched
from operations.concurrent import ask_all
from operations.failures import CouldNotFindOut, asking
from operations.images import read_images

_LAYERS: Final = 100


@dataclass(frozen=True)
class There:
    """A repository before the copy.

    Attributes:
        tags: the digest of each tag.
        manifests: every digest; None where nobody looked.
        absent: blobs that it surely lacks.
    """

    tags: Mapping[str, str] = field(default_factory=dict)
    manifests: frozenset[str] | None = None
    absent: frozenset[str] = frozenset()

    def lacks(self, manifest: str) -> bool:
        """Whether it surely lacks a manifest."""
        return self.manifests is not None and manifest not in self.manifests


def look(aws: Aws, repository: str, blobs: Iterable[str]) -> There:
    """What the repository has, and which of some blobs it lacks.

    Raises:
        CouldNotFindOut: it may not be read.
    """

    def absent(batch: tuple[str, ...]) -> Iterator[str]:
        with asking(Where(resource=repository), "ecr:BatchCheckLayerAvailability"):
            answer = aws.client("ecr").batch_check_layer_availability(
                repositoryName=repository, layerDigests=list(batch)
            )
        for layer in answer.get("layers", ()):
            if layer.get("layerAvailability") == "UNAVAILABLE":
                yield str(layer["layerDigest"])

    images = read_images(aws, repository)
    lacked = ask_all(batched(blobs, _LAYERS), absent)
    if lacked.reasons:
        raise CouldNotFindOut(lacked.reasons)
    return There(
        tags={tag: image.digest for image in images for tag in image.tags},
        manifests=frozenset(image.digest for image in images),
        absent=frozenset(lacked.found),
    )
