"""Retention: what is wanted becomes a valid policy and a sentence each, or one clear answer."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecr_lifecycle import (
    InvalidRetention,
    Retention,
    RetentionClass,
    build,
    evaluate,
    explain,
    parse,
    read_images,
    read_retention,
    validate,
)
from tests.ecr_lifecycle.worlds import NOW, PATTERNS

numbers = st.none() | st.integers(1, 400)
classes = st.builds(
    RetentionClass,
    name=st.sampled_from(["release", "branch", "pull request"]),
    patterns=st.lists(st.sampled_from(PATTERNS), max_size=2).map(tuple),
    keep=numbers,
    days=st.none() | st.none() | numbers,
    archive_after_days=st.none() | st.none() | numbers,
)
retentions = st.builds(
    Retention,
    classes=st.lists(classes, max_size=3).map(tuple),
    protect=st.lists(st.sampled_from(["latest", "stable-*", "a*"]), max_size=2).map(tuple),
    untagged_days=numbers,
    keep_any=st.none() | numbers,
    archive_after_days=st.none() | numbers,
    archived_days=st.none() | st.integers(85, 400),
    keep=st.none() | st.none() | numbers,
    other_days=st.none() | st.none() | numbers,
)


@given(retentions)
def test_a_retention_becomes_a_valid_policy_or_is_refused_with_reasons(retention):
    try:
        policy = build(retention)
    except InvalidRetention as refused:
        policy, reasons = None, refused.findings
    if policy is None:
        assert reasons, "a refusal says why"
        return
    assert validate(policy) == []
    assert parse(policy.to_json()) == policy
    assert len(explain(policy)) == len(policy.rules), "a sentence for each rule"
    names = [each.name for each in retention.classes]
    spoken = [line for line in explain(retention) if line.split(":")[0] in names]
    assert len(spoken) == len(names), "a sentence for each class"
    assert all(line.endswith(".") for line in explain(policy) + explain(retention))


def test_the_simplest_retention_has_untagged_before_any():
    policy = build(Retention(keep_any=5, untagged_days=1))
    assert [rule.selection.tag_status for rule in policy.rules] == ["untagged", "any"]
    assert policy.to_json() == (
        '{"rules":[{"rulePriority":1,"description":"untagged: 1 day","selection":{"tagStatus":'
        '"untagged","countType":"sinceImagePushed","countUnit":"days","countNumber":1},"action":'
        '{"type":"expire"}},{"rulePriority":2,"description":"any: keep 5","selection":{"tagStatus"'
        ':"any","countType":"imageCountMoreThan","countNumber":5},"action":{"type":"expire"}}]}'
    )


def test_several_patterns_mean_or_and_the_builder_says_what_the_count_means():
    retention = Retention((RetentionClass("release", ("v*", "main-*"), keep=10),))
    assert [rule.selection.tag_patterns for rule in build(retention).rules[:2]] == [
        ("v*",),
        ("main-*",),
    ]
    assert explain(retention)[0] == (
        "release: of the images with a tag v* or main-*, the newest 10 stay for each of these "
        "patterns, up to 20 in all, because ECR counts each by itself."
    )


def image(name, days, *tags, **more):
    return {"name": name, "tags": list(tags), "pushed_days_ago": days} | more


def gone(retention, *images):
    result = evaluate(build(retention), read_images(list(images), NOW), NOW)
    return set(result.expire), set(result.transition)


def test_what_is_protected_never_goes():
    retention = Retention(
        classes=(RetentionClass("all", ("*",), days=1),), protect=("stable-*",), keep_any=1
    )
    kept = [image(f"s{n}", 900 + n, f"stable-{n}", "x") for n in range(3)]
    assert gone(retention, *kept, image("other", 2, "x")) == ({"other"}, set())


def test_what_is_protected_never_goes_from_the_archive_either():
    retention = Retention(protect=("stable-*",), archive_after_days=90)
    old = {"storageClass": "archive", "archived_days_ago": 900}
    images = [image("s", 1000, "stable-1", **old), image("o", 1000, "old", **old)]
    assert gone(retention, *images) == ({"o"}, set())


def test_what_is_not_pulled_is_archived_and_then_deleted():
    retention = Retention(archive_after_days=90, archived_days=100)
    images = [
        image("pulled", 500, "a", last_pulled_days_ago=89),
        image("idle", 500, "b", last_pulled_days_ago=91),
        image("never", 91, "c"),
        image("stored", 500, "d", storageClass="archive", archived_days_ago=101),
    ]
    assert gone(retention, *images) == ({"stored"}, {"idle", "never"})


REFUSED = [
    (Retention(untagged_days=None), "keeps everything"),
    (Retention(keep_any=0), "keep_any must be 1 to 2147483647 (found: 0)"),
    (Retention(keep=2**40), "write 2147483647 or less"),
    (
        Retention((RetentionClass("a", ("*",), days=2),), keep=7),
        "which keep has for all other tags",
    ),
    (Retention(protect=("v*", "*"), other_days=7), "which other_days has for all other tags"),
    (Retention(untagged_days=True), "untagged_days must be a whole number (found: true)"),
    (Retention(keep_any=5, archive_after_days=90), "each needs the rule for any image"),
    (Retention(archive_after_days=90, archived_days=89), "archived_days must be 90"),
    (Retention((RetentionClass("a", ("v*",)),)), "classes.a has none of"),
    (Retention((RetentionClass("a", ("v*",), keep=1, days=2),)), "keep and days"),
    (Retention((RetentionClass("a", (), keep=1),)), "patterns is empty"),
    (Retention((RetentionClass("a", ("*1*2*3*4*",), keep=1),)), "use at most 4 `*`"),
    (Retention((RetentionClass("a", ("",), keep=1),)), "1 to 300 characters"),
    (Retention((RetentionClass("a", ("v*", "v*"), keep=1),)), "has already"),
    (Retention((RetentionClass("a", ("v*",), keep=1),), protect=("v*",)), "which protect has"),
    (Retention((RetentionClass("a", ("a",), 1), RetentionClass("a", ("b",), 1))), "given twice"),
    (
        Retention((RetentionClass("a", tuple(f"p{n}" for n in range(50)), keep=1),)),
        "at most 50 elements",
    ),
]


@pytest.mark.parametrize(("retention", "words"), REFUSED)
def test_what_no_policy_can_do_is_refused_with_the_reason(retention, words):
    with pytest.raises(InvalidRetention) as refused:
        build(retention)
    assert words in str(refused.value)


def test_a_retention_is_read_from_json():
    text = (
        '{"classes": {"release": {"patterns": ["v*"], "keep": 10}}, "protect": ["latest"], '
        '"untagged_days": 2, "keep_any": 50}'
    )
    assert read_retention(text) == Retention(
        classes=(RetentionClass("release", ("v*",), keep=10),),
        protect=("latest",),
        untagged_days=2,
        keep_any=50,
    )


def test_all_that_is_wrong_with_a_written_retention_comes_at_once():
    text = '{"classes": {"a": {"keep": 0, "pattern": []}}, "protect": "v*", "kept": 5}'
    with pytest.raises(InvalidRetention) as refused:
        read_retention(text)
    told = str(refused.value)
    for words in ('"kept"', '"pattern"', "protect must be", "keep must be 1", "patterns is empty"):
        assert words in told


@pytest.mark.parametrize("source", ["[", "[]", "null", '{"classes": []}', None, 5])
def test_what_is_no_retention_is_refused(source):
    with pytest.raises(InvalidRetention):
        read_retention(source)
