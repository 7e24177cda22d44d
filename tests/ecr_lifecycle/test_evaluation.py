"""The evaluation's own points: who holds whom, what time counts, and each assumption's two ways."""

from dataclasses import fields
from datetime import datetime, timedelta
from typing import Any

import pytest

from ecr_lifecycle import Assumptions, Image, evaluate, parse
from tests.ecr_lifecycle.rules import ARCHIVE, age, archived, count, policy, rule
from tests.ecr_lifecycle.worlds import NOW, ago


def image(name, days, *tags, **more):
    return Image(name=name, tags=tags, pushed_at=ago(days), **more)


def run(document, images, **assumed):
    return evaluate(parse(document), images, NOW, Assumptions(**assumed))


def gone(document, images, **assumed):
    result = run(document, images, **assumed)
    return dict(result.expire) | dict(result.transition)


UNTAGGED = policy(rule(1, age("untagged", 1)))
INDEX = image("index", 5, "v1", references=("amd64", "arm64"))
PARTS = [image("amd64", 5), image("arm64", 5)]


def test_what_a_manifest_list_references_stays_while_the_list_does():
    assert gone(UNTAGGED, [INDEX, *PARTS, image("leftover", 5)]) == {"leftover": 1}


def test_a_list_that_is_not_in_the_repository_holds_nothing():
    assert gone(UNTAGGED, PARTS) == {"amd64": 1, "arm64": 1}


def test_a_held_manifest_list_goes_on_holding_what_it_references():
    nested = [
        image("outer", 0.5, "v1", references=("inner",)),
        image("inner", 5, references=("leaf",)),
        image("leaf", 5),
    ]
    assert gone(UNTAGGED, nested, children_go_with_their_list=True) == {}


def test_an_image_that_takes_no_place_goes_once_the_places_are_taken_by_newer_ones():
    images = [
        image("newest", 1, "a"),
        image("released", 5, "b"),
        image("list", 9, "c", references=("released",), storage_class="archive"),
    ]
    one = policy(rule(1, count("any", 1)))
    assert gone(one, images, children_count=False) == {"released": 1}


def test_the_verdict_names_the_manifest_list_that_holds_an_image():
    verdict = run(UNTAGGED, [INDEX, *PARTS]).verdicts["amd64"]
    assert (verdict.outcome, verdict.rule, verdict.held_by) == ("stay", 1, ("index",))
    assert verdict.because == "rule 1 deletes it once the manifest list index is gone"


def test_an_artifact_goes_with_its_subject():
    images = [
        image("old", 9, "v1"),
        image("new", 5, "v2"),
        image("old-sbom", 9, "sbom", subject="old"),
        image("sbom-signature", 9, "sig", subject="old-sbom"),
        image("new-sbom", 5, "sbom-2", subject="new"),
    ]
    releases = policy(rule(1, count("tagged", 1, tagPatternList=["v*"])))
    result = run(releases, images)
    assert dict(result.expire) == {"old": 1, "old-sbom": 1, "sbom-signature": 1}
    assert result.verdicts["old-sbom"].because == (
        "it goes with its subject old, which rule 1 deletes"
    )


def test_shielding_ends_at_the_storage_class():
    """AWS's "archive then expire": both rules select any image, each in its own class."""
    both = policy(rule(1, age("any", 30), ARCHIVE), rule(2, archived(90)))
    stored = image("stored", 300, "v1", storage_class="archive", archived_at=ago(91))
    assert gone(both, [stored]) == {"stored": 2}


def test_a_higher_rule_shields_also_what_it_leaves_alone():
    document = policy(rule(1, count("tagged", 5, tagPatternList=["v*"])), rule(2, age("any", 1)))
    verdict = run(document, [image("release", 400, "v1")]).verdicts["release"]
    assert (verdict.outcome, verdict.rule, verdict.newer_images) == ("stay", 1, 5)
    assert verdict.shielded_from == (2,)


def test_an_image_that_no_rule_selects_says_so():
    verdict = run(UNTAGGED, [image("release", 400, "v1")]).verdicts["release"]
    assert (verdict.outcome, verdict.rule) == ("stay", None)
    assert verdict.because == "no rule of the standard class selects its tags"


def test_an_image_that_stays_says_how_long():
    verdict = run(UNTAGGED, [image("leftover", 0.25)]).verdicts["leftover"]
    assert verdict.remaining == timedelta(hours=18)
    assert verdict.because == "rule 1 keeps it for another 0.75 days"


PULLED = policy(rule(1, age("any", 10, "sinceImagePulled"), ARCHIVE))


@pytest.mark.parametrize(
    ("times", "goes"),
    [
        ({}, True),
        ({"last_pulled_at": ago(9)}, False),
        ({"last_pulled_at": ago(11)}, True),
        ({"activated_at": ago(9)}, False),
        ({"activated_at": ago(9), "last_pulled_at": ago(50)}, False),
        ({"activated_at": ago(50), "last_pulled_at": ago(9)}, False),
        ({"activated_at": ago(50), "last_pulled_at": ago(11)}, True),
    ],
)
def test_the_last_use_is_a_pull_a_later_restore_or_the_push(times, goes):
    assert ("used" in gone(PULLED, [image("used", 100, **times)])) is goes


