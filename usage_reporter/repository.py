"""Read one repository: its images page by page, and when it was made where it has none.

Owns the calls for these and what their errors mean. What can't be read is said, and the rest is
kept.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from usage_reporter.answers import listed, mapped, moment, once
from usage_reporter.faults import OutOfTimeError, reason
from usage_reporter.images import Tally
from usage_reporter.newest import Reading
from usage_reporter.scans import Verdict

#: The most that DescribeImages gives at once (API reference): 100 calls for 100,000 images.
PAGE_SIZE: Final = 1000
_SECONDS_PER_DAY: Final = 86_400


@dataclass(frozen=True)
class Report:
    """What was read of one repository.

    Attributes:
        name: repository's name.
        size: bytes; None where the size of an image was not told.
        images: number of images.
        days_since_push: since the newest push, or since an empty repository was created; None where
            the time of any push was not told.
        verdict: what its scans say; None where they could not be read, or there is no image.
        problem: what could not be read, in words; empty when all was.
        late: whether time was over before its scans were read.
    """

    name: str
    size: int | None
    images: int
    days_since_push: float | None
    verdict: Verdict | None = None
    problem: str = ""
    late: bool = False


def read(ecr: Any, name: str, now: datetime, in_time: Callable[[], bool]) -> Report:
    """Read one repository.

    Args:
        ecr: boto3 client.
        name: repository's name.
        now: the time of the report.
        in_time: whether there is time for another call.

    Raises:
        ClientError: its images can't be read: the repository is gone, access is denied.
        MalformedError: AWS's answer has not the form that is documented.
        OutOfTimeError: there was no time to read all its images; a part would be a wrong number.
    """
    tally = _images(ecr, name, in_time)
    problems = list(_unknown(tally))
    since = None if tally.undated else tally.pushed_at
    if not tally.images:
        since = _created_at(ecr, name, problems)
    judged, late = None, False
    try:
        if tally.newest is not None:
            judged = Reading(ecr, name, tally.newest, now, in_time, problems).verdict()
    except OutOfTimeError as error:
        late = True
        problems.append(f"its newest image's scans were not read: {error}")
    days = None if since is None else max((now - since).total_seconds() / _SECONDS_PER_DAY, 0.0)
    return Report(
        name,
        None if tally.unsized else tally.size,
        tally.images,
        None if days is None else round(days, 3),
        judged,
        "; ".join(problems),
        late,
    )


def _unknown(tally: Tally) -> Iterator[str]:
    """What the images themselves don't tell, in words."""
    for number, what in (
        (tally.unsized, "have no size"),
        (tally.undated, "have no time of their push"),
        (tally.unnamed, "have no digest"),
    ):
        if number:
            yield f"{number} of its images {what}"


def _images(ecr: Any, name: str, in_time: Callable[[], bool]) -> Tally:
    if not in_time():
        raise OutOfTimeError("no time was left to begin")
    tally = Tally()
    paginator = ecr.get_paginator("describe_images")
    pages = paginator.paginate(
        repositoryName=name, PaginationConfig={"PageSize": PAGE_SIZE}, **_with_archived(ecr)
    )
    for page in once(pages, "nextToken", "DescribeImages"):
        tally.add(listed(page, "imageDetails", "DescribeImages"))
        if page.get("nextToken") and not in_time():
            raise OutOfTimeError(f"{tally.images} of its images were read when time was over")
    return tally


def _with_archived(ecr: Any) -> dict[str, Any]:
    """Without this filter ECR leaves archived images out; older SDKs of Lambda don't know it."""
    operation = ecr.meta.service_model.operation_model("DescribeImages")
    known = "imageStatus" in operation.input_shape.members["filter"].members
    return {"filter": {"imageStatus": "ANY"}} if known else {}


def _created_at(ecr: Any, name: str, problems: list[str]) -> datetime | None:
    problem = "DescribeRepositories told none"
    try:
        answer = ecr.describe_repositories(repositoryNames=[name])
        found = listed(answer, "repositories", "DescribeRepositories")
        if created_at := moment(mapped(found[0]).get("createdAt")) if found else None:
            return created_at
    except ecr.exceptions.RepositoryNotFoundException:
        raise  # what is gone is not empty
    except Exception as error:  # noqa: BLE001 - whatever it is, the rest of the report holds
        problem = reason(error)
    problems.append(f"the time of its creation could not be read: {problem}")
    return None
