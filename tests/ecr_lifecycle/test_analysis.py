"""Each finding, on a policy that has it and on the nearest one that has not."""

import pytest

from ecr_lifecycle import (
    Retention,
    RetentionClass,
    TagClass,
    TagScheme,
    analyze,
    build,
    evaluate,
    parse,
    read_images,
    rule_of,
    validate,
)
from tests.ecr_lifecycle.rules import (
    ARCHIVE,
    CAP,
    UNTAGGED,
    age,
    archived,
    count,
    policy,
    rule,
    said,
)
from tests.ecr_lifecycle.worlds import NOW


def of_patterns(*patterns):
    return {"tagPatternList": list(patterns)}


def of_prefixes(*prefixes):
    return {"tagPrefixList": list(prefixes)}


def capped(*rules):
    """Rules between an untagged rule, and a count of releases and a cap, so that they alone are
    looked at.
    """
    return policy(UNTAGGED, *rules, RELEASES, CAP)


SWEEP = rule(9, age("tagged", 30, **of_patterns("*")))
RELEASES = rule(8, count("tagged", 10, **of_patterns("release-*")))


SCHEME = TagScheme(
    (TagClass("release", ("v*",), release=True), TagClass("pull request", ("pr-*",)))
)

FOUND = {
    "a prefix with a wildcard": (
        "never-matches",
        2,
        capped(rule(2, count("tagged", 5, **of_prefixes("prod*")))),
    ),
    "a pattern with a slash": (
        "never-matches",
        2,
        capped(rule(2, count("tagged", 5, **of_patterns("team/*")))),
    ),
    "a regular expression": (
        "never-matches",
        2,
        capped(rule(2, count("tagged", 5, **of_patterns("^v[0-9]+$")))),
    ),
    "a pattern that begins with a dash": (
        "never-matches",
        2,
        capped(rule(2, count("tagged", 5, **of_patterns("-rc*")))),
    ),
    "alternatives in a list": (
        "and-of-tags",
        2,
        capped(rule(2, count("tagged", 5, **of_patterns("dev*", "prod*")))),
    ),
    "a fixed tag beside a pattern": (
        "and-of-tags",
        2,
        capped(rule(2, age("tagged", 5, **of_patterns("latest", "dev*")))),
    ),
    "eleven prefixes": (
        "many-prefixes",
        2,
        capped(rule(2, count("tagged", 5, **of_prefixes(*("abcdefghijk"))))),
    ),
    "a narrower pattern below": (
        "shadowed",
        3,
        capped(
            rule(2, count("tagged", 5, **of_patterns("prod*"))),
            rule(3, count("tagged", 9, **of_patterns("prod-eu*"))),
        ),
    ),
    "the same as a prefix": (
        "shadowed",
        3,
        capped(
            rule(2, count("tagged", 5, **of_patterns("prod*"))),
            rule(3, count("tagged", 9, **of_prefixes("prod"))),
        ),
    ),
    "one more entry": (
        "shadowed",
        3,
        capped(
            rule(2, count("tagged", 5, **of_patterns("a*"))),
            rule(3, count("tagged", 9, **of_patterns("a*", "*z"))),
        ),
    ),
    "any below untagged and every tag": (
        "shadowed",
        9,
        capped(rule(2, count("tagged", 5, **of_patterns("*")))),
    ),
    "a million": ("caps-nothing", 1, policy(rule(1, count("any", 1_000_000)))),
    "a hundred years": ("caps-nothing", 1, policy(rule(1, age("untagged", 36500)))),
    "untagged images kept from the cap": (
        "caps-nothing",
        1,
        policy(rule(1, age("untagged", 36500)), CAP),
    ),
    "a fixed tag that protects nothing": (
        "caps-nothing",
        2,
        policy(UNTAGGED, rule(2, count("tagged", 1, **of_patterns("stable")))),
    ),
    "one image of any": ("keeps-too-few", 2, policy(UNTAGGED, rule(2, count("any", 1)))),
    "one release": (
        "keeps-too-few",
        2,
        capped(rule(2, count("tagged", 1, **of_patterns("v*.*.*")))),
    ),
    "releases by age": (
        "deletes-releases-by-age",
        2,
        capped(rule(2, age("tagged", 90, **of_patterns("prod*")))),
    ),
    "any by age": ("deletes-releases-by-age", 2, policy(UNTAGGED, rule(2, age("any", 90)))),
    "releases archived by age": (
        "archives-releases-by-age",
        2,
        policy(UNTAGGED, rule(2, age("any", 30), ARCHIVE), rule(3, archived(90))),
    ),
    "no untagged rule": (
        "no-untagged-rule",
        None,
        policy(rule(1, count("tagged", 5, **of_patterns("*")))),
    ),
    "untagged images in the cap": ("no-untagged-rule", None, policy(CAP)),
    "no cap": (
        "no-cap",
        None,
        policy(UNTAGGED, rule(2, count("tagged", 5, **of_patterns("feature-*", "*-x")))),
    ),
    "archived for good": (
        "archive-never-emptied",
        2,
        policy(UNTAGGED, rule(2, age("any", 90, "sinceImagePulled"), ARCHIVE)),
    ),
    "an archive that nothing fills": (
        "archive-never-filled",
        10,
        policy(UNTAGGED, CAP, rule(10, archived(90))),
    ),
}

