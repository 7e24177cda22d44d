"""What became of an image, from CloudTrail: expired by a rule, deleted by somebody, or neither.

Owns reading the event history of a Region. Sources: CloudTrail API reference, LookupEvents (50 a
page, two calls a second, 90 days); ECR user guide, "Logging Amazon ECR actions with AWS CloudTrail"
(PolicyExecutionEvent; several events where ten or more images expire).
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from ecr_lifecycle.finding import Where
from operations.aws import Aws
from operations.failures import asking

LONGEST: Final = 90
_EXPIRED: Final = "PolicyExecutionEvent"
_DELETED: Final = "BatchDeleteImage"
_PAGES: Final = 20


@dataclass(frozen=True)
class End:
    """The end of one image, or of one of its tags.

    Attributes:
        when: when it was.
        digest: the image; empty where the event names a tag alone.
        tags: the tags that it had.
        rule: the priority of the lifecycle rule; 0 where somebody deleted it.
        by: who deleted it.
    """

    when: datetime
    digest: str
    tags: tuple[str, ...]
    rule: int = 0
    by: str = ""

    def __str__(self) -> str:
        when = self.when.astimezone(UTC)
        how = (
            f"rule {self.rule} of the lifecycle policy expired"
            if self.rule
            else f"{self.by} deleted"
        )
        what = ", ".join(self.tags) or self.digest
        return f"{how} {what} on {when:%Y-%m-%d %H:%M} UTC"


@dataclass(frozen=True)
class History:
    """What CloudTrail has of a repository.

    Attributes:
        ends: the ends of images, newest first.
        is_whole: whether all events of the time were read.
    """

    ends: tuple[End, ...]
    is_whole: bool

    def of(self, tag: str, digest: str) -> list[End]:
        """The ends of an image, by tag or digest."""
        return [
            one
            for one in self.ends
            if (tag and tag in one.tags) or (digest and digest == one.digest)
        ]


def read_history(aws: Aws, repository: str, account: str, days: int, now: datetime) -> History:
    """The ends of a repository's images in the last days.

    Raises:
        CouldNotFindOut: CloudTrail may not be asked.
    """
    ends: list[End] = []
    whole = True
    for name in (_EXPIRED, _DELETED):
        with asking(Where(resource="CloudTrail"), "cloudtrail:LookupEvents"):
            pages = (
                aws.client("cloudtrail")
                .get_paginator("lookup_events")
                .paginate(
                    LookupAttributes=[{"AttributeKey": "EventName", "AttributeValue": name}],
                    StartTime=now - timedelta(days=days),
                    EndTime=now,
                )
            )
            for number, page in enumerate(pages):
                if number == _PAGES:
                    whole = False
                    break
                for event in page.get("Events", ()):
                    ends += _ends(event, repository, account)
    return History(tuple(sorted(ends, key=lambda one: one.when, reverse=True)), whole)


def _ends(event: Mapping[str, Any], repository: str, account: str) -> Iterator[End]:
    try:
        told = json.loads(str(event.get("CloudTrailEvent") or "{}"))
        if told.get("errorCode"):
            return
        when = event["EventTime"]
        if event.get("EventName") == _EXPIRED:
            yield from _expired(told.get("serviceEventDetails") or {}, repository, when)
        else:
            yield from _deleted(told, repository, account, when)
    except (ValueError, TypeError, KeyError, AttributeError):
        return  # an event of another form tells nothing about an image


def _expired(details: Mapping[str, Any], repository: str, when: datetime) -> Iterator[End]:
    if details.get("repositoryName") != repository:
        return
    for action in details.get("lifecycleEventImageActions") or ():
        image = action["lifecycleEventImage"]
        tags = tuple(map(str, image.get("tagList") or ()))
        yield End(when, str(image.get("digest", "")), tags, int(action["rulePriority"]))


def _deleted(
    told: Mapping[str, Any], repository: str, account: str, when: datetime
) -> Iterator[End]:
    asked = told.get("requestParameters") or {}
    if asked.get("repositoryName") != repository:
        return
    if asked.get("registryId") not in (None, account):
        return
    by = str((told.get("userIdentity") or {}).get("arn") or "somebody")
    for one in (told.get("responseElements") or asked).get("imageIds") or ():
        tag = one.get("imageTag")
        yield End(when, str(one.get("imageDigest", "")), (str(tag),) if tag else (), by=by)
