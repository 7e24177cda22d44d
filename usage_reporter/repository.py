"""Read one repository: its images page by page, and its newest images' scans.

Owns the calls to ECR and what their errors mean. What can't be read is said, and the rest is kept.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from botocore.exceptions import BotoCoreError, ClientError

from usage_reporter.images import Tally
from usage_reporter.scans import NEVER_STARTED, Scan, Verdict, scan, verdict

#: The most that DescribeImages gives at once (API reference): 100 calls for 100,000 images.
PAGE_SIZE: Final = 1000

_SECONDS_PER_DAY: Final = 86_400


class OutOfTimeError(Exception):
    """The function's time is nearly over."""


@dataclass(frozen=True)
class Report:
    """What was read of one repository.

    Attributes:
        name: repository's name.
        size: bytes.
        images: number of images.
        days_since_push: since the newest push, or since an empty repository was created.
        verdict: what its scans say; None where they could not be read, or there is no image.
        problem: what could not be read, in words; empty when all was.
    """

    name: str
    size: int
    images: int
    days_since_push: float
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
        OutOfTimeError: there was no time to read all its images; a part would be a wrong number.
    """
    tally = _images(ecr, name, in_time)
    since = tally.pushed_at or _created_at(ecr, name)
    days = max((now - since).total_seconds() / _SECONDS_PER_DAY, 0.0)
    report = Report(name, tally.size, tally.images, round(days, 3))
    if not tally.newest:
        return report
    try:
        scans = [found for digest in tally.newest if (found := _scan(ecr, name, digest))]
    except (ClientError, BotoCoreError) as error:
        problem = f"its images' scans could not be read: {reason(error)}"
        return Report(name, tally.size, tally.images, report.days_since_push, problem=problem)
    return Report(name, tally.size, tally.images, report.days_since_push, verdict(scans))


def reason(error: Exception) -> str:
    """An error in a few words: AWS's code where there is one."""
    if isinstance(error, ClientError):
        details = error.response.get("Error", {})
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
        tally.add(page["imageDetails"])
        if page.get("nextToken") and not in_time():
            raise OutOfTimeError(f"{tally.images} of its images were read when time was over")
    return tally


def _with_archived(ecr: Any) -> dict[str, Any]:
    """Without this filter ECR leaves archived images out; older SDKs of Lambda don't know it."""
    operation = ecr.meta.service_model.operation_model("DescribeImages")
    known = "imageStatus" in operation.input_shape.members["filter"].members
    return {"filter": {"imageStatus": "ANY"}} if known else {}


def _created_at(ecr: Any, name: str) -> datetime:
    found = ecr.describe_repositories(repositoryNames=[name])["repositories"][0]
    created_at: datetime = found["createdAt"]
    return created_at if created_at.tzinfo else created_at.replace(tzinfo=UTC)


def _scan(ecr: Any, name: str, digest: str) -> Scan | None:
    """One image's scan; None where the image was deleted in the meantime."""
    try:
        answer = ecr.describe_image_scan_findings(
            repositoryName=name, imageId={"imageDigest": digest}, maxResults=1
        )
    except ecr.exceptions.ScanNotFoundException:
        return NEVER_STARTED
    except ecr.exceptions.ImageNotFoundException:
        return None
    return scan(answer)
