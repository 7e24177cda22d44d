"""A repository's images from the bytes of a file: fast for AWS's own answer, patient with the rest.

`aws ecr describe-images` of a full repository is 60 MB. A typed decoder (msgspec, where it is
installed) reads it in a fraction of what `json` takes; whatever that one does not like is read
again slowly, for the sake of the messages.
"""

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from ecr_lifecycle.finding import Finding
from ecr_lifecycle.image import Image
from ecr_lifecycle.inventory.fields import InvalidImages
from ecr_lifecycle.inventory.gaps import gaps
from ecr_lifecycle.inventory.images import read_images, unwrapped
from ecr_lifecycle.inventory.manifests import NO_LINKS, Links
from ecr_lifecycle.json_text import load

try:
    from ecr_lifecycle.inventory import details
except ImportError:  # msgspec is not installed: the slow way is right as well
    details = None  # type: ignore[assignment]

_CUT: Final = ("NextToken", "nextToken")


@dataclass(frozen=True, slots=True)
class Listing:
    """The images of a repository, and what the file leaves out."""

    images: tuple[Image, ...]
    warnings: tuple[str, ...] = ()
    lists: tuple[str, ...] = ()
    """The digests of the manifest lists among AWS's details."""
    token: str | None = None
    """What asks for the next page, where the listing is cut."""


def read_listing(
    data: bytes,
    now: datetime | None = None,
    links: Links = NO_LINKS,
    *,
    partial: bool = False,
    file: str = "",
) -> Listing | Finding:
    """The images in `data`, or a `Finding` if it is not JSON.

    Raises `InvalidImages` with every problem, also for a listing that is cut, unless `partial`.
    """
    moment = now or datetime.now(UTC)
    fast = details.decode(data) if details is not None else None
    if fast is not None:
        _refuse_cut(fast.token, partial)
        found = fast.images(links)
        if found is not None:
            lists = tuple(fast.lists)
            return Listing(found, tuple(gaps(lists, fast.statuses, links)), lists, fast.token)
    value = load(data, file)
    if isinstance(value, Finding):
        return value
    value = unwrapped(value)
    tokens = [value.get(key) for key in _CUT] if isinstance(value, dict) else []
    token = next((str(each) for each in tokens if each), None)
    _refuse_cut(token, partial)
    images = read_images(value, moment, links)
    lists, statuses = _slow_details(value)
    return Listing(images, tuple(gaps(lists, statuses, links)), lists, token)


def _refuse_cut(token: str | None, partial: bool) -> None:
    if token is not None and not partial:
        raise InvalidImages(
            (
                "The listing is cut: it has a NextToken, so the rest of the images is missing and "
                "every count would be wrong. List without --max-items, or allow it with "
                "--partial.",
            )
        )


def _slow_details(value: Any) -> tuple[tuple[str, ...], set[object]]:
    """The digests of the manifest lists and the statuses, if it is AWS's answer."""
    listed = value.get("imageDetails") if isinstance(value, dict) else value
    if not isinstance(listed, list) or not all(
        isinstance(each, dict) and "imageDigest" in each for each in listed
    ):
        return (), set()
    lists = tuple(str(each["imageDigest"]) for each in listed if is_list(_media_type(each)))
    return lists, {each.get("imageStatus") for each in listed}


def _media_type(image: dict[str, Any]) -> str:
    return str(image.get("imageManifestMediaType"))


def is_list(media_type: str | None) -> bool:
    """Whether a media type is that of a manifest list or an index."""
    return media_type is not None and ("manifest.list" in media_type or "image.index" in media_type)


def dumps(value: Any) -> str:
    """`value` as JSON, indented; by msgspec where it is installed."""
    return details.dumps(value) if details is not None else json.dumps(value, indent=2)
