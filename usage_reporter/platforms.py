"""The images of an index, one for each platform; what only describes them is left out.

Basic scanning refuses an index, and enhanced scanning scans its images. DescribeImages doesn't say
which images belong to which index, so the index itself is read.
"""

import json
from collections.abc import Iterator, Mapping
from typing import Any, Final

from usage_reporter.answers import MalformedError, listed, mapped
from usage_reporter.images import INDEX_TYPES

#: Platforms of one index that are looked at.
PLATFORMS: Final = 8
_ATTESTATION: Final = "vnd.docker.reference.type"


def of_index(ecr: Any, name: str, digest: str) -> list[str]:
    """Digests of an index's images.

    Args:
        ecr: boto3 client.
        name: repository's name.
        digest: digest of the index.

    Raises:
        ClientError: the index can't be read.
        MalformedError: what was read is no index.
    """
    answer = ecr.batch_get_image(
        repositoryName=name,
        imageIds=[{"imageDigest": digest}],
        acceptedMediaTypes=sorted(INDEX_TYPES),
    )
    images = listed(answer, "images", "BatchGetImage")
    text = mapped(images[0]).get("imageManifest") if images else None
    if not isinstance(text, str):
        failures = answer.get("failures") or [{}]
        raise MalformedError(f"BatchGetImage gave no index: {mapped(failures[0])}")
    try:
        manifest = json.loads(text)
    except ValueError as error:
        raise MalformedError(f"the index {digest} is not JSON: {error}") from None
    digests = dict.fromkeys(_images(listed(manifest, "manifests", "the index")))
    return list(digests)[:PLATFORMS]


def _images(manifests: list[Any]) -> Iterator[str]:
    for entry in map(mapped, manifests):
        digest = entry.get("digest")
        if isinstance(digest, str) and not _describes(entry):
            yield digest


def _describes(entry: Mapping[str, Any]) -> bool:
    """An attestation that BuildKit puts beside an image (BuildKit, "Image attestation storage")."""
    os = mapped(entry.get("platform")).get("os")
    return os == "unknown" or _ATTESTATION in mapped(entry.get("annotations"))
