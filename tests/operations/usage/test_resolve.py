"""From uses to the digests that must stay."""

import json
from datetime import UTC, datetime

from operations.images import Manifest, StoredImage
from operations.usage.resolve import in_use
from operations.usage.use import How, ImageName, Use

INDEX = "application/vnd.oci.image.index.v1+json"


def stored(digest, *tags, subject="", media_type=""):
    return StoredImage(
        digest, tags, datetime(2026, 1, 1, tzinfo=UTC), None, 1, media_type, "", subject
    )


def use(digest="", tag="", repository="payments"):
    return Use(ImageName("1", "r", repository, digest, tag), How.RUNNING, "x")


def index(digest, *children):
    text = json.dumps({"manifests": [{"digest": child} for child in children]})
    return Manifest(digest, INDEX, text)


def digests(uses, images, *manifests):
    return set(in_use(uses, "payments", images, {m.digest: m for m in manifests}))


def test_a_tag_means_what_has_it_now():
    images = [stored("d1", "old"), stored("d2", "new")]
    assert digests([use(tag="new")], images) == {"d2"}


def test_a_tag_and_a_digest_that_differ_keep_both():
    images = [stored("d1"), stored("d2", "1.0")]
    assert digests([use("d1", "1.0")], images) == {"d1", "d2"}


def test_a_child_keeps_its_index_and_an_index_its_children():
    images = [stored("i", "1.0", media_type=INDEX), stored("c1"), stored("c2"), stored("x")]
    for used in ("i", "c1"):
        assert digests([use(used)], images, index("i", "c1", "c2")) == {"i", "c1", "c2"}


def test_signatures_stay_with_what_they_sign_by_subject_and_by_tag():
    images = [
        stored("sha256:aa", "1.0"),
        stored("ref", subject="sha256:aa"),
        stored("sig", "sha256-aa.sig"),
        stored("other", subject="sha256:bb"),
    ]
    assert digests([use(tag="1.0")], images) == {"sha256:aa", "ref", "sig"}


def test_a_use_of_another_repository_keeps_nothing_here():
    assert digests([use("d1", repository="other")], [stored("d1")]) == set()


def test_the_users_are_told_with_the_digest():
    kept = in_use([use("d1")], "payments", [stored("d1"), stored("r", subject="d1")], {})
    assert [one.by for one in kept["d1"]] == ["x"]
    assert kept["r"] == []
