"""Runs every check over a policy: first what ECR refuses, then, if it takes it, the rest."""

from collections.abc import Iterator
from typing import Any

from ecr_lifecycle.analysis.coverage import archive_ends, no_cap, no_untagged_rule
from ecr_lifecycle.analysis.matching import and_of_tags, many_prefixes, never_matching
from ecr_lifecycle.analysis.reaching import caps_nothing, shadowed
from ecr_lifecycle.analysis.releases import loses_releases
from ecr_lifecycle.analysis.scheme import TagScheme
from ecr_lifecycle.analysis.schemes import crowds_out, outside_scheme
from ecr_lifecycle.analysis.survey import Survey
from ecr_lifecycle.model import Policy
from ecr_lifecycle.parsing import parse
from ecr_lifecycle.problem import InvalidPolicy, Problem


def analyze(source: Any, scheme: TagScheme | None = None) -> list[Problem]:
    """What is dangerous or useless in `source` (text, objects or a `Policy`), by rule.

    For a policy that ECR refuses, only why it does. A `scheme` replaces what releases are usually
    tagged by what they are tagged here, and adds what contradicts it.
    """
    try:
        policy = parse(source)
    except InvalidPolicy as invalid:
        return list(invalid.problems)
    return list(_findings(policy, scheme))


def _findings(policy: Policy, scheme: TagScheme | None) -> Iterator[Problem]:
    survey = Survey(policy)
    for rule in policy.rules:
        yield from never_matching(rule, survey)
        yield from and_of_tags(rule, survey)
        yield from many_prefixes(rule, survey)
        yield from shadowed(rule, survey)
        yield from caps_nothing(rule, survey)
        yield from loses_releases(rule, survey, scheme)
        if scheme is not None:
            yield from outside_scheme(rule, survey, scheme)
            yield from crowds_out(rule, survey, scheme)
    yield from no_untagged_rule(survey)
    yield from no_cap(survey, scheme)
    yield from archive_ends(survey)
