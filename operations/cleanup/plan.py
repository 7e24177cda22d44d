"""Which images nobody uses, as a plan that is looked at before it is carried out.

Owns the choice and the file. An image goes if it is not in use, hangs on nothing that is, was
neither pushed nor pulled in the last N days, and has no tag that is to be kept. Its age is read
from
ECR: a pull moves `lastRecordedPullTime` at most once in 24 hours, and a node's cached image needs
no pull, so "pulled long ago" alone is never enough.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final

import click

from ecr_lifecycle.wildcard import matches
from operations.images import Manifest, StoredImage, kept_with

SCHEMA: Final = "container-registry/expire-plan/1"
FRESH: Final = timedelta(hours=24)


@dataclass(frozen=True)
class Doomed:
    """One image that the plan deletes.

    Attributes:
        repository: its repository.
        digest: its digest.
        tags: the tags that it had when the plan was made.
        last: when it was pushed or pulled last, ISO 8601.
        size: bytes, compressed; layers that others share are counted too.
    """

    repository: str
    digest: str
    tags: tuple[str, ...]
    last: str
    size: int


@dataclass(frozen=True)
class Plan:
    """What would be deleted, and from which look.

    Attributes:
        account: the registry's account.
        region: its Region.
        made: when, ISO 8601.
        days: how long an image must have been idle.
        looked: where uses were looked for.
        images: what goes.
    """

    account: str
    region: str
    made: str
    days: int
    looked: tuple[str, ...]
    images: tuple[Doomed, ...]

    def write(self, path: str) -> None:
        """Save it, readable for people too."""
        Path(path).write_text(json.dumps({"schema": SCHEMA, **asdict(self)}, indent=2) + "\n")


def doomed(
    repository: str,
    images: Iterable[StoredImage],
    manifests: Mapping[str, Manifest],
    used: Iterable[str],
    keep: Iterable[str],
    before: datetime,
) -> list[Doomed]:
    """What goes from one repository; an index stands before its children, as ECR wants it."""
    listed, patterns = list(images), tuple(keep)
    wanted = {
        image.digest
        for image in listed
        if last_seen(image) >= before
        or any(matches(pattern, tag) for pattern in patterns for tag in image.tags)
    }
    kept = kept_with(wanted | set(used), listed, manifests)
    going = [image for image in listed if image.digest not in kept]
    return [
        Doomed(repository, one.digest, one.tags, last_seen(one).isoformat(), one.size)
        for one in sorted(going, key=lambda one: (not one.is_index, bool(one.subject), one.digest))
    ]


def last_seen(image: StoredImage) -> datetime:
    """When an image was pushed or pulled last."""
    return max(image.pushed_at, image.pulled_at or image.pushed_at)


def read_plan(path: str) -> Plan:
    """The plan in a file.

    Raises:
        click.UsageError: it is no plan of this version.
    """
    try:
        value = json.loads(Path(path).read_text("utf-8"))
        return _plan(value)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise click.UsageError(
            f"{path}: it is no plan: {error}.\n"
            "    Impact: nothing was deleted.\n"
            "    Fix: make one with `registryctl expire plan`."
        ) from error


def _plan(value: dict[str, Any]) -> Plan:
    schema = value.pop("schema")
    if schema != SCHEMA:
        raise ValueError(f"its schema is {schema!r}, not {SCHEMA!r}")
    images = tuple(Doomed(**{**each, "tags": tuple(each["tags"])}) for each in value["images"])
    return Plan(**{**value, "images": images, "looked": tuple(value["looked"])})
