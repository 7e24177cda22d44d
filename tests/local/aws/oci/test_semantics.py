"""What ECR answers, where the specification leaves it open or says otherwise."""

import hashlib
import json
from dataclasses import fields

import pytest

from local.aws.oci.semantics import DEVIATIONS, Semantics
from tests.local.aws.oci.client import (
    CONFIG,
    DOCKER_IMAGE,
    OCI_IMAGE,
    OCI_INDEX,
    descriptor,
    digest_of,
    image,
    index,
)
from tests.local.aws.oci.conftest import password_of

ACCOUNT = "111122223333"


def test_every_deviation_is_in_the_table_once():
    assert [each.switch for each in DEVIATIONS] == [each.name for each in fields(Semantics)]


def test_an_unknown_repository_is_named_before_bytes_flow(door):
    for answer in (
        door.begin("none"),
        door.get("none", "v1"),
        door.ask("GET", "/v2/none/tags/list"),
    ):
        assert answer.status == 404
        assert answer.error == (
            "NAME_UNKNOWN",
            f"The repository with name 'none' does not exist in the registry with id '{ACCOUNT}'",
        )


@pytest.mark.parametrize("same", [True, False])
def test_an_immutable_tag_stays(door, aws, same):
    aws.ecr.put_image_tag_mutability(repositoryName="one", imageTagMutability="IMMUTABLE")
    first = door.push("one", "v1", b"first")
    second = first if same else door.push("one", None, b"second")
    refused = door.put("one", "v1", second)
    assert refused.status == 400
    assert refused.error == (
        "TAG_INVALID",
        "The image tag 'v1' already exists in the 'one' repository and cannot be overwritten "
        "because the tag is immutable.",
    )
    assert door.put("one", digest_of(first), first).status == 201, "by digest it is accepted"
    assert door.get("one", "v1").body == first


def test_an_exclusion_filter_lets_a_tag_move(door, aws):
    aws.ecr.put_image_tag_mutability(
        repositoryName="one",
        imageTagMutability="IMMUTABLE_WITH_EXCLUSION",
        imageTagMutabilityExclusionFilters=[{"filter": "latest*", "filterType": "WILDCARD"}],
    )
    door.push("one", "latest-main", b"first")
    second = door.push("one", "latest-main", b"second")
    assert door.get("one", "latest-main").body == second


def test_pushing_the_same_image_again_is_no_error_where_tags_may_move(door):
    manifest = door.push("one", "v1", b"layer")
    assert door.put("one", "v1", manifest).status == 201
    assert door.put("one", digest_of(manifest), manifest).status == 201
    assert door.tags("one") == ["v1"]


def test_missing_layers_and_images_are_named(door):
    door.upload("one", b"{}")
    refused = door.put("one", "v1", image(b"missing"))
    assert refused.status == 404
    assert refused.error == (
        "BLOB_UPLOAD_UNKNOWN",
        f"Layers with digests '[{digest_of(b'missing')}]' required for pushing image into "
        f"repository with name 'one' in the registry with id '{ACCOUNT}' do not exist",
    )
    refused = door.put("one", "v1", index(b"missing"), OCI_INDEX)
    assert refused.error[0] == "MANIFEST_BLOB_UNKNOWN"
    assert refused.error[1].startswith(f"Images with digests '[{digest_of(b'missing')}]' required")


def test_another_digest_than_the_manifests_is_refused(door):
    manifest = door.push("one", "v1", b"layer")
    wrong = f"sha256:{'0' * 64}"
    refused = door.put("one", wrong, manifest)
    assert refused.status == 400
    assert refused.error == (
        "MANIFEST_INVALID",
        f"The image with digest '{wrong}' in repository 'one' and registry ID '{ACCOUNT}' does not "
        "match the image digest that Amazon ECR has calculated.",
    )


UNLIKED = {
    "no JSON": (b"nothing", OCI_IMAGE),
    "not UTF-8": (b'"\xff"', OCI_IMAGE),
    "a list": (b"[]", OCI_IMAGE),
    "no layers": (b'{"schemaVersion": 2}', OCI_IMAGE),
    "deep": (b"[" * 100_000, OCI_IMAGE),
    "a media type with a parameter": (image(b"layer"), f"{OCI_IMAGE}; charset=utf-8"),
    "annotations on the configuration": (
        json.dumps(
            json.loads(image()) | {"config": descriptor(b"{}", CONFIG, annotations={"a": "b"})}
        ).encode(),
        OCI_IMAGE,
    ),
}


