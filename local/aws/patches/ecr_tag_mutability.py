"""Whether a tag may move: the repository's mutability, turned round for tags that a filter names.

ECR user guide, "Image tag mutability": an exclusion filter is a wildcard pattern over the whole
tag (`*` for any run of characters); moving an immutable tag is ImageTagAlreadyExistsException.
moto takes the filter for a regular expression at the tag's start. `local.aws.oci.images` asks
`local.aws.oci.mutability` instead, and moto's own check is left without use.
"""

from typing import Any

from moto.ecr.models import ECRBackend


def patch() -> None:
    """Takes moto's check out of the way."""
    ECRBackend._resolve_image_tag_mutability = _none


def _none(backend: Any, repository: Any, tag: str | None) -> list[Any]:  # noqa: ARG001
    return []
