"""Runs every check over a policy: first what ECR refuses, then, if it takes it, the rest."""

from collections.abc import Iterator
from typing import Any

from lifecycle.analysis.coverage import archive_ends, no_cap, no_untagged_rule
from lifecycle.analysis.matching import and_of_tags, never_matching
from lifecycle.analysis.reaching import caps_nothing, shadowed
from lifecycle.analysis.releases import loses_releases
from lifecycle.analysis.scheme import TagScheme
from lifecycle.analysis.schemes import crowds_out, outside_scheme
from lifecycle.model import Policy
from lifecycle.parsing import parse
from lifecycle.problem import InvalidPolicy, Problem


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
    for rule in policy.rules:
        yield from never_matching(rule, policy)
        yield from and_of_tags(rule, policy)
        yield from shadowed(rule, policy)
        yield from caps_nothing(rule, policy)
        yield from loses_releases(rule, policy, scheme)
        if scheme is not None:
            yield from outside_scheme(rule, policy, scheme)
            yield from crowds_out(rule, policy, scheme)
    yield from no_untagged_rule(policy)
    yield from no_cap(policy, scheme)
    yield from archive_ends(policy)
