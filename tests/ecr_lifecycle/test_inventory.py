"""Images from JSON: both schemas, manifests, and every fault at once."""

import hashlib
import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from ecr_lifecycle import Image, InvalidImages, read_images, read_manifests
from ecr_lifecycle.inventory import read_listing
from tests.ecr_lifecycle.worlds import NOW, ago

INDEX = {
    "schemaVersion": 2,
    "mediaType": "application/vnd.oci.image.index.v1+json",
    "manifests": [{"digest": "sha256:amd64"}, {"digest": "sha256:arm64"}],
}
SIGNATURE = {"schemaVersion": 2, "subject": {"digest": "sha256:index"}, "layers": []}


def test_images_are_read_by_their_ages():
    [image] = read_images(
        [
            {
                "name": "A",
                "tags": ["v1"],
                "storageClass": "archive",
                "pushed_days_ago": 10,
                "last_pulled_days_ago": 5.5,
                "archived_days_ago": 3,
                "activated_days_ago": 4,
                "references": ["B"],
                "subject": "C",
            }
        ],
        NOW,
    )
    assert image == Image(
        name="A",
        tags=("v1",),
        storage_class="archive",
        pushed_at=ago(10),
        last_pulled_at=ago(5.5),
        archived_at=ago(3),
        activated_at=ago(4),
        references=("B",),
        subject="C",
    )


def test_a_list_may_stand_alone_or_under_images():
    listed = [{"name": "A", "pushed_days_ago": 1}]
    assert read_images({"images": listed}, NOW) == read_images(listed, NOW)


DETAIL = {
    "registryId": "012345678910",
    "imageDigest": "sha256:index",
    "imageTags": ["v1", "latest"],
    "imageSizeInBytes": 250_000_000,
    "imagePushedAt": "2026-11-10T21:31:15+09:00",
    "lastRecordedPullTime": 1763600000.0,
    "imageStatus": "ARCHIVED",
    "lastArchivedAt": "2026-11-12T00:00:00Z",
    "lastActivatedAt": "2026-11-11T00:00:00Z",
    "imageManifestMediaType": "application/vnd.oci.image.index.v1+json",
}


def test_images_are_read_from_what_describe_images_prints():
    [image] = read_images({"imageDetails": [DETAIL]}, NOW)
    assert image == Image(
        name="sha256:index",
        tags=("v1", "latest"),
        storage_class="archive",
        pushed_at=datetime(2026, 11, 10, 12, 31, 15, tzinfo=UTC),
        last_pulled_at=datetime.fromtimestamp(1763600000, UTC),
        archived_at=datetime(2026, 11, 12, tzinfo=UTC),
        activated_at=datetime(2026, 11, 11, tzinfo=UTC),
        size_bytes=250_000_000,
    )


def test_an_untagged_image_without_a_status_is_in_the_standard_class():
    detail = {"imageDigest": "sha256:a", "imagePushedAt": "2026-11-10T00:00:00Z"}
    [image] = read_images({"imageDetails": [detail]}, NOW)
    assert (image.tags, image.storage_class) == ((), "standard")


@pytest.mark.parametrize("status", ["ACTIVE", "ACTIVATING"])
def test_what_is_active_or_being_restored_is_in_the_standard_class(status):
    [image] = read_images({"imageDetails": [DETAIL | {"imageStatus": status}]}, NOW)
    assert image.storage_class == "standard"


def test_a_subject_is_read_from_the_details():
    [image] = read_images({"imageDetails": [DETAIL | {"subjectManifestDigest": "sha256:s"}]}, NOW)
    assert image.subject == "sha256:s"


def test_links_are_read_from_raw_manifests_by_the_digest_of_their_bytes():
    raw = json.dumps(INDEX, indent=3).encode()
    digest = "sha256:" + hashlib.sha256(raw).hexdigest()
    assert read_manifests([raw]).references(digest) == ("sha256:amd64", "sha256:arm64")


