"""Which thresholds a repository has passed, and in which numbers. Pure.

Owns the kinds of breaches. What a report doesn't know isn't judged: the last verdict on it holds.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from typing import Any, Final

from usage_reporter.repository import Report
from usage_reporter.scans import MISSING, State, Verdict

KINDS: Final = (
    "images",
    "size",
    "findings-critical",
    "findings-high",
    "findings-overdue",
    "unscanned",
    "scan-expired",
    "last-push",
)
_GIB: Final = 1024**3


@dataclass(frozen=True, kw_only=True)
class Limits:
    """Thresholds of one repository; a breach is above its threshold, never at it. None is off.

    Attributes:
        images: number of images.
        size: bytes.
        critical: CRITICAL findings.
        high: HIGH findings.
        fixable: whether only findings with a fix count, where the scanner says which have one.
        overdue: days for which a CRITICAL finding with a fix may stay.
        days: days without a push.
        scanned: whether a newest image without a scan result is a breach.
    """

    images: int | None = None
    size: float | None = None
    critical: int | None = None
    high: int | None = None
    fixable: bool = False
    overdue: float | None = None
    days: float | None = None
    scanned: bool = False


def limits(given: Mapping[str, Any]) -> Limits:
    """The limits in a request; those that this code doesn't know are of a newer one."""
    known = {field.name for field in fields(Limits)}
    return Limits(**{name: value for name, value in given.items() if name in known})


def judge(report: Report, allowed: Limits) -> dict[str, str]:
    """Each kind that could be judged: why it is a breach, or an empty text for none."""
    return dict(_judge(report, allowed))


def _judge(report: Report, allowed: Limits) -> Iterator[tuple[str, str]]:
    if allowed.images is not None:
        over = report.images > allowed.images
        yield "images", f"{report.images} images, limit {allowed.images}" if over else ""
    if allowed.size is not None and report.size is not None:
        over = report.size > allowed.size
        text = f"{report.size / _GIB:.1f} GiB, limit {allowed.size / _GIB:.1f}"
        yield "size", text if over else ""
    if allowed.days is not None and report.days_since_push is not None:
        over = report.days_since_push > allowed.days
        text = f"{report.days_since_push:.0f} days, limit {allowed.days:.0f}"
        yield "last-push", text if over else ""
    if report.verdict is not None:
        yield from _findings(report.verdict, allowed)
        yield from _scanning(report.verdict, allowed)


def _findings(verdict: Verdict, allowed: Limits) -> Iterator[tuple[str, str]]:
    if verdict.findings is None:
        return
    weighed = allowed.fixable and verdict.fixable is not None
    counted = verdict.fixable if weighed and verdict.fixable is not None else verdict.findings
    for severity, most in (("CRITICAL", allowed.critical), ("HIGH", allowed.high)):
        if most is None:
            continue
        number, all_of_them = counted.get(severity, 0), verdict.findings.get(severity, 0)
        some = f"{number} {severity} with a fix of {all_of_them}" if weighed else ""
        text = f"{some or f'{number} {severity}'}, limit {most}"
        yield f"findings-{severity.lower()}", text if number > most else ""
    if allowed.overdue is not None and verdict.fixable is not None:
        late = [days for days in verdict.critical_days if days > allowed.overdue]
        text = f"{len(late)} CRITICAL with a fix for up to {max(late, default=0):.0f} days"
        yield "findings-overdue", f"{text}, limit {allowed.overdue:g}" if late else ""


def _scanning(verdict: Verdict, allowed: Limits) -> Iterator[tuple[str, str]]:
    """A scan that is at work leaves the last verdict as it is."""
    if not allowed.scanned or verdict.state is State.PENDING:
        return
    unknown = verdict.state in MISSING or verdict.state is State.UNSUPPORTED
    yield "unscanned", f"{verdict.state.value}: {_plain(verdict.reason)}" if unknown else ""
    expired = verdict.state is State.EXPIRED
    yield "scan-expired", "Inspector no longer watches its newest image" if expired else ""


def _plain(reason: str) -> str:
    """A reason of AWS's without what would break a message: EventBridge escapes nothing."""
    kept = "".join(c for c in reason if c.isprintable() and c not in '"\\<>')
    return kept[:160]