def test_a_manifest_that_ecr_does_not_like_is_unsupported(door):
    door.push("one", "v1", b"layer")
    for name, unliked in UNLIKED.items():
        refused = door.put("one", "v2", *unliked)
        assert refused.status == 405, name
        assert refused.error == (
            "UNSUPPORTED",
            "Invalid parameter at 'ImageManifest' failed to satisfy constraint: "
            "'Invalid JSON syntax'",
        )
    assert door.tags("one") == ["v1"]


def test_features_of_a_platform_are_not_liked(door):
    manifest = door.push("one", None, b"layer")
    listed = descriptor(manifest, OCI_IMAGE, platform={"os": "linux", "features": ["sse4"]})
    body = {"schemaVersion": 2, "mediaType": OCI_INDEX, "manifests": [listed]}
    assert door.put("one", "v1", json.dumps(body).encode(), OCI_INDEX).status == 405


def test_an_empty_layer_is_refused(door):
    upload = door.begin("one").headers["location"]
    empty = digest_of(b"")
    assert door.ask("PUT", f"{upload}?digest={empty}").status == 400


def test_a_chunk_is_answered_201_and_the_range_stays_at_the_first(door):
    upload = door.begin("one").headers["location"]
    ranges = []
    for content in (b"12345", b"678"):
        answer = door.ask("PATCH", upload, content)
        assert answer.status == 201
        ranges.append(answer.headers["range"])
    assert ranges == ["0-4", "0-4"]
    assert door.ask("PUT", f"{upload}?digest={digest_of(b'12345678')}").status == 201


@pytest.mark.parametrize(
    ("setting", "has_image", "encryption", "status"),
    [
        ("ENABLED", True, "AES256", 201),
        ("DISABLED", True, "AES256", 202),
        ("ENABLED", False, "AES256", 202),
        ("ENABLED", True, "KMS", 202),
    ],
)
def test_a_layer_is_mounted_by_the_accounts_setting(
    door, aws, setting, has_image, encryption, status
):
    aws.ecr.create_repository(
        repositoryName="two", encryptionConfiguration={"encryptionType": encryption}
    )
    aws.ecr.put_account_setting(name="BLOB_MOUNTING", value=setting)
    digest = door.upload("one", b"layer")
    if has_image:
        door.push("one", "v1", b"layer")
    assert door.begin("two", f"?mount={digest}&from=one").status == status
    assert door.ask("HEAD", f"/v2/two/blobs/{digest}").status == (200 if status == 201 else 404)


def test_by_tag_an_image_comes_as_it_is_understood_and_by_digest_as_it_is(door):
    manifest = door.push("one", "v1", b"layer")
    as_docker = door.get("one", "v1", accept=DOCKER_IMAGE)
    assert as_docker.headers["content-type"] == DOCKER_IMAGE
    assert as_docker.json["config"]["digest"] == json.loads(manifest)["config"]["digest"]
    assert as_docker.json["layers"][0]["mediaType"].endswith("rootfs.diff.tar.gzip")
    assert as_docker.headers["docker-content-digest"] == digest_of(as_docker.body)
    by_digest = door.get("one", digest_of(manifest), accept=DOCKER_IMAGE)
    assert by_digest.body == manifest
    assert door.get("one", "v1", accept="*/*").body == manifest


def test_a_layer_is_handed_out_elsewhere_on_this_server(door, local):
    door.push("one", "v1", b"layer")
    answer = door.ask("GET", f"/v2/one/blobs/{digest_of(b'layer')}")
    assert answer.status == 307
    assert answer.headers["location"].startswith(f"http://localhost:{local.port}/local-aws/layers/")


def test_a_layer_cannot_be_deleted_but_goes_with_its_image(door):
    door.push("one", "v1", b"layer")
    path = f"/v2/one/blobs/{digest_of(b'layer')}"
    assert door.ask("DELETE", path).status == 405
    assert door.delete("one", "v1") == 202
    assert door.ask("HEAD", path).status == 404


