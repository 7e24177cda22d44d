"""Whether a tag may move: the repository's mutability, turned round for tags that a filter names.

ECR user guide, "Image tag mutability": an exclusion filter is a wildcard pattern over the whole
tag (`*` for any run of characters); moving an immutable tag is ImageTagAlreadyExistsException.
moto takes the filter for a regular expression at the tag's start.
"""

from fnmatch import fnmatchcase
from typing import Any

from moto.core.exceptions import JsonRESTError
from moto.ecr.models import ECRBackend


def patch() -> None:
    """Replaces moto's check."""
    ECRBackend._resolve_image_tag_mutability = _tagged


def _tagged(backend: Any, repository: Any, tag: str | None) -> list[Any]:  # noqa: ARG001
    """The images that have the tag, if it may be taken from them."""
    existing = [image for image in repository.images if tag is not None and tag in image.image_tags]
    if existing and _is_immutable(repository, str(tag)):
        raise JsonRESTError(
            "ImageTagAlreadyExistsException",
            f"The image tag '{tag}' already exists in the '{repository.name}' repository and "
            "cannot be overwritten because the tag is immutable.",
        )
    return existing


def _is_immutable(repository: Any, tag: str) -> bool:
    filters = repository.image_tag_mutability_exclusion_filters or []
    excluded = any(fnmatchcase(tag, item["filter"]) for item in filters)
    mutability = getattr(repository.image_tag_mutability, "value", repository.image_tag_mutability)
    return str(mutability).startswith("IMMUTABLE") != excluded
