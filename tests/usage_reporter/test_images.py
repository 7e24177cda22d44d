from datetime import UTC, datetime, timedelta
from typing import Any

from usage_reporter.images import PLATFORMS, Tally

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


def test_an_index_counts_as_an_image_and_has_no_size_of_its_own() -> None:
    found = tally([image("index", size=100, imageManifestMediaType=INDEX), image("a"), image("b")])
    assert (found.images, found.size) == (3, 200)
    assert "index" not in found.newest


def test_an_empty_repository_has_no_newest_push() -> None:
    assert tally([]).pushed_at is None
    assert tally([]).newest == []


def test_the_newest_push_is_found_in_whatever_order_images_come() -> None:
    found = tally([image("new", minutes=60)], [image("old"), image("older", minutes=-60)])
    assert found.pushed_at == NOON + timedelta(minutes=60)
    assert found.newest == ["new"]
    assert tally(
        [image("older", minutes=-60), image("old")], [image("new", minutes=60)]
    ).newest == ["new"]


def test_the_images_of_one_build_for_several_platforms_are_the_newest_together() -> None:
    found = tally([image("old", minutes=-30), image("amd64"), image("arm64", minutes=0.5)])
    assert found.newest == ["arm64", "amd64"]


def test_more_platforms_than_that_are_not_looked_at() -> None:
    found = tally([image(str(n), minutes=n / 100) for n in range(PLATFORMS + 3)])
    assert len(found.newest) == PLATFORMS


def test_a_signature_is_a_push_and_nothing_to_scan() -> None:
    found = tally([image("a"), image("sig", minutes=1, artifactMediaType=SIGNATURE)])
    assert found.newest == ["a"]
    assert found.pushed_at == NOON + timedelta(minutes=1)


def test_an_image_that_ecr_gives_no_media_type_for_is_taken_for_an_image() -> None:
    found = Tally()
    found.add([{k: v for k, v in image("a").items() if k != "artifactMediaType"}])
    assert found.newest == ["a"]


def test_a_hundred_thousand_images_are_folded_page_by_page_and_not_kept() -> None:
    found = Tally()
    for page in range(100):
        found.add([image(f"{page}-{n}", minutes=page * 1000 + n) for n in range(1000)])
    assert found.images == 100_000
    assert found.size == 10_000_000
    assert found.newest[0] == "99-999"
    assert len(found._recent) < 20
