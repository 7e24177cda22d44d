"""Which images of a repository are in use, and by whom, from a file that somebody wrote.

Owns the references: digests, tags, or whole image names, as a task definition or a pod has them.
Refuses to look anything up: what is not in the file counts as unused, and the command says so.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from ecr_lifecycle.findings import shown
from ecr_lifecycle.image import Image

_DIGEST: Final = re.compile(r"sha256:[0-9a-f]{64}$")


class InvalidInUse(ValueError):  # noqa: N818  (named like InvalidPolicy, and for the same reason)
    """A file of images in use that cannot be read."""


@dataclass(frozen=True, slots=True)
class InUse:
    """By digest (or name) and by tag: who uses the image."""

    by_name: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    by_tag: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def users(self, images: Iterable[Image]) -> dict[str, tuple[str, ...]]:
        """By the image's name, who uses it: itself, or through the index that lists it."""
        listed = list(images)
        found: dict[str, list[str]] = defaultdict(list)
        for image in listed:
            direct = [*self.by_name.get(image.name, ())]
            for tag in image.tags:
                direct += self.by_tag.get(tag, ())
            if direct:
                found[image.name] += direct
        for image in listed:
            for child in image.references:
                if child in found:
                    found[image.name] += found[child]
                elif image.name in found:
                    found[child] += found[image.name]
        return {name: tuple(dict.fromkeys(users)) for name, users in found.items()}


def read_in_use(value: Any) -> InUse:
    """The references in a JSON value.

    `{REFERENCE: USER or [USER, ...]}`, or a list of references, or of `{"image": REFERENCE, "by":
    USER}`. A reference is a digest, a tag, or an image name with either.
    """
    names: dict[str, list[str]] = defaultdict(list)
    tags: dict[str, list[str]] = defaultdict(list)
    for reference, users in _pairs(value):
        if not isinstance(reference, str) or not reference:
            raise InvalidInUse(
                f"A reference is {shown(reference)}; write a digest, a tag or an image name."
            )
        digest, tag = _parts(reference)
        if digest:
            names[digest] += users
        if tag:
            tags[tag] += users
            names[tag] += users
    return InUse(
        {name: tuple(users) for name, users in names.items()},
        {tag: tuple(users) for tag, users in tags.items()},
    )


def _pairs(value: Any) -> Iterable[tuple[Any, list[str]]]:
    if isinstance(value, dict):
        for reference, users in value.items():
            yield reference, [str(user) for user in (users if isinstance(users, list) else [users])]
    elif isinstance(value, list):
        for each in value:
            if isinstance(each, dict):
                yield each.get("image"), [str(each.get("by", "in use"))]
            else:
                yield each, ["in use"]
    else:
        raise InvalidInUse(f"What is in use is {shown(value)}; write an object or a list.")


def _parts(reference: str) -> tuple[str, str]:
    """The digest and the tag of a reference; the digest wins where it has both."""
    if _DIGEST.search(reference):
        return reference[-71:], ""
    tag = reference.rpartition("/")[2]
    return "", tag.rpartition(":")[2] if ":" in tag else tag
