"""Thirteen useless or invalid policies that the usual checkers pass, and what is found in each."""

import pytest

from ecr_lifecycle import analyze, evaluate, parse, read_images
from tests.ecr_lifecycle.rules import ARCHIVE, age, count, policy, rule, said
from tests.ecr_lifecycle.worlds import NOW

RELEASES = rule(2, count("tagged", 20, tagPatternList=["v*"]))

THIRTEEN = {
    "empty rules": (policy(), "no-rules", "invalid", "every image that was ever pushed"),
    "a prefix that never matches, with a count of a million": (
        policy(rule(1, count("tagged", 1_000_000, tagPrefixList=["no-such-tag-"]))),
        "caps-nothing",
        "ineffective",
        "never acts on images tagged no-such-tag-",
    ),
    "untagged only": (
        policy(rule(1, age("untagged", 1))),
        "no-cap",
        "wasteful",
        "no rule ever takes a tagged image",
    ),
    "tagged only": (
        policy(RELEASES),
        "no-untagged-rule",
        "wasteful",
        "no rule ever deletes an untagged image",
    ),
    "any keep 1": (
        policy(rule(1, count("any", 1))),
        "keeps-too-few",
        "dangerous",
        "nothing to roll back to",
    ),
    "any before the release rule": (
        policy(rule(1, count("any", 10)), RELEASES),
        "any-not-last",
        "invalid",
        "take every image first",
    ),
    "duplicate priorities": (
        policy(rule(2, age("untagged", 1)), RELEASES),
        "duplicate-priority",
        "invalid",
        "which of them takes an image first",
    ),
    "two untagged rules": (
        policy(rule(1, age("untagged", 1)), rule(2, count("untagged", 5))),
        "several-untagged",
        "invalid",
        "Every untagged image would belong to the first",
    ),
    "dev and prod in one list": (
        policy(rule(1, count("tagged", 10, tagPrefixList=["dev", "prod"]))),
        "and-of-tags",
        "ineffective",
        "an image tagged dev1 alone is not selected",
    ),
    "36500 days": (
        policy(rule(1, age("any", 36500))),
        "caps-nothing",
        "ineffective",
        "never acts on any image: 36500 days are 100 years",
    ),
    "hours": (
        policy(rule(1, age("untagged", 24) | {"countUnit": "hours"})),
        "count-unit-unknown",
        "invalid",
        "untagged images are kept for good",
    ),
    "count 0": (
        policy(rule(1, count("any", 0))),
        "count-below-one",
        "invalid",
        "would keep none",
    ),
    "transition only": (
        policy(rule(1, age("any", 90, "sinceImagePulled"), ARCHIVE)),
        "archive-never-emptied",
        "wasteful",
        "no rule ever deletes all of them there",
    ),
}


@pytest.mark.parametrize("name", THIRTEEN)
def test_each_gets_the_finding_that_says_what_would_happen(name):
    broken, code, severity, words = THIRTEEN[name]
    findings = {problem.code: problem for problem in analyze(broken)}
    assert code in findings
    assert findings[code].severity == severity
    assert words in said(findings[code])
    assert findings[code].fix


def test_there_are_thirteen():
    assert len(THIRTEEN) == 13


@pytest.mark.parametrize("name", THIRTEEN)
def test_the_example_of_each_finding_happens_when_it_is_evaluated(name):
    broken = THIRTEEN[name][0]
    for problem in analyze(broken):
        if "example" not in problem.details:
            assert problem.severity == "invalid", "only what ECR refuses cannot be shown happening"
            continue
        shown = problem.details["example"]
        result = evaluate(parse(broken), read_images(shown["images"], NOW), NOW)
        verdict = result.verdicts[shown["images"][0]["name"]]
        assert (verdict.outcome, verdict.rule) == (shown["outcome"], shown["rule"])


@pytest.mark.parametrize(
    "tags",
    [
        {"tagPrefixList": ["dev", "prod"]},
        {"tagPatternList": ["dev*", "prod*"]},
        {"tagPatternList": ["dev*", "*", "prod*"]},
    ],
)
def test_a_list_of_alternatives_is_dangerous_where_a_lower_rule_deletes_what_it_meant(tags):
    broken = policy(rule(1, count("tagged", 10, **tags)), rule(2, count("any", 20)))
    [problem] = [problem for problem in analyze(broken) if problem.code == "and-of-tags"]
    assert problem.severity == "dangerous"
    assert "falls to rule 2, which deletes it" in said(problem)
    assert (problem.details["example"]["outcome"], problem.details["example"]["rule"]) == (
        "expire",
        2,
    )