def test_links_are_read_from_what_batch_get_image_prints():
    output = {
        "images": [
            {"imageId": {"imageDigest": "sha256:index"}, "imageManifest": json.dumps(INDEX)},
            {"imageId": {"imageDigest": "sha256:sig"}, "imageManifest": json.dumps(SIGNATURE)},
        ],
        "failures": [],
    }
    links = read_manifests([json.dumps(output).encode()])
    assert links.references("sha256:index") == ("sha256:amd64", "sha256:arm64")
    assert links.subject("sha256:sig") == "sha256:index"
    [image] = read_images({"imageDetails": [DETAIL]}, NOW, links)
    assert image.references == ("sha256:amd64", "sha256:arm64")


def test_links_are_read_from_manifests_by_digest():
    document = json.dumps({"sha256:index": INDEX, "sha256:sig": json.dumps(SIGNATURE)}).encode()
    links = read_manifests([document])
    assert links.references("sha256:index") == ("sha256:amd64", "sha256:arm64")
    assert links.subject("sha256:sig") == "sha256:index"


@pytest.mark.parametrize("document", [b"{", b"[]", b"\xff", b"[" * 100_000])
def test_what_is_no_manifest_is_refused(document):
    with pytest.raises(InvalidImages):
        read_manifests([document])


def test_all_that_is_wrong_with_images_comes_at_once():
    listed = [
        {"name": "A", "pushed_days_ago": "1"},
        {"tags": "v1", "pushed_days_ago": 1},
        {"name": "B", "pushed_days_ago": True, "storageClass": "glacier"},
        {"name": "C", "pushed_days_ago": 1e300},
        {"name": "D", "pushed_days_ago": 9e8},
        {"name": "E", "pushed_days_ago": 1},
        {"name": "E", "pushed_days_ago": 1},
        {"imageDigest": "sha256:x", "imagePushedAt": "yesterday"},
        {"imageDigest": "sha256:y", "imagePushedAt": "2026-11-10T00:00:00"},
        {"imageDigest": "sha256:z", "imagePushedAt": 1e15},
        "F",
    ]
    with pytest.raises(InvalidImages) as refused:
        read_images(listed, NOW)
    said = "\n".join(refused.value.problems)
    for words in (
        'images[0].pushed_days_ago is "1"',
        "images[1].name is missing",
        'images[1].tags is "v1"',
        "images[2].pushed_days_ago is true",
        'images[2].storageClass is "glacier"',
        "images[3].pushed_days_ago",
        "before there were calendars",
        'The image "E" is listed 2 times',
        'imagePushedAt is "yesterday"',
        'imagePushedAt is "2026-11-10T00:00:00"',
        "images[9].imagePushedAt",
        'images[10] is "F"',
    ):
        assert words in said


@pytest.mark.parametrize("value", [None, 5, {}, {"images": 5}])
def test_what_is_no_list_of_images_is_refused(value):
    with pytest.raises(InvalidImages):
        read_images(value, NOW)


def warnings(value, *manifests):
    listing: Any = read_listing(json.dumps(value).encode(), NOW, read_manifests(manifests))
    return listing.warnings


def test_what_describe_images_leaves_out_is_said():
    index = DETAIL | {"imageStatus": "ACTIVE", "lastRecordedPullTime": "2026-11-19T00:00:00Z"}
    [lists, archived] = warnings({"imageDetails": [index]})
    assert lists.startswith("1 manifest list without a manifest")
    assert "imageStatus=ANY" in archived
    manifests = json.dumps({"sha256:index": INDEX}).encode()
    assert warnings({"imageDetails": [DETAIL]}, manifests) == ()
    assert warnings([{"name": "A", "pushed_days_ago": 1}]) == ()


def test_a_list_of_a_query_is_warned_of_as_well():
    assert warnings([DETAIL])[0].startswith("1 manifest list without a manifest")


def test_ages_count_back_from_now():
    later = NOW + timedelta(days=1)
    [image] = read_images([{"name": "A", "pushed_days_ago": 1}], later)
    assert image.pushed_at == NOW
