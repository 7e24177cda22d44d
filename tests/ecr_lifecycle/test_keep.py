"""`keep: N` keeps N pushes, whole: shown by pushing thirty and running the policy after each."""

from datetime import timedelta

import pytest

from ecr_lifecycle import (
    Assumptions,
    InvalidRetention,
    Retention,
    RetentionClass,
    TagClass,
    TagScheme,
    analyze,
    build,
    explain,
)
from ecr_lifecycle.pushes import Shape, push
from tests.ecr_lifecycle.releases import KEPT, KINDS, STACKS, START, case, whole_releases

COSIGN = "the same, signed by cosign under a tag"
REFERRER = "the same, signed as a referrer (notation, cosign with OCI 1.1)"


@pytest.mark.parametrize("stack", STACKS)
@pytest.mark.parametrize("keep", KEPT)
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("every", [timedelta(days=1), timedelta(hours=5)], ids=["daily", "often"])
def test_exactly_the_newest_releases_stay_whole(stack, keep, kind, every):
    given = case(stack, keep)
    whole, left_over = whole_releases(given.policy, given.tags, KINDS[kind], every=every)
    assert whole == list(given.tags[-keep:])
    if kind == COSIGN:
        assert all(name.endswith(" signature") for name in left_over), "orphaned signatures"
    else:
        assert left_over == [], "nothing of a release that is gone stays"


@pytest.mark.parametrize("stack", STACKS)
def test_what_a_stack_keeps_has_no_finding(stack):
    given = case(stack, 5)
    assert analyze(given.policy, given.scheme) == []
    assert {finding.severity for finding in analyze(given.policy)} <= {"style"}


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != COSIGN])
@pytest.mark.parametrize("keep", KEPT)
def test_without_a_scheme_the_newest_releases_stay_as_well(kind, keep):
    given = case("prod", keep, None)
    assert whole_releases(given.policy, given.tags, KINDS[kind]) == (list(given.tags[-keep:]), [])


def test_without_a_scheme_cosigns_tags_take_half_of_the_places():
    given = case("prod", 20, None)
    assert whole_releases(given.policy, given.tags, KINDS[COSIGN])[0] == list(given.tags[-10:])


def test_if_subjects_held_nothing_the_images_would_stay_and_lose_their_signatures():
    given = case("prod", 5)
    letter = Assumptions(subjects_hold_their_artifacts=False)
    whole, left = whole_releases(given.policy, given.tags, KINDS[REFERRER], letter)
    assert whole == []
    assert len(left) == 5 * (1 + 2 + 2), "index, platforms and attestations of five releases"
    unsigned = Shape(platforms=2, attestations=True)
    assert whole_releases(given.policy, given.tags, unsigned, letter)[0] == list(given.tags[-5:])


def test_a_count_of_entries_keeps_far_fewer_releases():
    given = case("prod", 20)
    entries = build(Retention(keep_any=20, untagged_days=1))
    whole, _ = whole_releases(entries, given.tags, KINDS["two platforms, provenance and SBOM"])
    assert whole == list(given.tags[-4:])


def descriptions(policy):
    return [rule.description for rule in policy.rules]


def test_keep_counts_what_bears_a_tag_and_has_no_rule_for_any_image():
    assert descriptions(build(Retention(keep=20))) == ["untagged: 1 day", "tagged: keep 20"]


SCHEME = TagScheme(
    (
        TagClass("release", ("v*", "main-*"), release=True),
        TagClass("branch", ("feature-*",)),
    )
)


def test_a_scheme_gives_each_pattern_its_own_count_and_signatures_theirs():
    assert descriptions(build(Retention(keep=20), SCHEME)) == [
        "release: keep 20 of v*",
        "release: keep 20 of main-*",
        "branch: keep 20 of feature-*",
        "signatures: keep 10000 of sha256-*",
        "untagged: 1 day",
        "other tags: keep 20",
    ]


def test_a_class_of_the_retention_goes_before_the_schemes():
    retention = Retention(
        classes=(RetentionClass("release", ("v*",), keep=3),), protect=("main-*",), keep=20
    )
    assert descriptions(build(retention, SCHEME)) == [
        "protect main-*",
        "release: keep 3 of v*",
        "branch: keep 20 of feature-*",
        "signatures: keep 10000 of sha256-*",
        "untagged: 1 day",
        "other tags: keep 20",
    ]


def test_other_tags_may_go_by_age_while_the_scheme_is_counted():
    built = build(Retention(keep=20, other_days=30), SCHEME)
    assert descriptions(built)[-1] == "other tags: 30 days"
    assert analyze(built, SCHEME) == []
    with pytest.raises(InvalidRetention, match="keep and other_days are both given"):
        build(Retention(keep=20, other_days=30))


@pytest.mark.parametrize("more", [{"keep_any": 50}, {"archive_after_days": 90}])
def test_a_rule_for_any_image_beside_keep_would_never_act_and_is_refused(more):
    with pytest.raises(InvalidRetention, match="every image between them"):
        build(Retention(keep=5, **more))
    assert build(Retention(keep=5, untagged_days=None, **more))


@pytest.mark.parametrize("own", ["sha256-*", "sha256*", "*"])
def test_signatures_that_a_class_has_get_no_second_rule(own):
    built = build(Retention(classes=(RetentionClass("own", ("v*", own), keep=9),)))
    assert not any(text.startswith("signatures") for text in descriptions(built))


def test_keep_is_explained_as_pushes_and_what_takes_places():
    [_, tagged] = explain(Retention(keep=20))
    assert tagged.startswith("Tagged: the newest 20 pushes of a tag stay, each with its platforms")
    *_, signatures, _, others = explain(Retention(keep=20), SCHEME)
    assert signatures.startswith("Signatures: of the images with a tag sha256-* (cosign's)")
    assert "newest 20 of all tagged images, also those above" in others


@pytest.mark.parametrize("kind", KINDS)
def test_a_push_is_as_many_entries_as_its_shape_says(kind):
    shape = KINDS[kind]
    parts = push("sha256:ab", ("v1",), START, shape)
    assert len(parts) == shape.entries
    tagged = [part.image for part in parts if part.image.tags]
    assert len(tagged) == 1 + (shape.signature == "tags")
    assert len({part.image.name for part in parts}) == len(parts)
