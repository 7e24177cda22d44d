"""Copies between two registries on loopback, with everything that can go wrong between them."""

import itertools
import random

import pytest

from operations.migrate.ends import Ends
from operations.migrate.run import copy, wanted_tags
from operations.oci.client import Registry
from operations.oci.credentials import Login, anonymous
from operations.oci.manifests import list_tags
from tests.operations.migrate.registry import INDEX, MANIFEST, Store, serving


def full():
    """An index of two platforms, an image, a signature by tag and two referrers."""
    store = Store("old")
    amd, arm = store.image(content=b"amd"), store.image(content=b"arm")
    index = store.index("1.0", children=[amd, arm])
    single = store.image("0.9", content=b"single")
    store.image(single["digest"].replace(":", "-") + ".sig", content=b"cosign")
    store.image(content=b"notation", subject={**single, "mediaType": MANIFEST})
    store.image(content=b"sbom", subject={**index, "mediaType": INDEX})
    return store


@pytest.fixture
def between(monkeypatch):
    """Copies everything between two stores."""

    def run(source, target, tags=None, login=None):
        with serving(source) as one, serving(target) as other:
            ends = Ends(
                registry(one), source.name, registry(other, login or anonymous), target.name
            )
            every = list_tags(ends.source, ends.repository)
            return copy(ends, tags or wanted_tags(every), every, 4, lambda _: None)

    def registry(host, source=anonymous):
        return Registry(host, f"http://{host}", source, sleep=lambda _: None)

    return run


def test_everything_that_belongs_to_a_tag_arrives_with_its_digest(between):
    source, target = full(), Store("new")
    done = between(source, target)
    assert all(one.is_whole for one in done)
    assert target.has_all_of(source)


def test_a_second_run_sends_nothing(between):
    source, target = full(), Store("new")
    between(source, target)
    target.uploads.clear()
    done = between(source, target)
    assert target.uploads == []
    assert [one.manifests for one in done] == [0, 0]
    assert all(one.is_whole for one in done)


def test_a_blob_is_sent_in_one_request(between):
    source, target = full(), Store("new")
    between(source, target)
    assert not [path for method, path in target.log if method == "PATCH"]
    assert sorted(target.uploads) == sorted(set(target.uploads))


def test_a_layer_that_images_share_is_looked_for_and_sent_once(between):
    source, target = Store("old"), Store("new")
    base = source.blob(b"base")
    for number in range(8):
        own = source.blob(b"own %d" % number)
        source.manifest({"schemaVersion": 2, "config": own, "layers": [base]}, f"1.{number}")
    between(source, target)
    assert target.has_all_of(source)
    about = [(method, path) for method, path in target.log if path.endswith(base["digest"])]
    assert [method for method, _ in about] == ["HEAD"]
    assert target.uploads.count(base["digest"]) == 1


def test_a_tag_is_stored_although_the_answer_got_lost_and_the_repository_is_immutable(between):
    source, target = Store("old"), Store("new")
    image = source.image("1.0")
    target.immutable = "always"
    target.lost = {"/v2/new/manifests/1.0"}
    (done,) = between(source, target)
    assert done.is_whole, done.failed
    assert target.tags == {"1.0": image["digest"]}


def test_referrers_of_a_registry_without_the_api_are_found_by_their_tag(between):
    source, target = Store("old"), Store("new")
    image = source.image("1.0")
    signature = source.image(content=b"sig", subject=image)
    source.index(image["digest"].replace(":", "-"), children=[signature])
    source.referrers_api = False
    between(source, target, ["1.0"])
    assert signature["digest"] in target.manifests


def test_drops_429_and_500_lose_nothing(between):
    rolls = random.Random(7)

    def fault(method, path):
        return rolls.choice([None] * 8 + ["drop", 429, 500, 503])

    source, target = full(), Store("new")
    source.fault = target.fault = fault
    done = between(source, target)
    assert all(one.is_whole for one in done), [one.failed for one in done]
    assert target.has_all_of(source)


def test_a_token_that_expires_is_fetched_again(between):
    source, target = full(), Store("new")
    passwords = iter(["first", "second", "third"])
    given = []

    def login():
        given.append(Login("AWS", next(passwords)))
        target.authorized = {given[-1].basic}
        return given[-1]

    target.authorized = {"nobody"}
    requests = itertools.count()

    def fault(method, path):
        if next(requests) == 9:
            target.authorized = {"expired"}

    target.fault = fault
    assert all(one.is_whole for one in between(source, target, login=login))
    assert len(given) == 2


def test_a_login_that_is_never_good_ends_with_one_message(between):
    source, target = full(), Store("new")
    target.authorized = {"nobody"}
    done = between(source, target, login=lambda: Login("AWS", "wrong"))
    assert not any(one.is_whole for one in done)
    assert "401" in done[0].failed[0].problem
    assert "wrong" not in str(done)


def test_a_source_that_lies_about_a_blob_is_found_out(between):
    source, target = full(), Store("new")
    source.lie = b"other bytes"
    done = between(source, target, ["0.9"])
    assert not done[0].is_whole
    assert not target.tags


def test_a_tag_that_an_immutable_repository_refuses_is_told_and_the_others_are_copied(between):
    source, target = full(), Store("new")
    target.image("0.9", content=b"another")
    target.immutable = True
    before = target.tags["0.9"]
    done = {one.tag: one for one in between(source, target)}
    assert "immutable" in done["0.9"].failed[0].problem
    assert done["1.0"].is_whole
    assert target.tags["0.9"] == before


def test_a_signature_that_the_target_refuses_is_told_and_the_image_is_whole(between):
    source, target = full(), Store("new")
    notation = next(d for d, (_, c) in source.manifests.items() if b"subject" in c)

    def fault(method, path):
        return 405 if method == "PUT" and path.endswith(notation) else None

    target.fault = fault
    done = between(source, target)
    assert all(one.is_whole for one in done)
    assert sum(len(one.left) for one in done) == 1


@pytest.mark.parametrize("moment", range(2, 40, 4))
def test_a_run_that_was_killed_is_taken_up_where_it_ended(between, moment):
    source, target = full(), Store("new")
    requests = itertools.count()

    def fault(method, path):
        return "drop" if next(requests) >= moment else None

    target.fault = fault
    between(source, target)
    whole = set(target.uploads)
    target.fault = lambda method, path: None
    target.uploads.clear()
    done = between(source, target)
    assert all(one.is_whole for one in done)
    assert target.has_all_of(source)
    assert not whole & set(target.uploads), "nothing that was complete is sent twice"


def test_tags_are_copied_in_the_order_of_their_versions_and_cosigns_with_their_image():
    tags = ["1.10", "1.9", "latest", "sha256-" + "a" * 64 + ".sig", "sha256-" + "b" * 64, "sha-1f"]
    assert wanted_tags(tags) == ["1.9", "1.10", "latest", "sha-1f"]
    assert wanted_tags(tags, ["1.*"], ["1.9"]) == ["1.10"]


def test_a_tag_that_is_not_there_is_told(between):
    done = between(full(), Store("new"), ["9.9"])
    assert "no such manifest" in done[0].failed[0].problem
