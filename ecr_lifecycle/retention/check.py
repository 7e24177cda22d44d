"""What a retention may not say, in the words of whoever wrote it."""

from collections.abc import Iterator

from ecr_lifecycle.findings import shown
from ecr_lifecycle.limits import MAX_INTEGER, MAX_TAG, MAX_WILDCARDS, MIN_ARCHIVE_DAYS
from ecr_lifecycle.retention.model import InvalidRetention, Retention, RetentionClass


def check(retention: Retention) -> None:
    """Raise `InvalidRetention` with every problem of `retention`."""
    if problems := problems_of(retention):
        raise InvalidRetention(problems)


def problems_of(retention: Retention) -> tuple[str, ...]:
    """Every reason why no policy can do what `retention` says."""
    return (
        *_numbers(retention),
        *(problem for each in retention.classes for problem in _class(each)),
        *_names(retention),
        *_patterns(retention),
        *_together(retention),
    )


def _numbers(retention: Retention) -> Iterator[str]:
    yield from _number("untagged_days", retention.untagged_days)
    yield from _number("keep_any", retention.keep_any)
    yield from _number("archive_after_days", retention.archive_after_days)
    yield from _number("archived_days", retention.archived_days, MIN_ARCHIVE_DAYS)


def _number(where: str, value: object, least: int = 1) -> Iterator[str]:
    if value is None:
        return
    if isinstance(value, bool) or not isinstance(value, int):
        yield f"{where} is {shown(value)} and must be a whole number."
    elif not least <= value <= MAX_INTEGER:
        why = " (an image is billed for so long in the archive)" if least > 1 else ""
        yield f"{where} is {shown(value)}; ECR takes {least}{why} to {MAX_INTEGER}."


def _class(each: RetentionClass) -> Iterator[str]:
    where = f"classes.{each.name}"
    ways = {
        "keep": each.keep,
        "days": each.days,
        "archive_after_days": each.archive_after_days,
    }
    given = [way for way, value in ways.items() if value is not None]
    if len(given) != 1:
        yield (
            f"{where} has {' and '.join(given) or 'none'} of keep, days and archive_after_days; "
            "an ECR rule does one thing, so give exactly one."
        )
    for way in given:
        yield from _number(f"{where}.{way}", ways[way])
    if not each.patterns:
        yield f"{where}.patterns is empty, so the class has no images; name its tags."


def _names(retention: Retention) -> Iterator[str]:
    names = [each.name for each in retention.classes]
    for name in sorted({name for name in names if names.count(name) > 1}):
        yield f"classes.{name} is given twice; give each class once, with all its patterns."


def _patterns(retention: Retention) -> Iterator[str]:
    placed = [("protect", pattern) for pattern in retention.protect] + [
        (f"classes.{each.name}.patterns", pattern)
        for each in retention.classes
        for pattern in each.patterns
    ]
    first: dict[str, str] = {}
    for where, pattern in placed:
        if not isinstance(pattern, str) or not 1 <= len(pattern) <= MAX_TAG:
            yield f"{where} has {shown(pattern)}; a pattern has 1 to {MAX_TAG} characters."
            continue
        if pattern.count("*") > MAX_WILDCARDS:
            yield f"{where} has {shown(pattern)}; ECR takes at most {MAX_WILDCARDS} `*` in one."
        if pattern in first:
            yield (
                f"{where} has {shown(pattern)}, which {first[pattern]} has already; the first "
                "would have all its images, and ECR refuses the same tags in two rules."
            )
        first.setdefault(pattern, where)


def _together(retention: Retention) -> Iterator[str]:
    if retention.keep_any is not None and retention.archive_after_days is not None:
        yield (
            "keep_any and archive_after_days are both given; each needs ECR's one rule for any "
            "image. Give keep_any alone, or archive_after_days to single classes."
        )
    nothing = retention.untagged_days is None and retention.keep_any is None
    if nothing and retention.archive_after_days is None and not retention.classes:
        yield (
            "The retention keeps everything, and ECR takes no policy without a rule; give "
            "classes, untagged_days, keep_any or archive_after_days, or attach no policy."
        )