def test_a_restored_image_is_as_new_in_the_order_as_its_restore():
    newest = policy(rule(1, count("any", 1)))
    images = [image("restored", 100, "a", activated_at=ago(1)), image("pushed", 2, "b")]
    assert gone(newest, images) == {"pushed": 1}


def test_a_number_of_days_beyond_the_calendar_never_acts():
    forever = policy(rule(1, age("any", 2**31 - 1)))
    result = run(forever, [image("a", 1)])
    assert dict(result.expire) == {}
    assert "another" in result.verdicts["a"].because


def test_an_archived_image_without_a_time_is_never_old_enough():
    document = policy(rule(1, archived(90)))
    result = run(document, [image("a", 900, storage_class="archive")])
    assert dict(result.expire) == {}
    assert result.verdicts["a"].outcome == "stay"


def test_a_run_needs_a_time_with_its_zone():
    with pytest.raises(ValueError, match="aware"):
        evaluate(parse(UNTAGGED), [], datetime(2026, 11, 20))


RELEASES = policy(rule(1, count("tagged", 1, tagPatternList=["v*"])), rule(2, age("untagged", 1)))
TWO_INDEXES = [INDEX, image("newer", 1, "v2"), *PARTS]
ARCHIVED_INDEX = [
    image("index", 5, "v1", references=("part",), storage_class="archive"),
    image("part", 5),
]
SIGNATURE = [image("release", 5, "v1"), image("signature", 5, subject="release")]
RESTORED = [image("restored", 9, activated_at=ago(0.5))]
SWITCHES: dict[str, Any] = {
    "children_count": (
        policy(rule(1, count("any", 3))),
        [image("old", 9, "a"), INDEX, *PARTS],
        {True: {"old": 1}, False: {}},
    ),
    "children_go_with_their_list": (
        RELEASES,
        TWO_INDEXES,
        {False: {"index": 1}, True: {"index": 1, "amd64": 2, "arm64": 2}},
    ),
    "archived_lists_release_children": (
        UNTAGGED,
        ARCHIVED_INDEX,
        {True: {"part": 1}, False: {}},
    ),
    "lists_hold_their_children": (
        UNTAGGED,
        [INDEX, *PARTS],
        {True: {}, False: {"amd64": 1, "arm64": 1}},
    ),
    "untagged_referrers_are_selected": (
        policy(rule(1, count("any", 2))),
        [image("old", 9, "a"), *SIGNATURE],
        {True: {"old": 1}, False: {}},
    ),
    "subjects_hold_their_artifacts": (
        UNTAGGED,
        SIGNATURE,
        {True: {}, False: {"signature": 1}},
    ),
    "referrers_go_with_their_subject": (
        policy(rule(1, age("tagged", 1, tagPatternList=["v*"]))),
        SIGNATURE,
        {True: {"release": 1, "signature": 1}, False: {"release": 1}},
    ),
    "restoring_resets_age": (UNTAGGED, RESTORED, {False: {"restored": 1}, True: {}}),
    "age_boundary": (
        UNTAGGED,
        [image("a-day-old", 1)],
        {"exclusive": {}, "inclusive": {"a-day-old": 1}},
    ),
    "newest_of_equals": (
        policy(rule(1, count("any", 1))),
        [image("first", 1), image("last", 1)],
        {"last-listed": {"first": 1}, "first-listed": {"last": 1}},
    ),
}


@pytest.mark.parametrize("name", SWITCHES)
def test_each_assumption_switches_what_it_says(name):
    document, images, results = SWITCHES[name]
    for value, expected in results.items():
        assert gone(document, images, **{name: value}) == expected
    default = getattr(Assumptions(), name)
    assert gone(document, images) == results[default]
    assert next(iter(results)) == default, "the default is written first"


def test_an_artifact_goes_a_day_after_it_came_to_its_class_at_the_earliest():
    by_age = policy(rule(1, age("tagged", 1, tagPatternList=["v*"])))
    late = [image("release", 5, "v1"), image("signature", 0.9, subject="release")]
    assert gone(by_age, late) == {"release": 1}
    newest = policy(rule(1, count("untagged", 1)))
    orphans = [image("first", 0.9, subject="gone"), image("second", 0.8, subject="gone")]
    assert gone(newest, orphans) == {}
    because = run(newest, orphans).verdicts["first"].because
    assert because.startswith("it is an artifact, and those go after 24 hours")
    assert gone(newest, [image("first", 1.1, subject="gone"), *orphans[1:]]) == {"first": 1}


def test_an_artifact_whose_subject_is_gone_is_an_untagged_image():
    assert gone(UNTAGGED, [image("signature", 5, subject="gone")]) == {"signature": 1}


def test_what_a_subject_holds_names_it():
    verdict = run(UNTAGGED, SIGNATURE).verdicts["signature"]
    assert verdict.because == "rule 1 deletes it once the subject release is gone"


def test_every_assumption_is_tried():
    assert set(SWITCHES) == {field.name for field in fields(Assumptions)}
