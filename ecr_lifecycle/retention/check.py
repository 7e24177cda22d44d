"""What a retention may not say, in the words of whoever wrote it."""

from typing import Final

from ecr_lifecycle.findings import WHOLE, Findings, Spot, shown
from ecr_lifecycle.limits import MAX_INTEGER, MAX_TAG, MAX_WILDCARDS, MIN_ARCHIVE_DAYS
from ecr_lifecycle.retention.model import InvalidRetention, Retention, RetentionClass
from ecr_lifecycle.wildcard import ANY

_PILE_UP: Final = "ECR refuses the lifecycle policy, and images pile up"
_ONE_ANY: Final = "ECR takes one rule for any image, and the other would be lost"
_NEVER_ACTS: Final = "a rule below one that has every image never acts"


def check(retention: Retention) -> None:
    """Raise `InvalidRetention` with every finding about `retention`."""
    findings = Findings()
    look_at(retention, findings)
    if findings:
        raise InvalidRetention(tuple(findings))


def look_at(retention: Retention, findings: Findings) -> None:
    """Add every reason why no policy can do what `retention` says."""
    _numbers(retention, findings)
    for each in retention.classes:
        _class(each, findings)
    _names(retention, findings)
    _patterns(retention, findings)
    _together(retention, findings)


def _numbers(retention: Retention, findings: Findings) -> None:
    for key in ("untagged_days", "keep", "other_days", "keep_any", "archive_after_days"):
        _number(WHOLE.of(key), getattr(retention, key), findings)
    _number(WHOLE.of("archived_days"), retention.archived_days, findings, MIN_ARCHIVE_DAYS)


def _number(spot: Spot, value: object, findings: Findings, least: int = 1) -> None:
    if value is None:
        return
    if isinstance(value, bool) or not isinstance(value, int):
        findings.invalid(
            "wrong-type",
            f"{spot.path} must be a whole number",
            _PILE_UP,
            f"write a number, such as {max(least, 10)}",
            spot,
            shown(value),
        )
    elif not least <= value <= MAX_INTEGER:
        billed = f"; an image in the archive is billed for {least} days" if least > 1 else ""
        findings.invalid(
            "out-of-range",
            f"{spot.path} must be {least} to {MAX_INTEGER}",
            _PILE_UP + billed,
            f"write {least} or more" if value < least else f"write {MAX_INTEGER} or less",
            spot,
            shown(value),
        )


def _class(each: RetentionClass, findings: Findings) -> None:
    spot = Spot(("classes", each.name))
    ways = {
        "keep": each.keep,
        "days": each.days,
        "archive_after_days": each.archive_after_days,
    }
    given = [way for way, value in ways.items() if value is not None]
    if len(given) != 1:
        findings.invalid(
            "one-way",
            f"{spot.path} has {' and '.join(given) or 'none'} of keep, days and archive_after_days",
            "an ECR rule does one thing, so nobody could tell when the images go",
            "give exactly one",
            spot,
        )
    for way in given:
        _number(spot.of(way), ways[way], findings)
    if not each.patterns:
        findings.invalid(
            "no-patterns",
            f"{spot.path}.patterns is empty",
            "the class has no images",
            "name its tags",
            spot.of("patterns"),
        )


def _names(retention: Retention, findings: Findings) -> None:
    names = [each.name for each in retention.classes]
    for name in sorted({name for name in names if names.count(name) > 1}):
        findings.invalid(
            "class-twice",
            f"classes.{name} is given twice",
            "nobody could tell which of the two is meant",
            "give each class once, with all its patterns",
            Spot(("classes", name)),
        )


def _patterns(retention: Retention, findings: Findings) -> None:
    placed = [(WHOLE.of("protect"), pattern) for pattern in retention.protect] + [
        (Spot(("classes", each.name, "patterns")), pattern)
        for each in retention.classes
        for pattern in each.patterns
    ]
    first: dict[str, str] = {}
    for spot, pattern in placed:
        if not isinstance(pattern, str) or not 1 <= len(pattern) <= MAX_TAG:
            findings.invalid(
                "pattern-length",
                f"{spot.path} has a pattern that does not have 1 to {MAX_TAG} characters",
                "no tag is as long",
                "write the tag as it is pushed, with `*` for any characters",
                spot,
                shown(pattern),
            )
            continue
        if pattern.count("*") > MAX_WILDCARDS:
            findings.invalid(
                "too-many-wildcards",
                f"{spot.path} has a pattern with more than the {MAX_WILDCARDS} `*` that ECR takes",
                _PILE_UP,
                f"use at most {MAX_WILDCARDS} `*`",
                spot,
                shown(pattern),
            )
        if pattern in first:
            findings.invalid(
                "same-tags-twice",
                f"{spot.path} has a pattern which {first[pattern]} has already",
                "the first would have all its images, and ECR refuses the same tags in two rules",
                "name each pattern once",
                spot,
                shown(pattern),
            )
        first.setdefault(pattern, spot.path)
    others = next((key for key in ("keep", "other_days") if getattr(retention, key)), None)
    if ANY in first and others is not None:
        findings.invalid(
            "same-tags-twice",
            f"{first[ANY]} has the pattern `{ANY}`, which {others} has for all other tags",
            "no other tag is left, and ECR refuses the same tags in two rules",
            f"leave out {others}, or name the tags that are meant",
            WHOLE.of(others),
        )


def _together(retention: Retention, findings: Findings) -> None:
    every_tag = [key for key in ("keep", "other_days") if getattr(retention, key) is not None]
    any_image = [
        key for key in ("keep_any", "archive_after_days") if getattr(retention, key) is not None
    ]
    if len(any_image) == 2:
        findings.invalid(
            "two-any-rules",
            "keep_any and archive_after_days are both given; each needs the rule for any image",
            _ONE_ANY,
            "give keep_any alone, or archive_after_days to single classes",
            WHOLE.of("keep_any"),
        )
    if len(every_tag) == 2:
        findings.invalid(
            "keep-and-other-days",
            "keep and other_days are both given, and say of the same images when they go",
            "ECR refuses the same tags in two rules",
            "give the releases a class with keep, or a tag scheme, and the rest other_days",
            WHOLE.of("other_days"),
        )
    if every_tag and any_image and retention.untagged_days is not None:
        findings.invalid(
            "any-never-acts",
            f"{any_image[0]} is given beside {every_tag[0]} and untagged_days, which have every "
            "image between them",
            _NEVER_ACTS,
            f"leave out {any_image[0]} or {every_tag[0]}",
            WHOLE.of(any_image[0]),
        )
    if retention.untagged_days is None and not (every_tag or any_image or retention.classes):
        findings.invalid(
            "keeps-everything",
            "the retention keeps everything",
            "ECR takes no policy without a rule",
            "give one of keep, classes, untagged_days, other_days, keep_any and "
            "archive_after_days, or attach no policy",
        )
