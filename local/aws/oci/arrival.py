"""Images that come without a push: copies by replication or through a cache.

Owns how such an image is stored and what it leaves behind. ECR replicates it no further
(user guide, "Private image replication").
"""

from typing import Any

from local.aws.oci import effects, images
from local.aws.oci.effects import Arrival


def arrive(
    backend: Any,
    name: str,
    text: str,
    tag: str | None,
    media_type: str | None,
    digest: str | None,
    arrival: Arrival,
) -> None:
    """Stores a copy."""
    put = images.put(backend, name, text, tag, media_type, digest)
    effects.arrived(backend, put.repository, put.image, put.tag, put.moved, arrival)
