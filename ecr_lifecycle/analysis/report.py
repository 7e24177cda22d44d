"""Makes findings, and the examples that show them by running the policy."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from ecr_lifecycle.evaluation import evaluate
from ecr_lifecycle.example import Example, ExampleImage
from ecr_lifecycle.finding import Finding, Severity, Where
from ecr_lifecycle.findings import of_rule
from ecr_lifecycle.image import Image
from ecr_lifecycle.model import Policy, Rule

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
        references=image.references,
        subject=image.subject,
    )


@dataclass(frozen=True, slots=True)
class Report:
    """Makes findings of one severity."""

    severity: Severity

    def __call__(
        self,
        code: str,
        rule: Rule | None,
        problem: str,
        impact: str,
        fix: str,
        example: Example | None = None,
    ) -> Finding:
        """A finding about `rule`, or about the whole policy, with the example that shows it."""
        details = dict(of_rule(None if rule is None else rule.priority))
        if example is not None:
            details["example"] = example.to_object()
        return Finding(
            code=code,
            severity=self.severity,
            where=Where(),
            problem=problem,
            impact=impact,
            fix=fix,
            details=details,
        )


dangerous: Final = Report(Severity.DANGEROUS)
"""It loses images that are wanted."""

ineffective: Final = Report(Severity.INEFFECTIVE)
"""It does nothing, or not what it looks like."""

wasteful: Final = Report(Severity.WASTEFUL)
"""Something is never cleaned up."""

style: Final = Report(Severity.STYLE)
"""It works, under what is assumed of it."""
