"""The findings of `ecr_lifecycle` about a resource's lifecycle policy, as violations."""

from __future__ import annotations

from collections.abc import Iterator

import ecr_lifecycle as rules
from policy_pack.framework.policy import Case, Violation
from policy_pack.subjects.lifecycle import DOCUMENTS


def violations(case: Case, *severities: rules.Severity) -> Iterator[Violation]:
    """Every finding of some severities. Raises `UnknownProperty` while the policy is unknown."""
    path = DOCUMENTS[case.resource.type]
    document = case.resource.get(*path)
    if document is None or document == "":
        return
    for finding in case.once(f"lifecycle:{case.resource.urn}", lambda _: rules.analyze(document)):
        if finding.severity in severities:
            yield Violation(
                path=path,
                problem=f"{_where(finding)}: {finding.problem}",
                consequence="; ".join([finding.impact, *_example(finding)]),
                remedy=finding.fix,
            )


def _where(finding: rules.Finding) -> str:
    rule = rules.rule_of(finding)
    return f"{'the policy' if rule is None else f'rule {rule}'} [{finding.code}]"


def _example(finding: rules.Finding) -> list[str]:
    example = finding.details.get("example")
    if example is None:
        return []
    image = example["images"][0]
    tags = f"tagged {', '.join(image['tags'])}" if image["tags"] else "without a tag"
    fate = {"stay": "stays", "expire": "is deleted", "transition": "is archived"}[
        example["outcome"]
    ]
    by = f" by rule {example['rule']}" if example["rule"] and fate != "stays" else ""
    return [
        f"for example, an image {tags}, pushed {image['pushed_days_ago']:g} days ago, {fate}{by}"
    ]
