"""From a retention to the one policy that ECR takes for it.

The order is what makes it right: protection first, because an image belongs to the first rule
whose tags it has; then the classes, cosign's signature tags, the untagged images, every other tag,
and the rule for any image last, as ECR demands in each storage class.

`keep` becomes a count of `tagged ["*"]`, never of `any`: an index and what it references is one
push, and only the index bears the tag. A rule for any image would have nothing left to do.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from ecr_lifecycle.limits import MAX_IMAGES
from ecr_lifecycle.model import (
    ARCHIVE,
    EXPIRE,
    Action,
    CountType,
    Policy,
    Rule,
    Selection,
    TagStatus,
)
from ecr_lifecycle.patterns import pattern_covers
from ecr_lifecycle.retention.check import check
from ecr_lifecycle.retention.model import InvalidRetention, Retention, RetentionClass
from ecr_lifecycle.tag_scheme import SIGNATURE_TAGS, TagScheme
from ecr_lifecycle.validation import validate
from ecr_lifecycle.wildcard import ANY
from ecr_lifecycle.words import days

NEVER_DAYS: Final = 36_500
"""A hundred years: the age with which a rule holds archived images and never acts on them."""

SIGNATURES_KEPT: Final = 10_000
"""The newest images with cosign's tags that stay. ECR cannot tie them to what they sign, so it is
far above what any count of releases needs: the signature of a release that stays goes only once so
many newer ones exist. Those whose image is gone stay until then, at some kB each, a tenth of the
100,000 images that a repository holds."""

_Step = tuple[str, Selection, Action]


def build(retention: Retention, scheme: TagScheme | None = None) -> Policy:
    """The policy that does what `retention` says; it always validates.

    With a `scheme`, `keep` holds for each of its patterns, so that no class of tags takes the
    places of another. Raises `InvalidRetention` with every finding if no policy can.
    """
    wanted = for_scheme(retention, scheme)
    check(wanted)
    steps = [*_standard(wanted), *_archive(wanted)]
    policy = Policy(
        tuple(
            Rule(priority=priority, description=text, selection=selection, action=action)
            for priority, (text, selection, action) in enumerate(steps, start=1)
        )
    )
    if findings := validate(policy):
        raise InvalidRetention(tuple(findings))
    return policy


def for_scheme(retention: Retention, scheme: TagScheme | None) -> Retention:
    """`retention` with a class for each pattern of `scheme` that it says nothing of itself.

    `keep` is theirs then; beside `other_days` it is theirs alone.
    """
    if scheme is None or retention.keep is None:
        return retention
    placed = {*retention.protect, *(p for each in retention.classes for p in each.patterns)}
    names = {each.name for each in retention.classes}
    added = []
    for each in scheme.classes:
        free = tuple(
            pattern
            for pattern in dict.fromkeys(each.patterns)
            if not pattern_covers(SIGNATURE_TAGS, pattern)
            and set(pattern) != {ANY}
            and not any(pattern_covers(other, pattern) for other in placed)
        )
        placed.update(free)
        if free:
            name = each.name if each.name not in names else f"{each.name} of the scheme"
            added.append(RetentionClass(name, free, keep=retention.keep))
    if not added:
        return retention
    keep = retention.keep if retention.other_days is None else None
    return replace(retention, classes=(*retention.classes, *added), keep=keep)


def _standard(retention: Retention) -> Iterator[_Step]:
    for pattern in retention.protect:
        held = _tagged(pattern, "imageCountMoreThan", MAX_IMAGES)
        yield f"protect {pattern}", held, EXPIRE
    for each in retention.classes:
        for pattern in each.patterns:
            yield _class(each, pattern)
    if signatures_apart(retention):
        counted = _tagged(SIGNATURE_TAGS, "imageCountMoreThan", SIGNATURES_KEPT)
        yield f"signatures: keep {SIGNATURES_KEPT} of {SIGNATURE_TAGS}", counted, EXPIRE
    if retention.untagged_days is not None:
        yield (
            f"untagged: {days(retention.untagged_days)}",
            _every("untagged", "sinceImagePushed", retention.untagged_days),
            EXPIRE,
        )
    if retention.keep is not None:
        text = f"{_others(retention)}: keep {retention.keep}"
        yield text, _tagged(ANY, "imageCountMoreThan", retention.keep), EXPIRE
    if retention.other_days is not None:
        text = f"{_others(retention)}: {days(retention.other_days)}"
        yield text, _tagged(ANY, "sinceImagePushed", retention.other_days), EXPIRE
    if retention.keep_any is not None:
        text = f"any: keep {retention.keep_any}"
        yield text, _every("any", "imageCountMoreThan", retention.keep_any), EXPIRE
    if retention.archive_after_days is not None:
        yield (
            f"any: archive after {days(retention.archive_after_days)} without a pull",
            _every("any", "sinceImagePulled", retention.archive_after_days),
            ARCHIVE,
        )


def signatures_apart(retention: Retention) -> bool:
    """Whether cosign's tags get a rule: where a class counts, and none has them already."""
    placed = [*retention.protect, *(p for each in retention.classes for p in each.patterns)]
    counts = any(each.keep is not None for each in retention.classes)
    return counts and not any(pattern_covers(pattern, SIGNATURE_TAGS) for pattern in placed)


def _others(retention: Retention) -> str:
    return "other tags" if retention.classes or retention.protect else "tagged"


def _archive(retention: Retention) -> Iterator[_Step]:
    """Delete what was archived, but not what is protected and was archived by hand."""
    if not retention.archives or retention.archived_days is None:
        return
    for pattern in retention.protect:
        held = _tagged(pattern, "sinceImageTransitioned", NEVER_DAYS)
        yield f"protect {pattern} in the archive", held, EXPIRE
    yield (
        f"archived: {days(retention.archived_days)}",
        Selection(
            tag_status="any",
            storage_class="archive",
            count_type="sinceImageTransitioned",
            count_number=retention.archived_days,
        ),
        EXPIRE,
    )


def _class(each: RetentionClass, pattern: str) -> _Step:
    if each.keep is not None:
        text = f"{each.name}: keep {each.keep} of {pattern}"
        return text, _tagged(pattern, "imageCountMoreThan", each.keep), EXPIRE
    if each.days is not None:
        text = f"{each.name}: {pattern} for {days(each.days)}"
        return text, _tagged(pattern, "sinceImagePushed", each.days), EXPIRE
    after = each.archive_after_days or 0
    text = f"{each.name}: archive {pattern} after {days(after)} without a pull"
    return text, _tagged(pattern, "sinceImagePulled", after), ARCHIVE


def _every(status: TagStatus, count_type: CountType, number: int) -> Selection:
    return Selection(tag_status=status, count_type=count_type, count_number=number)


def _tagged(pattern: str, count_type: CountType, number: int) -> Selection:
    return Selection(
        tag_status="tagged",
        tag_patterns=(pattern,),
        storage_class="archive" if count_type == "sinceImageTransitioned" else "standard",
        count_type=count_type,
        count_number=number,
    )
