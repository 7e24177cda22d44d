"""Read one repository: its images page by page, and the scans of its newest image.

Owns the calls to ECR and what their errors mean. What can't be read is said, and the rest is kept.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from botocore.exceptions import BotoCoreError, ClientError

from usage_reporter import findings, platforms
from usage_reporter.answers import MalformedError, listed, mapped, moment
from usage_reporter.images import Newest, Tally
from usage_reporter.scans import Scan, State, Verdict, scan, verdict

#: The most that DescribeImages gives at once (API reference): 100 calls for 100,000 images.
PAGE_SIZE: Final = 1000
#: So long after a push a scan may not have begun, and it is no fault.
BEGINS_WITHIN: Final = timedelta(hours=1)
#: So long after a push a scan that hasn't ended is one that never will.
ENDS_WITHIN: Final = timedelta(days=1)

_SECONDS_PER_DAY: Final = 86_400
_DENIED: Final = frozenset({"AccessDeniedException", "AccessDenied", "UnauthorizedOperation"})


class OutOfTimeError(Exception):
    """The function's time is nearly over."""


@dataclass(frozen=True)
class Report:
    """What was read of one repository.

    Attributes:
        name: repository's name.
        size: bytes; None where the size of an image was not told.
        images: number of images.
        days_since_push: since the newest push, or since an empty repository was created.
        verdict: what its scans say; None where they could not be read, or there is no image.
        problem: what could not be read, in words; empty when all was.
    """

    name: str
    size: int | None
    images: int
    days_since_push: float | None
    verdict: Verdict | None = None
    problem: str = ""


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
    size = None if tally.unsized else tally.size
    problems = [f"{tally.unsized} of its images have no size"] if tally.unsized else []
    since = tally.pushed_at
    if since is None and tally.images:
        problems.append("its images have no time of their push")
    elif since is None:
        since = _created_at(ecr, name)
    judged, problem = _judged(ecr, name, tally.newest, now)
    problems += [problem] if problem else []
    days = None if since is None else max((now - since).total_seconds() / _SECONDS_PER_DAY, 0.0)
    return Report(
        name,
        size,
        tally.images,
        None if days is None else round(days, 3),
        judged,
        "; ".join(problems),
    )


def reason(error: Exception) -> str:
    """An error in a few words: AWS's code where there is one."""
    if isinstance(error, ClientError):
        details = mapped(error.response.get("Error"))
        return f"{details.get('Code', 'unknown')}: {details.get('Message', '')}"
    return f"{type(error).__name__}: {error}"


def _images(ecr: Any, name: str, in_time: Callable[[], bool]) -> Tally:
    if not in_time():
        raise OutOfTimeError("no time was left to begin")
    tally = Tally()
    paginator = ecr.get_paginator("describe_images")
    pages = paginator.paginate(
        repositoryName=name, PaginationConfig={"PageSize": PAGE_SIZE}, **_with_archived(ecr)
    )
    for page in pages:
        tally.add(listed(page, "imageDetails", "DescribeImages"))
        if page.get("nextToken") and not in_time():
            raise OutOfTimeError(f"{tally.images} of its images were read when time was over")
    return tally


def _with_archived(ecr: Any) -> dict[str, Any]:
    """Without this filter ECR leaves archived images out; older SDKs of Lambda don't know it."""
    operation = ecr.meta.service_model.operation_model("DescribeImages")
    known = "imageStatus" in operation.input_shape.members["filter"].members
    return {"filter": {"imageStatus": "ANY"}} if known else {}


def _created_at(ecr: Any, name: str) -> datetime:
    answer = ecr.describe_repositories(repositoryNames=[name])
    found = listed(answer, "repositories", "DescribeRepositories")
    created_at = moment(mapped(found[0]).get("createdAt")) if found else None
    if created_at is None:
        raise MalformedError("DescribeRepositories told no time of its creation")
    return created_at


def _judged(
    ecr: Any, name: str, newest: Newest | None, now: datetime
) -> tuple[Verdict | None, str]:
    """What the newest image's scans say, and what could not be read of them."""
    if newest is None:
        return None, ""
    try:
        digests = platforms.of_index(ecr, name, newest.digest) if newest.index else [newest.digest]
        scans = [found for digest in digests if (found := _scan(ecr, name, digest, newest, now))]
    except (ClientError, BotoCoreError, MalformedError) as error:
        problem = f"its newest image's scans could not be read: {reason(error)}"
        denied = isinstance(error, ClientError) and _code(error) in _DENIED
        return Verdict(State.DENIED, None, None, reason=problem) if denied else None, problem
    if not digests:
        return Verdict(State.UNSUPPORTED, None, 1, reason="its newest index has no image"), ""
    return verdict(scans), ""


def _scan(ecr: Any, name: str, digest: str, newest: Newest, now: datetime) -> Scan | None:
    """One image's scan; None where the image was deleted in the meantime."""
    image = {"repositoryName": name, "imageId": {"imageDigest": digest}}
    try:
        answer = ecr.describe_image_scan_findings(**image, maxResults=1)
    except ecr.exceptions.ScanNotFoundException:
        young = now - newest.pushed_at < BEGINS_WITHIN
        return Scan(State.PENDING if young else State.NEVER, reason="no scan was ever started")
    except ecr.exceptions.ImageNotFoundException:
        return None

    def pages() -> Iterator[Mapping[str, Any]]:
        paginator = ecr.get_paginator("describe_image_scan_findings")
        yield from paginator.paginate(**image, PaginationConfig={"PageSize": findings.PAGE_SIZE})

    found = findings.weighed(scan(answer), answer, pages, now)
    if found.state is State.PENDING and now - newest.pushed_at > ENDS_WITHIN:
        return Scan(State.FAILED, reason=f"after a day: {found.reason}")
    return found


def _code(error: ClientError) -> str:
    return str(mapped(error.response.get("Error")).get("Code"))
