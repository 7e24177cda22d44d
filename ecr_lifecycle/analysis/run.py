"""Runs every check over a policy: first what ECR refuses, then, if it takes it, the rest."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from ecr_lifecycle.analysis.checks.archive import archive_ends, archive_saves
from ecr_lifecycle.analysis.checks.counts import counts_other_things
from ecr_lifecycle.analysis.checks.declared_tags import outside_scheme
from ecr_lifecycle.analysis.checks.idle_rules import caps_nothing, shadowed
from ecr_lifecycle.analysis.checks.releases import loses_releases
from ecr_lifecycle.analysis.checks.signatures import untagged_signatures
from ecr_lifecycle.analysis.checks.tag_lists import and_of_tags, many_prefixes, never_matching
from ecr_lifecycle.analysis.checks.untaken import no_cap, no_untagged_rule
from ecr_lifecycle.analysis.overlaps import Overlaps
from ecr_lifecycle.finding import Finding, Where
from ecr_lifecycle.findings import Spot, rule_of
from ecr_lifecycle.model import Policy
from ecr_lifecycle.parsing import policy_of
from ecr_lifecycle.tag_scheme import TagScheme
from ecr_lifecycle.validation import positions_of, read_checked


def analyze(source: Any, scheme: TagScheme | None = None) -> list[Finding]:
    """What is wrong with `source` (text, objects or a `Policy`), by rule.

    For a policy that ECR refuses, only why it does. A `scheme` replaces what releases are usually
    tagged by what they are tagged here, and adds what contradicts it.
    """
    document, invalid = read_checked(source)
    if invalid:
        return invalid
    place = _places(source, document)
    return [place(finding) for finding in _findings(policy_of(document), scheme)]


def _places(source: Any, document: Any) -> Callable[[Finding], Finding]:
    """A function that says where in the document the rule of a finding stands."""
    index_of = {rule["rulePriority"]: index for index, rule in enumerate(document["rules"])}
    positions = positions_of(source)

    def place(finding: Finding) -> Finding:
        rule = rule_of(finding)
        steps: tuple[str | int, ...] = ("rules",) if rule is None else ("rules", index_of[rule])
        where = Where(path=Spot(steps).path)
        if positions is not None:
            at = positions.of(steps)
            where = replace(where, line=at.line, column=at.column)
        return replace(finding, where=where)

    return place


def _findings(policy: Policy, scheme: TagScheme | None) -> Iterator[Finding]:
    overlaps = Overlaps(policy)
    for rule in policy.rules:
        yield from never_matching(rule, overlaps)
        yield from and_of_tags(rule, overlaps)
        yield from many_prefixes(rule, overlaps)
        yield from shadowed(rule, overlaps)
        yield from caps_nothing(rule, overlaps)
        yield from _assuming(scheme, loses_releases(rule, overlaps, scheme))
        yield from _assuming(scheme, counts_other_things(rule, overlaps, scheme))
        if scheme is not None:
            yield from _assuming(scheme, outside_scheme(rule, overlaps, scheme))
    yield from no_untagged_rule(overlaps)
    yield from _assuming(scheme, no_cap(overlaps, scheme))
    yield from archive_ends(overlaps)
    yield from archive_saves(overlaps)
    yield from untagged_signatures(overlaps, scheme)


def _assuming(scheme: TagScheme | None, findings: Iterator[Finding]) -> Iterator[Finding]:
    """The findings, each with the tags that it takes for granted."""
    assumed = "usual" if scheme is None else "declared"
    for finding in findings:
        yield replace(finding, details={**finding.details, "scheme": assumed})