CLEAN = {
    "a deliberate and within one tag": capped(
        rule(2, count("tagged", 5, **of_patterns("prod-*", "*-arm64")))
    ),
    "ten prefixes of one tag": capped(
        rule(2, count("tagged", 5, **of_prefixes(*("abcdefghij"[:n] for n in range(1, 11)))))
    ),
    "a retain rule": capped(rule(2, count("tagged", 100_000, **of_patterns("stable-*")))),
    "a retained moving tag": capped(rule(2, count("tagged", 1, **of_patterns("latest")))),
    "one pull request": capped(rule(2, count("tagged", 1, **of_patterns("pr-*")))),
    "backups by age": capped(rule(2, age("tagged", 7, **of_patterns("backup-*-*")))),
    "the wider pattern below": capped(
        rule(2, count("tagged", 5, **of_patterns("prod-eu*"))),
        rule(3, count("tagged", 9, **of_patterns("prod*"))),
    ),
    "every tag capped": policy(UNTAGGED, rule(2, count("tagged", 5, **of_patterns("*")))),
    "archived by the last pull, then deleted": policy(
        UNTAGGED, rule(2, age("any", 90, "sinceImagePulled"), ARCHIVE), rule(3, archived(90))
    ),
}


@pytest.mark.parametrize("name", FOUND)
def test_a_policy_with_the_fault_gets_the_finding(name):
    code, where, broken = FOUND[name]
    assert validate(broken) == [], "what is analysed is what ECR takes"
    assert (code, where) in [(problem.code, rule_of(problem)) for problem in analyze(broken)]


@pytest.mark.parametrize("name", CLEAN)
def test_the_nearest_policy_without_it_gets_none(name):
    assert worth_a_look(analyze(CLEAN[name])) == []


def worth_a_look(findings):
    """Those above style, which every count of all tags and every archive has."""
    return [finding for finding in findings if finding.severity != "style"]


@pytest.mark.parametrize("name", FOUND)
def test_the_example_of_a_finding_happens(name):
    _, _, broken = FOUND[name]
    for problem in analyze(broken):
        shown = problem.details["example"]
        result = evaluate(parse(broken), read_images(shown["images"], NOW), NOW)
        verdict = result.verdicts[shown["images"][0]["name"]]
        assert (verdict.outcome, verdict.rule) == (shown["outcome"], shown["rule"])


OUTCOMES = {
    "never-matches": {"stay", "expire"},
    "keeps-too-few": {"expire"},
    "deletes-releases-by-age": {"expire"},
    "archives-releases-by-age": {"transition"},
    "caps-nothing": {"stay"},
    "no-cap": {"stay"},
    "archive-never-emptied": {"stay"},
    "archive-never-filled": {"stay", "expire"},
}


@pytest.mark.parametrize("name", FOUND)
def test_the_example_shows_what_the_finding_claims(name):
    _, where, broken = FOUND[name]
    for problem in analyze(broken):
        assert problem.details["example"]["outcome"] in OUTCOMES.get(
            problem.code, {"stay", "expire"}
        )
        if problem.code == "shadowed":
            assert problem.details["example"]["rule"] != where, "another rule has the image"


def test_a_policy_that_ecr_refuses_gets_only_the_reasons_why():
    assert [problem.severity for problem in analyze(policy())] == ["invalid"]
    assert analyze(None) == validate(None)


def test_what_the_builder_makes_protects_without_a_finding():
    retention = Retention(
        classes=(RetentionClass("release", ("v*", "release-*"), keep=10),),
        protect=("latest", "stable-*"),
        archive_after_days=90,
    )
    assert worth_a_look(analyze(build(retention))) == []


def test_a_scheme_says_what_releases_are():
    one_build = policy(UNTAGGED, rule(2, count("tagged", 1, **of_patterns("build-*"))), SWEEP)
    assert analyze(one_build, TagScheme((TagClass("build", ("build-*",)),))) == []
    scheme = TagScheme((TagClass("build", ("build-*",), release=True),))
    assert [problem.code for problem in analyze(one_build, scheme)] == ["keeps-too-few"]


def test_a_rule_for_tags_that_nobody_declared_is_useless():
    strange = policy(
        UNTAGGED,
        rule(2, count("tagged", 9, **of_patterns("v*"))),
        rule(3, count("tagged", 9, **of_patterns("nightly-*"))),
        SWEEP,
    )
    found = [(problem.code, rule_of(problem)) for problem in analyze(strange, SCHEME)]
    assert found == [("outside-scheme", 3)]


def test_a_declared_class_that_no_rule_takes_is_kept_for_good():
    only_releases = policy(UNTAGGED, rule(2, count("tagged", 9, **of_patterns("v*"))))
    [problem] = analyze(only_releases, SCHEME)
    assert problem.code == "no-cap"
    assert "pull request" in said(problem)


def test_a_count_that_releases_share_with_other_pushes_is_dangerous():
    shared = policy(UNTAGGED, rule(2, count("any", 10)))
    assert [finding.code for finding in analyze(shared)] == ["counts-parts"]
    [problem, parts] = analyze(shared, SCHEME)
    assert parts.code == "counts-parts"
    assert (problem.code, problem.severity) == ("crowds-out-releases", "dangerous")
    assert (problem.details["example"]["outcome"], problem.details["example"]["rule"]) == (
        "expire",
        2,
    )


def test_a_rule_of_their_own_keeps_releases_from_being_crowded_out():
    apart = policy(UNTAGGED, rule(2, count("tagged", 10, **of_patterns("v*"))), CAP)
    assert analyze(apart, SCHEME) == []
