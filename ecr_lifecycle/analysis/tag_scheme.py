"""A repository's declared tags: which classes there are, and which of them are releases."""

from dataclasses import dataclass
from typing import Final

from ecr_lifecycle.analysis.selections import sample_tag


@dataclass(frozen=True, slots=True)
class TagClass:
    """A kind of image by its tags. `release` says that it is deployed and rolled back to."""

    name: str
    patterns: tuple[str, ...]
    release: bool = False


@dataclass(frozen=True, slots=True)
class TagScheme:
    """All the classes of tags that are pushed to a repository."""

    classes: tuple[TagClass, ...]


_USUAL_RELEASES: Final = (
    "v1.2.3",
    "1.2.3",
    "prod-v1.2.3",
    "prod-4f2a91c",
    "release-1.2.3",
    "main-4f2a91c",
    "stable",
    "latest",
)
"""What releases are usually tagged: versions, environment and branch with a commit, moving tags."""


def release_tags(scheme: TagScheme | None) -> tuple[str, ...]:
    """A tag of each kind that a release has: those of the scheme, or the usual ones."""
    if scheme is None:
        return _USUAL_RELEASES
    return tuple(
        sample_tag(pattern) for each in scheme.classes if each.release for pattern in each.patterns
    )
