"""Forecasts: what is kept when it is steady, what it costs, and what shared layers change."""

import pytest

from ecr_lifecycle import (
    InvalidStreams,
    Retention,
    RetentionClass,
    Stream,
    build,
    forecast,
    read_streams,
)
from ecr_lifecycle.forecasting import GB
from ecr_lifecycle.pushes import Shape

MB = 10**6
RELEASES = Stream(name="release", tags=("v*",), per_day=3 / 7, size_bytes=250 * MB)


def last(result):
    return result.with_policy[-1], result.without_policy[-1]


def test_the_guides_service_keeps_ten_images_of_two_and_a_half_gigabytes():
    result = forecast(build(Retention(keep_any=10)), [RELEASES])
    kept, grown = last(result)
    assert kept.images == 10
    assert kept.summed_bytes == 2500 * MB
    assert kept.monthly_cost(0.10) == pytest.approx(0.25)
    assert grown.images == 156
    assert grown.monthly_cost(0.10) == pytest.approx(3.90)


def test_it_is_steady_from_the_day_on_which_the_cap_is_reached():
    result = forecast(build(Retention(keep_any=10)), [RELEASES])
    assert 18 <= result.steady_day <= 24, "ten pushes at three a week take 24 days"


def test_what_nothing_caps_is_never_steady():
    result = forecast(build(Retention(untagged_days=1)), [RELEASES])
    kept, grown = last(result)
    assert result.steady_day is None
    assert kept == grown


def test_images_kept_by_age_are_steady_at_rate_times_age():
    stream = Stream(name="backup", tags=("backup-*",), per_day=2, size_bytes=MB)
    policy = build(Retention((RetentionClass("backup", ("backup-*",), days=7),)))
    assert last(forecast(policy, [stream]))[0].images == 14


def test_shared_layers_are_stored_once():
    stream = Stream(
        name="release", tags=("v*",), per_day=1, size_bytes=250 * MB, shared_bytes=200 * MB
    )
    kept, _ = last(forecast(build(Retention(keep_any=10)), [stream], days=60))
    assert kept.summed_bytes == 2500 * MB
    assert kept.stored_bytes == (200 + 10 * 50) * MB
    assert kept.monthly_cost(1) == kept.stored_bytes / GB


def test_a_moving_tag_leaves_untagged_images_behind():
    stream = Stream(name="ci", tags=("latest",), per_day=2, size_bytes=MB)
    policy = build(Retention(protect=("latest",), untagged_days=3))
    kept, grown = last(forecast(policy, [stream], days=60))
    assert kept.images == 2 * 3, "the pushes of three days, the newest of which is latest"
    assert grown.images == 120


def test_what_is_not_pulled_any_more_is_archived_and_still_paid_for():
    stream = Stream(name="release", tags=("v*",), per_day=1, size_bytes=MB, pulled_days=10)
    policy = build(Retention(archive_after_days=30, archived_days=None))
    kept, grown = last(forecast(policy, [stream], days=100))
    assert kept.archived == 100 - 10 - 30
    assert (kept.images, kept.stored_bytes) == (grown.images, grown.stored_bytes)


def test_streams_are_read_from_json():
    text = '{"ci": {"tags": ["v*"], "per_day": 0.5, "size_mb": 250, "shared_mb": 200}}'
    assert read_streams(text) == (
        Stream(name="ci", tags=("v*",), per_day=0.5, size_bytes=250 * MB, shared_bytes=200 * MB),
    )


def test_all_that_is_wrong_with_streams_comes_at_once():
    text = (
        '{"a": {"per_day": -1, "tags": "v*", "size": 5}, "b": 5, '
        '"c": {"per_day": 1, "size_mb": 1, "shared_mb": 2}}'
    )
    with pytest.raises(InvalidStreams) as refused:
        read_streams(text)
    said = str(refused.value)
    for words in (
        '"size"',
        "a.per_day must be",
        "a.tags must be",
        "a.size_mb must be",
        "b must be",
        "c.shared_mb",
    ):
        assert words in said


BUILDX = Stream(
    name="release",
    tags=("v*", "latest"),
    per_day=1,
    size_bytes=250 * MB,
    shared_bytes=200 * MB,
    shape=Shape(platforms=2, attestations=True, signature="referrers"),
)


def test_a_push_is_counted_and_priced_by_its_parts():
    kept, grown = last(forecast(build(Retention(keep=10)), [BUILDX], days=60))
    assert (kept.releases, grown.releases) == (10, 60)
    assert grown.images == 60 * 6
    assert kept.images - 10 * 6 in {4, 5}, "the parts of the release that went last night"
    platforms = 10 * 2 + 2
    own = platforms * 50 * MB + 2 * 200 * MB
    assert abs(kept.stored_bytes - own) < 5 * MB, "two bases, and each platform's own layers"
    assert grown.stored_bytes > 60 * 2 * 50 * MB


def test_a_count_of_entries_holds_a_fifth_of_the_releases():
    kept, _ = last(forecast(build(Retention(keep_any=20)), [BUILDX], days=60))
    assert kept.releases == 4


def test_the_parts_of_a_push_are_read_from_json():
    text = (
        '{"ci": {"per_day": 1, "size_mb": 1, "platforms": 2, "attestations": true, '
        '"signature": "tags"}}'
    )
    assert read_streams(text)[0].shape == Shape(platforms=2, attestations=True, signature="tags")


@pytest.mark.parametrize(
    "part", ['"platforms": 0', '"platforms": true', '"attestations": 1', '"signature": "cosign"']
)
def test_parts_that_no_push_has_are_refused_with_their_place(part):
    with pytest.raises(InvalidStreams) as refused:
        read_streams('{"ci": {"per_day": 1, "size_mb": 1,\n' + part + "}}")
    [finding] = refused.value.findings
    assert (finding.where.line, finding.where.column) == (2, 1)


@pytest.mark.parametrize("source", ["{}", "[]", "{", None])
def test_what_are_no_streams_is_refused(source):
    with pytest.raises(InvalidStreams):
        read_streams(source)
