"""Patterns: linear matching agrees with the definition, and what follows from two patterns."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecr_lifecycle.analysis.selections import one_tag_meets, sample_tag
from ecr_lifecycle.patterns import pattern_covers, prefix_matcher
from ecr_lifecycle.wildcard import matcher
from tests.ecr_lifecycle.oracle import matches

tags = st.text("ab-", max_size=12)
patterns = st.text("ab*", max_size=9).filter(lambda pattern: pattern.count("*") <= 4)


@given(patterns, tags)
def test_a_pattern_matches_what_its_definition_says(pattern, tag):
    assert matcher(pattern)(tag) == matches(pattern, tag)


@given(st.text("ab*", max_size=3), st.text("ab*", max_size=6))
def test_a_prefix_is_literal(prefix, tag):
    assert prefix_matcher(prefix)(tag) == (tag[: len(prefix)] == prefix)


@given(patterns, patterns, tags)
def test_a_covering_pattern_matches_whatever_the_other_matches(wide, narrow, tag):
    if pattern_covers(wide, narrow) and matches(narrow, tag):
        assert matches(wide, tag)


@given(patterns, patterns)
def test_a_pattern_that_does_not_cover_misses_some_tag_of_the_other(wide, narrow):
    if not pattern_covers(wide, narrow):
        assert not matches(wide, narrow.replace("*", "z"))


@given(st.lists(patterns, min_size=1, max_size=3), tags)
def test_patterns_that_one_tag_matches_can_be_met_by_one_tag(entries, tag):
    if all(matches(entry, tag) for entry in entries):
        assert one_tag_meets(entries)


@given(patterns)
def test_a_sample_is_a_tag_that_the_pattern_matches(pattern):
    assert matches(pattern, sample_tag(pattern))


@pytest.mark.parametrize(
    ("entries", "met"),
    [
        (["prod-*", "*-arm64"], True),
        (["dev*", "prod*"], False),
        (["*a", "*b"], False),
        (["v*", "v1*"], True),
        (["latest", "l*"], True),
        (["latest", "dev*"], False),
    ],
)
def test_some_lists_can_be_met_by_one_tag_and_some_cannot(entries, met):
    assert one_tag_meets(entries) is met


@pytest.mark.parametrize(
    ("pattern", "tag", "matched"),
    [
        ("prod*", "prod", True),
        ("prod*", "production-team1", True),
        ("prod*", "repo-prod", False),
        ("*prod*", "repo-production", True),
        ("*prod*", "prod-team", True),
        ("a*a", "a", False),
        ("a*a", "aa", True),
        ("*", "", True),
        ("*aba*aba*", "ababa", False),
        ("*aba*aba*", "abaaba", True),
        ("*aba*aba*aba*", "xabaxabaxababa", True),
    ],
)
def test_the_matches_that_aws_names(pattern, tag, matched):
    assert matcher(pattern)(tag) is matched
