"""The scans of a repository's newest image, or of the images of its newest index.

Owns the calls for them. What can't be read of them is said, and what was read is kept.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from usage_reporter import findings, platforms
from usage_reporter.answers import once
from usage_reporter.faults import OutOfTimeError, code, reason
from usage_reporter.images import Newest
from usage_reporter.scans import Scan, State, Verdict, scan, verdict

#: So long after a push a scan may not have begun, and it is no fault.
BEGINS_WITHIN: Final = timedelta(hours=1)
#: So long after a push a scan that hasn't ended is one that never will.
ENDS_WITHIN: Final = timedelta(days=1)

_DENIED: Final = frozenset({"AccessDeniedException", "AccessDenied", "UnauthorizedOperation"})


@dataclass(frozen=True)
class Reading:
    """What is read: the newest image of a repository.

    Attributes:
        ecr: boto3 client.
        name: repository's name.
        newest: the image.
        now: the time of the report.
        in_time: whether there is time for another call.
        problems: takes what could not be read, in words.
    """

    ecr: Any
    name: str
    newest: Newest
    now: datetime
    in_time: Callable[[], bool]
    problems: list[str]

    def verdict(self) -> Verdict | None:
        """What the scans say; None where they could not be read, or the image is gone by now.

        Raises:
            OutOfTimeError: there was no time to read them all; some would be a wrong verdict.
        """
        try:
            digests = self._digests()
            scans = [found for digest in digests if (found := self._scan(digest))]
        except OutOfTimeError:
            raise
        except Exception as error:  # noqa: BLE001 - no answer, however odd, may cost the rest
            problem = f"its newest image's scans could not be read: {reason(error)}"
            self.problems.append(problem)
            denied = code(error) in _DENIED
            return Verdict(State.DENIED, None, None, reason=problem) if denied else None
        if not digests:
            return Verdict(State.UNSUPPORTED, None, 1, reason="its newest index has no image")
        return verdict(scans)

    def _digests(self) -> list[str]:
        self._take_time()
        if self.newest.index:
            return platforms.of_index(self.ecr, self.name, self.newest.digest)
        return [self.newest.digest]

    def _scan(self, digest: str) -> Scan | None:
        """One image's scan; None where the image was deleted in the meantime."""
        self._take_time()
        image = {"repositoryName": self.name, "imageId": {"imageDigest": digest}}
        age = self.now - self.newest.pushed_at
        try:
            answer = self.ecr.describe_image_scan_findings(**image, maxResults=1)
            found = self._weighed(scan(answer), answer, image)
        except self.ecr.exceptions.ScanNotFoundException:
            state = State.PENDING if age < BEGINS_WITHIN else State.NEVER
            return Scan(state, reason="no scan was ever started")
        except self.ecr.exceptions.ImageNotFoundException:
            return None
        if found.state is State.PENDING and age > ENDS_WITHIN:
            return Scan(State.FAILED, reason=f"after a day: {found.reason}")
        return found

    def _weighed(self, found: Scan, answer: Mapping[str, Any], image: Mapping[str, Any]) -> Scan:
        """With what is fixable; where that can't be read, all findings count."""
        gone = self.ecr.exceptions.ImageNotFoundException
        try:
            return findings.weighed(found, answer, lambda: self._pages(image), self.now)
        except (OutOfTimeError, gone):
            raise
        except Exception as error:  # noqa: BLE001 - the numbers of its findings are known
            self.problems.append(f"which findings have a fix could not be read: {reason(error)}")
            return found

    def _pages(self, image: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
        paginator = self.ecr.get_paginator("describe_image_scan_findings")
        pages = paginator.paginate(**image, PaginationConfig={"PageSize": findings.PAGE_SIZE})
        for page in once(pages, "nextToken", "DescribeImageScanFindings"):
            yield page
            if page.get("nextToken"):
                self._take_time()

    def _take_time(self) -> None:
        if not self.in_time():
            raise OutOfTimeError("no time was left")
