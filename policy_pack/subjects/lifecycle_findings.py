"""The findings of `ecr_lifecycle` about a resource's lifecycle policy, as violations.

Owns which of them a policy of this pack reports, and which tags count as releases. Their parts are
fields; nobody reads their prose.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

import ecr_lifecycle as rules
from ecr_lifecycle.finding import Finding, Severity, Where
from ecr_lifecycle.limits import MAX_TEXT
from policy_pack.framework.policy import Case, Violation
from policy_pack.subjects.lifecycle import DOCUMENTS

_SHIELD: Final = 100
"""A rule that keeps so many images of some tags is there to keep all of them."""


def violations(
    case: Case, *severities: Severity, releases: Sequence[str] = ()
) -> Iterator[Violation]:
    """Every finding of some severities. Raises `UnknownProperty` while the policy is unknown.

    `releases` are patterns of the tags that releases have here.
    """
    path = DOCUMENTS[case.resource.type]
    document = case.resource.get(*path)
    if document is None or (document == "" and len(path) > 1):
        return
    for finding in case.once(
        f"lifecycle:{case.resource.urn}:{releases}", lambda _: _analysed(document, releases)
    ):
        if finding.severity in severities:
            yield Violation(
                path=path,
                problem=f"{_where(finding)}: {finding.problem.rstrip('.')}",
                impact="; ".join([finding.impact.rstrip("."), *_example(finding)]),
                fix=finding.fix.rstrip("."),
                severity=finding.severity,
                code=finding.code,
            )


def _analysed(document: Any, releases: Sequence[str]) -> list[Finding]:
    if isinstance(document, str) and len(document) > MAX_TEXT:
        return [
            Finding(
                code="too-long",
                severity=Severity.INVALID,
                where=Where(),
                problem=f"it has {len(document):,} characters",
                impact=f"ECR takes at most {MAX_TEXT:,}, and refuses the policy",
                fix="fewer or shorter rules",
            )
        ]
    found = list(rules.analyze(document))
    patterns = tuple(releases) or _shielded(document)
    if not patterns or any(one.severity is Severity.INVALID for one in found):
        return found
    scheme = rules.TagScheme((rules.TagClass("release", patterns, release=True),))
    harmless = [one for one in found if one.severity is not Severity.DANGEROUS]
    meant = rules.analyze(document, scheme)
    return harmless + [one for one in meant if one.severity is Severity.DANGEROUS]


def _where(finding: Finding) -> str:
    rule = rules.rule_of(finding)
    return f"{'the policy' if rule is None else f'rule {rule}'} [{finding.code}]"


def _example(finding: Finding) -> list[str]:
    example = finding.details.get("example")
    if example is None:
        return []
    image, outcome = example["images"][0], example["outcome"]
    tags = f"tagged {', '.join(image['tags'])}" if image["tags"] else "without a tag"
    fate = {"stay": "stays", "expire": "is deleted", "transition": "is archived"}[outcome]
    by = f" by rule {example['rule']}" if example["rule"] and fate != "stays" else ""
    return [
        f"for example, an image {tags}, pushed {image['pushed_days_ago']:g} days ago, {fate}{by}"
    ]


def _shielded(document: Any) -> tuple[str, ...]:
    """The tags that a rule of the policy keeps by a high count: what the author calls a release.

    AWS's CDK shows the idiom: a first rule with a count of thousands shields `prod*`, the rest goes
    by age. Source: aws-cdk-lib `aws-ecr`, "Lifecycle rules".
    """
    try:
        body = json.loads(document) if isinstance(document, str) else document
        return tuple(
            pattern
            for rule in body["rules"]
            for pattern in _patterns(rule["selection"])
            if rule["selection"].get("countType") == "imageCountMoreThan"
            and rule["selection"].get("countNumber", 0) >= _SHIELD
        )
    except (AttributeError, KeyError, RecursionError, TypeError, ValueError):
        return ()


def _patterns(selection: Mapping[str, Any]) -> Iterator[str]:
    """The tags of a selection, one each: several in one rule must all be on one image."""
    for key, end in (("tagPatternList", ""), ("tagPrefixList", "*")):
        found = selection.get(key)
        if isinstance(found, list) and len(found) == 1 and isinstance(found[0], str):
            yield found[0] + end
