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
from typing import Annotated, Any, Final

import click
from pydantic import AfterValidator, ConfigDict, Field, TypeAdapter, ValidationError

from ecr_lifecycle.wildcard import matches
from operations.images import Manifest, StoredImage, kept_with

SCHEMA: Final = "container-registry/expire-plan/1"
FRESH: Final = timedelta(hours=24)
_EXACT: Final = ConfigDict(extra="forbid", strict=True)


def _moment(text: str) -> str:
    """A time with its offset: one without may be hours away from what it says."""
    if datetime.fromisoformat(text).tzinfo is None:
        raise ValueError("it has no offset from UTC")
    return text


Account = Annotated[str, Field(pattern=r"^[0-9]{12}$")]
Digest = Annotated[str, Field(pattern=r"^sha256:[0-9a-f]{64}$")]
Text = Annotated[str, Field(min_length=1)]
Moment = Annotated[str, AfterValidator(_moment)]


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

    __pydantic_config__ = _EXACT

    repository: Text
    digest: Digest
    tags: tuple[Text, ...]
    last: Moment
    size: Annotated[int, Field(ge=0)]


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

    __pydantic_config__ = _EXACT

    account: Account
    region: Text
    made: Moment
    days: Annotated[int, Field(ge=1)]
    looked: tuple[Text, ...]
    images: tuple[Doomed, ...]

    @property
    def text(self) -> str:
        """The plan as JSON, readable for people too."""
        return json.dumps({"schema": SCHEMA, **asdict(self)}, indent=2)

    def write(self, path: str) -> None:
        """Save it."""
        Path(path).write_text(f"{self.text}\n", "utf-8")


def _this_schema(text: str) -> str:
    if text != SCHEMA:
        raise ValueError(f"it is {text!r}, not {SCHEMA!r}")
    return text


@dataclass(frozen=True, kw_only=True)
class _File(Plan):
    """A plan as its file has it."""

    schema: Annotated[str, AfterValidator(_this_schema)]


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
        return TypeAdapter(_File).validate_json(Path(path).read_bytes())
    except OSError as error:
        raise _no_plan(path, str(error)) from error
    except ValidationError as error:
        told = "\n".join(f"    {_place(each)}: {each['msg']}" for each in error.errors())
        raise _no_plan(path, f"\n{told}") from error


def _place(problem: Any) -> str:
    return ".".join(str(part) for part in problem["loc"]) or "the file"


def _no_plan(path: str, why: str) -> click.UsageError:
    return click.UsageError(
        f"{path}: it is no plan: {why}\n"
        "    Impact: nothing was deleted.\n"
        "    Fix: make one with `registryctl expire plan`."
    )