def test_a_layer_that_another_image_has_stays(door):
    door.push("one", "v1", b"shared", b"first")
    door.push("one", "v2", b"shared", b"second")
    assert door.delete("one", "v1") == 202
    assert door.pull("one", "v2") == [b"shared", b"second"]


def test_the_last_tag_takes_the_image_with_it(door):
    manifest = door.push("one", "v1", b"layer")
    door.put("one", "v2", manifest)
    assert door.delete("one", "v1") == 202
    assert door.get("one", digest_of(manifest)).status == 200
    assert door.delete("one", "v2") == 202
    assert door.get("one", digest_of(manifest)).status == 404
    assert door.delete("one", "v2") == 404


def test_a_missing_manifest_says_what_batch_get_image_says(door):
    assert door.get("one", "v1").error == ("MANIFEST_UNKNOWN", "Requested image not found")


def test_a_push_makes_a_repository_where_a_template_says_so(door, aws):
    policy = {"rules": [RULE]}
    aws.ecr.create_repository_creation_template(
        prefix="team",
        appliedFor=["CREATE_ON_PUSH"],
        imageTagMutability="IMMUTABLE",
        lifecyclePolicy=json.dumps(policy),
    )
    aws.ecr.create_repository_creation_template(prefix="ROOT", appliedFor=["REPLICATION"])
    door.push("team/app", "v1", b"layer")
    (made,) = aws.ecr.describe_repositories(repositoryNames=["team/app"])["repositories"]
    assert made["imageTagMutability"] == "IMMUTABLE"
    kept = aws.ecr.get_lifecycle_policy(repositoryName="team/app")["lifecyclePolicyText"]
    assert json.loads(kept) == policy
    assert door.begin("other/app").status == 404
    assert door.begin("teams/app").status == 404, "the prefix ends at a slash"


RULE = {
    "rulePriority": 1,
    "selection": {"tagStatus": "any", "countType": "imageCountMoreThan", "countNumber": 1},
    "action": {"type": "expire"},
}


def test_an_archived_image_is_not_pulled_until_it_is_restored_or_pushed_again(door, aws):
    manifest = door.push("one", "v1", b"layer")
    identity = {"repositoryName": "one", "imageId": {"imageTag": "v1"}}
    for restore in (
        lambda: aws.ecr.update_image_storage_class(**identity, targetStorageClass="STANDARD"),
        lambda: door.put("one", "v1", manifest),
    ):
        aws.ecr.update_image_storage_class(**identity, targetStorageClass="ARCHIVE")
        assert door.get("one", "v1").status == 404
        failed = aws.ecr.batch_get_image(repositoryName="one", imageIds=[{"imageTag": "v1"}])
        assert failed["failures"][0]["failureCode"] == "ImageInaccessible"
        assert aws.ecr.describe_images(repositoryName="one")["imageDetails"] == []
        every = {"imageStatus": "ANY"}
        (shown,) = aws.ecr.describe_images(repositoryName="one", filter=every)["imageDetails"]
        assert shown["imageStatus"] == "ARCHIVED"
        assert "lastArchivedAt" in shown
        restore()
        assert door.pull("one", "v1") == [b"layer"]


def test_other_algorithms_are_refused(door):
    sha512 = "sha512:" + hashlib.sha512(b"layer").hexdigest()
    upload = door.begin("one").headers["location"]
    assert door.ask("PUT", f"{upload}?digest={sha512}", b"layer").error[0] == "DIGEST_INVALID"
    assert door.ask("HEAD", f"/v2/one/blobs/{sha512}").status == 400
    assert door.put("one", sha512, image(b"layer")).status == 400


def test_a_token_of_another_region_is_for_that_regions_registry(door, aws, local):
    import boto3

    from tests.local.aws.oci.client import Door

    elsewhere = boto3.client("ecr", region_name="eu-west-1")
    elsewhere.create_repository(repositoryName="far")
    far = Door(local.port, password_of(elsewhere))
    far.push("far", "v1", b"layer")
    assert door.get("far", "v1").status == 404
    assert far.get("one", "v1").error[0] == "NAME_UNKNOWN"
