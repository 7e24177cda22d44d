"""From a retention to the one policy that ECR takes for it.

The order is what makes it right: protection first, because an image belongs to the first rule
whose tags it has; then the classes, the untagged images, and the rule for any image last, as ECR
demands in each storage class.
"""

from collections.abc import Iterator
from typing import Final

from ecr_lifecycle.limits import MAX_IMAGES
from ecr_lifecycle.model import ARCHIVE, EXPIRE, Action, CountType, Policy, Rule, Selection
from ecr_lifecycle.retention.check import check
from ecr_lifecycle.retention.model import InvalidRetention, Retention, RetentionClass
from ecr_lifecycle.validation import validate
from ecr_lifecycle.words import days

NEVER_DAYS: Final = 36_500
"""A hundred years: the age with which a rule holds archived images and never acts on them."""

_Step = tuple[str, Selection, Action]


def build(retention: Retention) -> Policy:
    """The policy that does what `retention` says; it always validates.

    Raises `InvalidRetention` with every problem if no policy can.
    """
    check(retention)
    steps = [*_standard(retention), *_archive(retention)]
    policy = Policy(
        tuple(
            Rule(priority=priority, description=text, selection=selection, action=action)
            for priority, (text, selection, action) in enumerate(steps, start=1)
        )
    )
    if problems := validate(policy):
        raise InvalidRetention(
            tuple(f"{each.problem}; {each.impact}; {each.fix}." for each in problems)
        )
    return policy


def _standard(retention: Retention) -> Iterator[_Step]:
    for pattern in retention.protect:
        held = _tagged(pattern, "imageCountMoreThan", MAX_IMAGES)
        yield f"protect {pattern}", held, EXPIRE
    for each in retention.classes:
        for pattern in each.patterns:
            yield _class(each, pattern)
    if retention.untagged_days is not None:
        yield (
            f"untagged: {days(retention.untagged_days)}",
            Selection(
                tag_status="untagged",
                count_type="sinceImagePushed",
                count_number=retention.untagged_days,
            ),
            EXPIRE,
        )
    if retention.keep_any is not None:
        yield (
            f"any: keep {retention.keep_any}",
            Selection(
                tag_status="any",
                count_type="imageCountMoreThan",
                count_number=retention.keep_any,
            ),
            EXPIRE,
        )
    if retention.archive_after_days is not None:
        yield (
            f"any: archive after {days(retention.archive_after_days)} without a pull",
            Selection(
                tag_status="any",
                count_type="sinceImagePulled",
                count_number=retention.archive_after_days,
            ),
            ARCHIVE,
        )


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


def _tagged(pattern: str, count_type: CountType, number: int) -> Selection:
    return Selection(
        tag_status="tagged",
        tag_patterns=(pattern,),
        storage_class="archive" if count_type == "sinceImageTransitioned" else "standard",
        count_type=count_type,
        count_number=number,
    )
