"""The findings of basic scanning.

Owns starting a scan that nobody has started, waiting for it, and reading all of its pages. Source:
ECR API reference, StartImageScan and DescribeImageScanFindings; a scan of an image runs once in 24
hours, and ECR says so with LimitExceededException or ThrottlingException.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from botocore.exceptions import ClientError

from ecr_lifecycle.finding import Where
from operations.aws import Aws
from operations.failures import asking, code_of, unknown
from operations.gate import states
from operations.gate.platforms import Image, Platform
from operations.gate.result import ScanResult, no_result
from operations.gate.vulnerability import Rating, Vulnerability
from operations.waiting import Deadline

_ONCE_A_DAY = ("LimitExceededException", "ThrottlingException")


def basic_result(
    aws: Aws, image: Image, platform: Platform, deadline: Deadline | None
) -> ScanResult:
    """What basic scanning found in one platform's image. Without a deadline nothing is started.

    Raises:
        CouldNotFindOut: there is no finished scan, and none came before the deadline.
    """
    where = Where(resource=f"{image.repository}@{platform.digest}", path=platform.name)
    tries, started = 0, False
    while True:
        answer = _answer(aws, image, platform, where)
        status = _status(answer)
        if status in states.FINISHED:
            return _result(aws, image, platform, where, answer)
        if answer is None and deadline is None:
            raise unknown(
                "never-scanned",
                where,
                "it was never scanned",
                "`registryctl gate` has it scanned; scan on push does so for the next one",
            )
        if answer is None and not started:
            _start(aws, image, platform, where)
            started = True
        elif status and status not in states.WAITING:
            return no_result(platform, where, states.ecr_state(status), status)
        if deadline is None or not deadline.again(tries):
            raise unknown(
                "scan-not-finished",
                where,
                "the scan is not finished"
                if deadline is None
                else f"the scan was not finished within {deadline.seconds:g} s",
                "run it again later, or give --timeout more seconds",
            )
        tries += 1


def scan_state(aws: Aws, image: Image, platform: Platform) -> str:
    """The state of the scan of one platform's image; empty where there was none.

    Raises:
        CouldNotFindOut: it may not be read.
    """
    where = Where(resource=f"{image.repository}@{platform.digest}", path=platform.name)
    return _status(_answer(aws, image, platform, where))


def _call(image: Image, platform: Platform) -> dict[str, Any]:
    named: dict[str, Any] = {
        "repositoryName": image.repository,
        "imageId": {"imageDigest": platform.digest},
    }
    return {**named, "registryId": image.registry} if image.registry else named


def _answer(aws: Aws, image: Image, platform: Platform, where: Where) -> Any:
    """The first page, or None where the image was never scanned."""
    ecr = aws.client("ecr")
    with asking(where, "ecr:DescribeImageScanFindings"):
        try:
            return ecr.describe_image_scan_findings(**_call(image, platform))
        except ecr.exceptions.ScanNotFoundException:
            return None
        except ClientError as error:
            if code_of(error) == "ImageArchivedException":
                return {"imageScanStatus": {"status": "IMAGE_ARCHIVED"}}
            raise


def _status(answer: Any) -> str:
    return str(((answer or {}).get("imageScanStatus") or {}).get("status", ""))


def _start(aws: Aws, image: Image, platform: Platform, where: Where) -> None:
    """Start the scan. That it ran already today is no fault: its findings are read then."""
    with asking(where, "ecr:StartImageScan"):
        try:
            aws.client("ecr", few_attempts=True).start_image_scan(**_call(image, platform))
        except ClientError as error:
            if code_of(error) not in _ONCE_A_DAY:
                raise


def _result(
    aws: Aws, image: Image, platform: Platform, where: Where, first: Mapping[str, Any]
) -> ScanResult:
    found: list[Vulnerability] = []
    completed: datetime | None = None
    page = first
    while True:
        findings = page.get("imageScanFindings") or {}
        completed = findings.get("imageScanCompletedAt", completed)
        found += (_read(each, platform) for each in findings.get("findings") or ())
        if not page.get("nextToken"):
            return ScanResult(platform, tuple(found), completed)
        with asking(where, "ecr:DescribeImageScanFindings"):
            page = aws.client("ecr").describe_image_scan_findings(
                **_call(image, platform), nextToken=page["nextToken"]
            )


def _read(finding: Mapping[str, Any], platform: Platform) -> Vulnerability:
    attributes = dict(_pairs(finding.get("attributes") or ()))
    return Vulnerability(
        id=str(finding.get("name", "")),
        rating=Rating.of(str(finding.get("severity", ""))),
        package=attributes.get("package_name", ""),
        version=attributes.get("package_version", ""),
        uri=str(finding.get("uri", "")),
        platforms=(platform.name,) if platform.name else (),
    )


def _pairs(attributes: Any) -> Iterator[tuple[str, str]]:
    for each in attributes:
        yield str(each.get("key", "")), str(each.get("value", ""))
