"""The findings of enhanced scanning, which is Amazon Inspector's.

Owns waiting until Inspector says that it has scanned the image, and until its findings stand still:
they arrive one by one for a minute after the scan. Refuses `COMPLETE` with an empty list as an
answer. Source: inspector2 API reference, ListCoverage and ListFindings.
"""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from ecr_lifecycle.finding import Where
from operations.aws import Aws
from operations.failures import asking, unknown
from operations.gate import states
from operations.gate.platforms import Image, Platform
from operations.gate.result import ScanResult, no_result
from operations.gate.vulnerability import FixAvailable, Rating, Vulnerability
from operations.waiting import Deadline

#: Findings arrive for about a minute after a scan; this is long past it.
_ARRIVING: Final = timedelta(minutes=10)
_FIXES: Final[Mapping[str, FixAvailable]] = {"YES": "YES", "PARTIAL": "PARTIAL", "NO": "NO"}


def enhanced_result(
    aws: Aws, image: Image, platform: Platform, deadline: Deadline | None
) -> ScanResult:
    """What Inspector found in one platform's image, once two reads agree. Without a deadline one
    read must do: it does where the scan is older than findings take to arrive.

    Raises:
        CouldNotFindOut: Inspector has not scanned it, or not before the deadline.
    """
    where = Where(resource=f"{image.repository}@{platform.digest}", path=platform.name)
    before: tuple[list[Vulnerability], list[Vulnerability]] | None = None
    tries = 0
    while True:
        scanned_at, waiting = _coverage(aws, image, platform, where)
        if not waiting:
            now = _findings(aws, image, platform, where)
            settled = scanned_at is not None and scanned_at < datetime.now(UTC) - _ARRIVING
            if now == before or (deadline is None and settled):
                return ScanResult(platform, tuple(now[0]), scanned_at, tuple(now[1]))
            before = now
        if deadline is None or not deadline.again(tries):
            within = f" within {deadline.seconds:g} s" if deadline else ""
            raise unknown(
                "scan-not-finished",
                where,
                f"Inspector's findings did not stand still{within}"
                if before is not None
                else f"Inspector had not scanned it{within}",
                "run it again later, or give --timeout more seconds",
            )
        tries = 0 if before is not None else tries + 1


def coverage_state(aws: Aws, image: Image, platform: Platform) -> str:
    """Inspector's reason for the state of one platform's image; empty where it knows none.

    Raises:
        CouldNotFindOut: it may not be read.
    """
    where = Where(resource=f"{image.repository}@{platform.digest}", path=platform.name)
    found = _covered(aws, image, platform, where)
    return str((found.get("scanStatus") or {}).get("reason", "")) if found else ""


def _coverage(
    aws: Aws, image: Image, platform: Platform, where: Where
) -> tuple[datetime | None, bool]:
    """When Inspector scanned it last, and whether its first scan is still to come."""
    found = _covered(aws, image, platform, where)
    if found is None:
        return None, True
    status = found.get("scanStatus") or {}
    reason, scanned_at = str(status.get("reason", "")), found.get("lastScannedAt")
    if reason in states.INSPECTOR_WAITING:
        return None, True
    if reason not in states.INSPECTOR_FINISHED:
        no_result(platform, where, states.inspector_reason(reason), reason)
    if scanned_at is None or (image.pushed_at is not None and scanned_at < image.pushed_at):
        return None, True
    return scanned_at, False


def _covered(aws: Aws, image: Image, platform: Platform, where: Where) -> Any:
    criteria = {
        "ecrRepositoryName": [{"comparison": "EQUALS", "value": image.repository}],
        "resourceType": [{"comparison": "EQUALS", "value": "AWS_ECR_CONTAINER_IMAGE"}],
    }
    with asking(where, "inspector2:ListCoverage"):
        pages = (
            aws.client("inspector2")
            .get_paginator("list_coverage")
            .paginate(filterCriteria=criteria, PaginationConfig={"PageSize": 200})
        )
        return next(
            (
                each
                for page in pages
                for each in page.get("coveredResources", ())
                if str(each.get("resourceId", "")).endswith(f"/{platform.digest}")
            ),
            None,
        )


def _findings(
    aws: Aws, image: Image, platform: Platform, where: Where
) -> tuple[list[Vulnerability], list[Vulnerability]]:
    """The active and the suppressed ones, in an order that two reads share."""
    criteria = {
        "ecrImageHash": [{"comparison": "EQUALS", "value": platform.digest}],
        "ecrImageRepositoryName": [{"comparison": "EQUALS", "value": image.repository}],
    }
    active: list[Vulnerability] = []
    suppressed: list[Vulnerability] = []
    with asking(where, "inspector2:ListFindings"):
        pages = (
            aws.client("inspector2")
            .get_paginator("list_findings")
            .paginate(filterCriteria=criteria, PaginationConfig={"PageSize": 100})
        )
        for page in pages:
            for finding in page.get("findings", ()):
                into = {"ACTIVE": active, "SUPPRESSED": suppressed}.get(finding.get("status"))
                if into is not None:
                    into += _read(finding, platform)
    return sorted(active, key=_order), sorted(suppressed, key=_order)


def _order(one: Vulnerability) -> tuple[str, str, str]:
    return one.id, one.package, one.version


def _read(finding: Mapping[str, Any], platform: Platform) -> Iterator[Vulnerability]:
    """One entry for each package: a finding may name several."""
    details = finding.get("packageVulnerabilityDetails") or {}
    packages = details.get("vulnerablePackages") or [{}]
    for package in packages:
        yield Vulnerability(
            id=str(details.get("vulnerabilityId") or finding.get("title", "")),
            rating=Rating.of(str(finding.get("severity", ""))),
            package=str(package.get("name", "")),
            version=str(package.get("version", "")),
            fix=_FIXES.get(str(finding.get("fixAvailable")), "UNKNOWN"),
            fixed_in=str(package.get("fixedInVersion", "")),
            epss=(finding.get("epss") or {}).get("score"),
            in_use=_in_use(finding),
            uri=str(details.get("sourceUrl", "")),
            platforms=(platform.name,) if platform.name else (),
            first_seen=finding.get("firstObservedAt"),
        )


def _in_use(finding: Mapping[str, Any]) -> int | None:
    for resource in finding.get("resources") or ():
        image = (resource.get("details") or {}).get("awsEcrContainerImage") or {}
        if "inUseCount" in image:
            return int(image["inUseCount"])
    return None
