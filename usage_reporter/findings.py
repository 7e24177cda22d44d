"""Which findings of an image have a fix, and for how long: Inspector says so, basic scanning not.

Owns the pages of DescribeImageScanFindings. They are read only where there is something to weigh.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any, Final

from usage_reporter.answers import mapped, moment
from usage_reporter.scans import Scan, State

#: The most that DescribeImageScanFindings gives at once (API reference).
PAGE_SIZE: Final = 1000
#: Severities that have thresholds.
_WEIGHED: Final = ("CRITICAL", "HIGH")
#: Inspector's `fixAvailable` (Inspector API reference, Finding).
_FIXED: Final = frozenset({"YES", "PARTIAL"})
_SECONDS_PER_DAY: Final = 86_400


def weighed(
    scan: Scan,
    answer: Mapping[str, Any],
    pages: Callable[[], Iterable[Mapping[str, Any]]],
    now: datetime,
) -> Scan:
    """The scan with what is fixable, where Inspector made it.

    Args:
        scan: as the first answer was read.
        answer: the first answer.
        pages: reads all findings of the image.
        now: the time of the report.
    """
    if scan.state is not State.SCANNED:
        return scan
    if "enhancedFindings" not in mapped(answer.get("imageScanFindings")):
        return scan
    if not any(scan.counts.get(severity) for severity in _WEIGHED):
        return replace(scan, fixable={})
    fixable: Counter[str] = Counter()
    ages: list[float] = []
    for finding in _each(pages()):
        severity = finding.get("severity")
        if finding.get("fixAvailable") not in _FIXED or severity not in _WEIGHED:
            continue
        fixable[str(severity)] += 1
        seen = moment(finding.get("firstObservedAt"))
        if severity == "CRITICAL" and seen is not None:
            ages.append(max((now - seen).total_seconds() / _SECONDS_PER_DAY, 0.0))
    return replace(scan, fixable=dict(fixable), critical_days=tuple(ages))


def _each(pages: Iterable[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    for page in pages:
        found = mapped(mapped(page).get("imageScanFindings")).get("enhancedFindings")
        yield from map(mapped, found if isinstance(found, list) else ())
