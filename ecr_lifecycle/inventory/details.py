"""AWS's ImageDetail as a typed structure, for msgspec: the fast way in, and out.

Owns speed alone. It gives up without a word on what it does not expect, and the slow way says what
is wrong. A name that comes twice in an object is noticed by counting: as often as a field is set,
its name stands in the text.
"""

from collections.abc import Sequence
from datetime import UTC, datetime
from operator import attrgetter
from typing import Annotated, Any, Final

import msgspec

from ecr_lifecycle.image import Image
from ecr_lifecycle.inventory.manifests import NO_LINKS, Links

Moment = Annotated[datetime, msgspec.Meta(tz=True)]
Time = Moment | float | None
"""A time as the AWS CLI prints it: ISO 8601 (version 2), or epoch seconds (version 1)."""

_HUGE: Final = 4e9


class Detail(msgspec.Struct, frozen=True, gc=False, rename="camel"):
    """The members of an ImageDetail that a policy can tell images apart by."""

    image_digest: str
    image_pushed_at: Moment | float
    image_tags: tuple[str, ...] | None = None
    last_recorded_pull_time: Time = None
    last_archived_at: Time = None
    last_activated_at: Time = None
    subject_manifest_digest: str | None = None
    image_size_in_bytes: int | None = None
    image_status: str | None = None
    image_manifest_media_type: str | None = None
    image_scan_status: msgspec.Raw | None = None
    image_scan_findings_summary: msgspec.Raw | None = None


class Answer(msgspec.Struct, frozen=True, gc=False):
    """What DescribeImages answers, as the AWS CLI prints it."""

    details: Annotated[list[Detail], msgspec.Meta()] = msgspec.field(name="imageDetails")
    token: str | None = msgspec.field(name="NextToken", default=None)
    next_token: str | None = msgspec.field(name="nextToken", default=None)


_ANSWER: Final = msgspec.json.Decoder(Answer)
_LIST: Final = msgspec.json.Decoder(list[Detail])


class Decoded:
    """Details that were read, and what they say of the listing."""

    def __init__(self, details: Sequence[Detail], token: str | None) -> None:
        self._details = details
        self.token = token

    @property
    def lists(self) -> list[str]:
        """The digests of the manifest lists."""
        return [
            each.image_digest
            for each in self._details
            if (kind := each.image_manifest_media_type) is not None
            and ("manifest.list" in kind or "image.index" in kind)
        ]

    @property
    def statuses(self) -> set[str | None]:
        """The statuses that images have."""
        return {each.image_status for each in self._details}

    def images(self, links: Links) -> tuple[Image, ...] | None:
        """The images, or None where the slow way has something to say."""
        try:
            found = tuple(_image(each, links) for each in self._details)
        except (OverflowError, ValueError, OSError):
            return None
        return found if len({image.name for image in found}) == len(found) else None


def decode(data: bytes) -> Decoded | None:
    """The details in `data`, if it is what `aws ecr describe-images` prints, whole and sound."""
    try:
        if data.lstrip()[:1] == b"[":
            details, token, around = _LIST.decode(data), None, 0
        else:
            answer = _ANSWER.decode(data)
            details, token, around = answer.details, answer.token or answer.next_token, 1
    except (msgspec.DecodeError, RecursionError):
        return None
    return Decoded(details, token) if _each_name_once(data, details, around) else None


def dumps(value: Any) -> str:
    """`value` as indented JSON."""
    return msgspec.json.format(msgspec.json.encode(value), indent=2).decode()


def _image(detail: Detail, links: Links) -> Image:
    digest, subject = detail.image_digest, detail.subject_manifest_digest
    pushed, pulled = detail.image_pushed_at, detail.last_recorded_pull_time
    references: tuple[str, ...] = ()
    if links is not NO_LINKS:
        references = links.references(digest)
        subject = subject or links.subject(digest)
    archived, activated = detail.last_archived_at, detail.last_activated_at
    return Image(
        name=digest,
        tags=detail.image_tags or (),
        pushed_at=pushed if isinstance(pushed, datetime) else _time(pushed),
        storage_class="archive" if detail.image_status == "ARCHIVED" else "standard",
        last_pulled_at=pulled
        if isinstance(pulled, datetime)
        else (None if pulled is None else _time(pulled)),
        archived_at=None if archived is None else _time(archived),
        activated_at=None if activated is None else _time(activated),
        references=references,
        subject=subject,
        size_bytes=detail.image_size_in_bytes,
    )


def _time(value: datetime | float) -> datetime:
    if isinstance(value, datetime):
        return value
    if not abs(value) < _HUGE:
        raise ValueError("no time")
    return datetime.fromtimestamp(value, UTC)


def _each_name_once(data: bytes, details: Sequence[Detail], around: int) -> bool:
    """Whether each name that matters stands in `data` as often as it is set, `around` apart."""
    if b"\\u00" in data:  # a name may be written with escapes, which counting does not see
        return False
    return all(
        data.count(beginning) == more + sum(_present(details, name) for name in names)
        for beginning, more, names in (
            (b'"image', around + 2 * len(details), _IMAGE),
            (b'"last', 0, _LAST),
            (b'"subject', 0, ("subject_manifest_digest",)),
        )
    )


_IMAGE: Final = (
    "image_tags",
    "image_size_in_bytes",
    "image_status",
    "image_manifest_media_type",
    "image_scan_status",
    "image_scan_findings_summary",
)
_LAST: Final = ("last_recorded_pull_time", "last_archived_at", "last_activated_at")


def _present(details: Sequence[Detail], name: str) -> int:
    """How many of the details have the member."""
    return len(details) - list(map(attrgetter(name), details)).count(None)
