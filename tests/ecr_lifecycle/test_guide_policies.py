"""The two policies of the platform guide: why ECR refuses them, and what they meant."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from ecr_lifecycle import (
    Image,
    Retention,
    RetentionClass,
    analyze,
    build,
    evaluate,
    rule_of,
    validate,
)
from tests.ecr_lifecycle.rules import said

GUIDE = json.loads((Path(__file__).parent / "data/guide_policies.json").read_text())
NOW = datetime(2026, 11, 20, tzinfo=UTC)

LAST_FIVE = Retention(keep_any=5, untagged_days=1)
TEN_TAGGED_AND_90_DAYS_OF_PROD = Retention(
    classes=(
        RetentionClass("prod", ("prod*",), days=90),
        RetentionClass("tagged", ("*",), keep=10),
    ),
    untagged_days=1,
)
MIGRATION = Retention(
    classes=(
        RetentionClass("production", ("v*", "main-*"), keep=10),
        RetentionClass("branches", ("develop-*", "feature-*"), keep=5),
        RetentionClass("pull requests", ("pr-*",), keep=3),
        RetentionClass("backups", ("backup-*-*",), days=7),
    ),
    protect=("latest",),
    untagged_days=1,
    keep_any=50,
)


def image(name, days, *tags):
    return Image(name=name, tags=tags, pushed_at=NOW - timedelta(days=days))


def test_the_first_is_refused_because_any_comes_before_untagged():
    [problem] = validate(GUIDE["guide-terraform"])
    assert (problem.code, rule_of(problem)) == ("any-not-last", 1)
    assert "must have the lowest priority per storage class" in said(problem)


def test_the_second_is_refused_because_tagged_has_no_list():
    [problem] = validate(GUIDE["guide-cost"])
    assert (problem.code, rule_of(problem)) == ("tagged-without-list", 1)
    assert "Must specify tagPrefixList or tagPatternList" in said(problem)


@pytest.mark.parametrize(
    "retention", [LAST_FIVE, TEN_TAGGED_AND_90_DAYS_OF_PROD, MIGRATION], ids=["5", "90", "table"]
)
def test_what_each_meant_becomes_a_policy_that_ecr_takes(retention):
    policy = build(retention)
    assert validate(policy) == []
    assert validate(json.dumps(policy.to_object())) == []


def test_the_first_keeps_the_last_five_and_drops_untagged_images_after_a_day():
    images = [image(f"v{n}", n, f"v{n}") for n in range(2, 10)] + [image("old", 1.5)]
    result = evaluate(build(LAST_FIVE), images, NOW)
    assert dict(result.expire) == {"old": 1, "v6": 2, "v7": 2, "v8": 2, "v9": 2}


def test_the_second_keeps_prod_for_90_days_and_ten_of_all_other_tags():
    images = [image(f"build-{n}", n, f"build-{n}") for n in range(1, 13)]
    images += [image("prod-1", 91, "prod-1"), image("prod-2", 89, "prod-2")]
    result = evaluate(build(TEN_TAGGED_AND_90_DAYS_OF_PROD), images, NOW)
    assert dict(result.expire) == {"build-11": 2, "build-12": 2, "prod-1": 1}


@pytest.mark.parametrize("keep", [5, 10, 20])
def test_the_environments_policies_only_have_what_signed_images_would_change(keep):
    [finding] = analyze(build(Retention(keep=keep, untagged_days=1)))
    assert (finding.code, finding.severity) == ("counts-signatures", "style")


def test_the_migration_table_is_free_of_findings():
    assert analyze(build(MIGRATION)) == []


def test_the_migration_table_does_what_it_says():
    images = [image(f"pr-{n}", n / 10, f"pr-{n}") for n in range(1, 6)]
    images += [
        image("backup-old", 8, "backup-20261112-101500"),
        image("backup", 6, "backup-20261114-101500"),
        image("moving", 300, "latest", "pr-0"),
        image("leftover", 2),
    ]
    result = evaluate(build(MIGRATION), images, NOW)
    names = {
        name: build(MIGRATION).rules[rule - 1].description for name, rule in result.expire.items()
    }
    assert names == {
        "pr-4": "pull requests: keep 3 of pr-*",
        "pr-5": "pull requests: keep 3 of pr-*",
        "backup-old": "backups: backup-*-* for 7 days",
        "leftover": "untagged: 1 day",
    }


def test_prod_by_age_is_built_as_asked_and_said_to_be_dangerous():
    """ECR cannot say "90 days, but never the last ones"; a count or the archive can."""
    found = [
        (problem.code, rule_of(problem))
        for problem in analyze(build(TEN_TAGGED_AND_90_DAYS_OF_PROD))
        if problem.severity != "style"
    ]
    assert found == [("deletes-releases-by-age", 1)]
