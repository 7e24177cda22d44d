from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from usage_reporter.answers import MalformedError
from usage_reporter.images import Tally

NOON = datetime(2026, 10, 1, 12, tzinfo=UTC)
INDEX = "application/vnd.oci.image.index.v1+json"
IMAGE = "application/vnd.oci.image.config.v1+json"
SIGNATURE = "application/vnd.dev.cosign.artifact.sig.v1+json"


def image(digest: str, minutes: float = 0, size: int = 100, **more: Any) -> dict[str, Any]:
    return {
        "imageDigest": digest,
        "imagePushedAt": NOON + timedelta(minutes=minutes),
        "imageSizeInBytes": size,
        "artifactMediaType": IMAGE,
        **more,
    }


def tally(*pages: list[dict[str, Any]]) -> Tally:
    found = Tally()
    for page in pages:
        found.add(page)
    return found


def test_sizes_and_images_add_up_over_pages() -> None:
    found = tally([image("a"), image("b", size=50)], [image("c", size=1)])
    assert (found.images, found.size) == (3, 151)


def newest(*pages: list[dict[str, Any]]) -> str | None:
    found = tally(*pages).newest
    return found.digest if found else None


def test_an_index_counts_as_an_image_and_has_no_size_of_its_own() -> None:
    found = tally([image("index", size=100, imageManifestMediaType=INDEX), image("a"), image("b")])
    assert (found.images, found.size) == (3, 200)


def test_an_empty_repository_has_no_newest_push() -> None:
    assert tally([]).pushed_at is None
    assert tally([]).newest is None


def test_the_newest_image_is_found_in_whatever_order_images_come() -> None:
    found = tally([image("new", minutes=60)], [image("old"), image("older", minutes=-60)])
    assert found.pushed_at == NOON + timedelta(minutes=60)
    assert newest([image("old")], [image("new", minutes=60)]) == "new"
    assert newest([image("new", minutes=60)], [image("older", minutes=-60)]) == "new"


def test_the_newest_tagged_image_counts_because_untagged_ones_belong_to_an_index() -> None:
    index = image("index", imageManifestMediaType=INDEX, imageTags=["v2"])
    found = tally([index, image("arm64", minutes=1), image("amd64", minutes=2)]).newest
    assert found is not None
    assert (found.digest, found.index) == ("index", True)


def test_without_any_tag_the_newest_of_all_counts() -> None:
    assert newest([image("a"), image("b", minutes=1)]) == "b"


@pytest.mark.parametrize(
    "more",
    [
        {"artifactMediaType": SIGNATURE, "imageTags": ["v1.sig"]},
        {"imageTags": [f"sha256-{'0' * 64}.sig"]},
        {"imageTags": [f"sha256-{'0' * 64}"], "imageManifestMediaType": INDEX},
        {"subjectManifestDigest": "sha256:a", "imageTags": ["sbom"]},
    ],
    ids=["artifact", "cosign tag", "referrers tag", "referrer"],
)
def test_a_signature_is_a_push_and_nothing_to_scan(more: dict[str, Any]) -> None:
    pages = [image("a", imageTags=["v1"]), image("sig", minutes=1, **more)]
    assert newest(pages) == "a"
    assert tally(pages).pushed_at == NOON + timedelta(minutes=1)


def test_an_image_that_ecr_gives_no_media_type_for_is_taken_for_an_image() -> None:
    assert newest([{k: v for k, v in image("a").items() if k != "artifactMediaType"}]) == "a"


def test_an_image_without_time_or_digest_still_counts_in_number_and_size() -> None:
    timeless = {"imageDigest": "b", "imageSizeInBytes": 7}
    found = tally([image("a"), timeless, {"imagePushedAt": NOON, "imageSizeInBytes": 3}])
    assert (found.images, found.size) == (3, 110)
    assert found.newest is not None
    assert found.newest.digest == "a"


@pytest.mark.parametrize("size", [None, "100", -1, True, 1.5])
def test_a_size_that_is_none_is_counted_as_unknown_and_never_as_zero(size: Any) -> None:
    found = tally([image("a"), image("b", size=size)])
    assert (found.size, found.unsized) == (100, 1)


@pytest.mark.parametrize("odd", [None, "image", 7, []])
def test_what_is_no_image_is_told(odd: Any) -> None:
    with pytest.raises(MalformedError, match="no image"):
        tally([odd])


def test_a_hundred_thousand_images_are_folded_page_by_page_and_not_kept() -> None:
    found = Tally()
    for page in range(100):
        found.add([image(f"{page}-{n}", minutes=page * 1000 + n) for n in range(1000)])
    assert found.images == 100_000
    assert found.size == 10_000_000
    assert found.newest is not None
    assert found.newest.digest == "99-999"
