"""Makes findings, and the examples that show them by running the policy."""

from datetime import UTC, datetime, timedelta
from typing import Final

from ecr_lifecycle.evaluation import evaluate
from ecr_lifecycle.example import Example, ExampleImage
from ecr_lifecycle.image import Image
from ecr_lifecycle.model import Policy, Rule
from ecr_lifecycle.problem import Problem, Severity

_MOST_SHOWN: Final = 50

_NOW: Final = datetime(2026, 1, 1, tzinfo=UTC)


def show(policy: Policy, *images: ExampleImage) -> Example:
    """What `policy` does to the first of `images`."""
    result = evaluate(policy, [_image(image) for image in images], _NOW)
    verdict = result.verdicts[images[0].name]
    return Example(images=images, outcome=verdict.outcome, rule=verdict.rule)


def enough_newer(rule: Rule, tag: str = "") -> list[ExampleImage]:
    """Newer images, so many that a counting rule acts on an older one; none for other rules."""
    if rule.selection.counts_days:
        return []
    return [
        ExampleImage(
            name=f"newer-{number}",
            tags=(f"{tag}-{number}",) if tag else (),
            pushed_days_ago=number / 100,
        )
        for number in range(1, min(rule.selection.count_number, _MOST_SHOWN) + 1)
    ]


def _image(image: ExampleImage) -> Image:
    archived = image.archived_days_ago
    return Image(
        name=image.name,
        tags=image.tags,
        pushed_at=_NOW - timedelta(days=image.pushed_days_ago),
        storage_class=image.storage_class,
        archived_at=None if archived is None else _NOW - timedelta(days=archived),
    )


def useless(
    code: str, rule: Rule | None, message: str, remedy: str, example: Example | None = None
) -> Problem:
    """A finding of something that does nothing, or not what it looks like."""
    return _problem(Severity.USELESS, code, rule, message, remedy, example)


def dangerous(
    code: str, rule: Rule | None, message: str, remedy: str, example: Example | None = None
) -> Problem:
    """A finding of something that loses images that are wanted."""
    return _problem(Severity.DANGEROUS, code, rule, message, remedy, example)


def _problem(
    severity: Severity,
    code: str,
    rule: Rule | None,
    message: str,
    remedy: str,
    example: Example | None,
) -> Problem:
    return Problem(
        code=code,
        severity=severity,
        rule=None if rule is None else rule.priority,
        message=message,
        remedy=remedy,
        example=example,
    )
