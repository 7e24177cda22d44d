"""One repository as it was read, and the form in which it is saved."""

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from ecr_lifecycle.finding import Finding
from ecr_lifecycle.image import Image
from ecr_lifecycle.inventory import InvalidImages, read_images
from ecr_lifecycle.json_text import load


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """A repository: its policy's text, or None without one, and its images.

    `blind` of its images are indexes of which the parts are not known. `owner` is the value of the
    owner tag, "" without the tag, None where nobody asked.
    """

    name: str
    images: tuple[Image, ...]
    policy: str | None = None
    account: str = ""
    region: str = ""
    arn: str = ""
    owner: str | None = None
    blind: int = 0


def saved(record: Record) -> dict[str, Any]:
    """`record` as JSON: AWS's own members, with the parts of indexes as `references`."""
    return {
        "registryId": record.account,
        "region": record.region,
        "repositoryName": record.name,
        "repositoryArn": record.arn,
        "owner": record.owner,
        "blind": record.blind,
        "lifecyclePolicyText": record.policy,
        "images": [_image(image) for image in record.images],
    }


def file_name(record: Record) -> str:
    """A file's name for a record: the repository's, made unique by its ARN."""
    mark = hashlib.sha256(f"{record.region}/{record.arn}/{record.name}".encode()).hexdigest()[:8]
    safe = "".join(each if each.isalnum() or each in "-_." else "-" for each in record.name)
    return f"{safe[:100]}-{mark}.json"


def read_records(folder: Path) -> Iterator[Record | Finding]:
    """The records in a folder, or why a file holds none.

    A file is what `audit --save` wrote, or an object of AWS's own answers: `repositoryName`,
    `imageDetails`, and `lifecyclePolicyText` if there is one.
    """
    for path in sorted(folder.glob("*.json")):
        value = load(path.read_bytes(), str(path))
        yield value if isinstance(value, Finding) else _record(value, path)


def _record(value: Any, path: Path) -> Record:
    if not isinstance(value, dict):
        raise InvalidImages((f"{path} is no record of a repository.",))
    listed = value.get("images", value.get("imageDetails", []))
    policy = value.get("lifecyclePolicyText")
    try:
        images = read_images(listed, _EPOCH)
    except InvalidImages as invalid:
        raise InvalidImages(tuple(f"{path}: {each}" for each in invalid.problems)) from invalid
    return Record(
        name=str(value.get("repositoryName", path.stem)),
        images=images,
        policy=policy if isinstance(policy, str) or policy is None else json.dumps(policy),
        account=str(value.get("registryId", "")),
        region=str(value.get("region", "")),
        arn=str(value.get("repositoryArn", "")),
        owner=value.get("owner"),
        blind=int(value.get("blind") or 0),
    )


_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_SECONDS_A_DAY = 86400


def _image(image: Image) -> dict[str, Any]:
    """Ages count back from 1970, so that a record is read at whatever time."""
    told: dict[str, Any] = {"name": image.name, "pushed_days_ago": _ago(image.pushed_at)}
    optional: Iterable[tuple[str, Any]] = (
        ("tags", list(image.tags)),
        ("storageClass", "archive" if image.storage_class == "archive" else None),
        ("last_pulled_days_ago", image.last_pulled_at and _ago(image.last_pulled_at)),
        ("archived_days_ago", image.archived_at and _ago(image.archived_at)),
        ("activated_days_ago", image.activated_at and _ago(image.activated_at)),
        ("references", list(image.references)),
        ("subject", image.subject),
        ("size_bytes", image.size_bytes),
    )
    return told | {key: value for key, value in optional if value not in (None, [])}


def _ago(time: datetime) -> float:
    return -(time - _EPOCH).total_seconds() / _SECONDS_A_DAY
