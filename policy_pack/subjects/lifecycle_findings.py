"""The findings of `ecr_lifecycle` about a resource's lifecycle policy, as violations."""

from __future__ import annotations

from collections.abc import Iterator

import ecr_lifecycle as rules
from policy_pack.framework.policy import Case, Violation
from policy_pack.subjects.lifecycle import DOCUMENTS


def violations(case: Case, severity: rules.Severity) -> Iterator[Violation]:
    """Every finding of one severity. Raises `UnknownProperty` while the policy is unknown."""
    path = DOCUMENTS[case.resource.type]
    document = case.resource.get(*path)
    if document is None or document == "":
        return
    for problem in case.once(f"lifecycle:{case.resource.urn}", lambda _: rules.analyze(document)):
        if problem.severity is severity:
            yield Violation(
                path=path,
                problem=f"{_where(problem)}: {_first(problem.message)}",
                consequence=_rest(problem),
                remedy=problem.remedy.rstrip("."),
            )


def _where(problem: rules.Problem) -> str:
    rule = "the policy" if problem.rule is None else f"rule {problem.rule}"
    return f"{rule} [{problem.code}]"


def _first(message: str) -> str:
    return message.split(". ", 1)[0].rstrip(".")


def _rest(problem: rules.Problem) -> str:
    """What the message says beyond its first sentence, and the finding's example image."""
    said = problem.message.split(". ", 1)[1:]
    return "; ".join([*(text.rstrip(".") for text in said), *_example(problem.example)]) or (
        "ECR refuses the policy, and the update fails when the repository is there already"
    )


def _example(example: rules.Example | None) -> list[str]:
    if example is None:
        return []
    image = example.images[0]
    tags = f"tagged {', '.join(image.tags)}" if image.tags else "without a tag"
    fate = {"stay": "stays", "expire": "is deleted", "transition": "is archived"}[example.outcome]
    by = f" by rule {example.rule}" if example.rule is not None and fate != "stays" else ""
    return [f"for example, an image {tags}, pushed {image.pushed_days_ago:g} days ago, {fate}{by}"]
