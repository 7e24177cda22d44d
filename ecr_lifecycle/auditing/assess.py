"""What is to be said of one repository: findings, what the next run deletes, a better policy."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from typing import Final

from ecr_lifecycle.analysis import analyze
from ecr_lifecycle.auditing.record import Record
from ecr_lifecycle.evaluation import evaluate
from ecr_lifecycle.finding import Finding, Severity, Where
from ecr_lifecycle.image import Image
from ecr_lifecycle.invalid_policy import InvalidPolicy
from ecr_lifecycle.model import Policy
from ecr_lifecycle.parsing import parse
from ecr_lifecycle.retention import Retention, build
from ecr_lifecycle.tag_scheme import TagScheme

GB: Final = 10**9
_REMEMBERED: Final = 4096


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment:
    """A repository with what was found.

    `expires` and `archives` are what the next run takes, with `freed_bytes` by the images' sizes:
    an upper bound, because images share layers. `better` is the policy that would be written
    instead, where the present one has a finding above style, and `better_expires` what that one's
    first run would take.
    """

    record: Record
    findings: tuple[Finding, ...]
    expires: int = 0
    archives: int = 0
    freed_bytes: int = 0
    stored_bytes: int = 0
    better: Policy | None = None
    better_expires: int = 0

    def monthly_saving(self, price: float) -> float:
        """What a month less of what goes costs, at most."""
        return self.freed_bytes / GB * price


def assess(
    record: Record, now: datetime, *, scheme: TagScheme | None = None, keep: int = 20
) -> Assessment:
    """The assessment of a repository at `now`; a better policy keeps `keep` pushes of a tag."""
    findings = tuple(
        replace(finding, where=replace(finding.where, resource=record.arn or record.name))
        for finding in _findings(record.policy, scheme)
    )
    policy = _parsed(record.policy)
    expires = archives = freed = 0
    if policy is not None:
        result = evaluate(policy, record.images, now)
        expires, archives = len(result.expire), len(result.transition)
        freed = _bytes(image for image in record.images if image.name in result.expire)
    better, better_expires = None, 0
    if any(finding.severity is not Severity.STYLE for finding in findings):
        better = build(Retention(keep=keep), scheme)
        better_expires = len(evaluate(better, record.images, now).expire)
    return Assessment(
        record=record,
        findings=findings,
        expires=expires,
        archives=archives,
        freed_bytes=freed,
        stored_bytes=_bytes(record.images),
        better=better,
        better_expires=better_expires,
    )


def _bytes(images: Iterable[Image]) -> int:
    """The sum of sizes; an index says its largest child's, which is counted by itself."""
    return sum(image.size_bytes or 0 for image in images if not image.references)


@lru_cache(maxsize=_REMEMBERED)
def _findings(policy: str | None, scheme: TagScheme | None) -> tuple[Finding, ...]:
    """A fleet has few distinct policies, so each is analysed once."""
    if policy is None:
        return (
            Finding(
                code="no-policy",
                severity=Severity.WASTEFUL,
                where=Where(),
                problem="the repository has no lifecycle policy",
                impact="every image that was ever pushed is kept and paid for, until pushes fail "
                "at 100000 images",
                fix="put a policy that keeps the newest pushes of a tag; `build` writes one",
            ),
        )
    return tuple(analyze(policy, scheme))


@lru_cache(maxsize=_REMEMBERED)
def _parsed(policy: str | None) -> Policy | None:
    if policy is None:
        return None
    try:
        return parse(policy)
    except InvalidPolicy:
        return None
