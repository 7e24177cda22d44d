"""Whether a tag may move: the repository's mutability, turned round for tags that a filter names.

ECR user guide, "Image tag mutability": an exclusion filter is a wildcard pattern over the whole
tag, `*` for any run of characters.
"""

from typing import Any

from ecr_lifecycle.wildcard import matches


def is_immutable(repository: Any, tag: str) -> bool:
    """Whether `tag`, once given, stays with its image."""
    filters = repository.image_tag_mutability_exclusion_filters or []
    excluded = any(matches(item["filter"], tag) for item in filters)
    mutability = getattr(repository.image_tag_mutability, "value", repository.image_tag_mutability)
    return str(mutability).startswith("IMMUTABLE") != excluded
