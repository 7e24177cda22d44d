"""ECR as AWS documents it, where moto by itself is otherwise."""

import hashlib
import json
import urllib.error
import urllib.request

import pytest
from botocore.exceptions import ClientError

from local.aws.patches.ecr_images import PUSHED_AT

CONFIG = b"{}"


def descriptor(content):
    return {"digest": "sha256:" + hashlib.sha256(content).hexdigest(), "size": len(content)}


def manifest(layer="a", *, annotations=None, size=100):
    body = {
        "schemaVersion": 2,
        "mediaType": "application/vnd.oci.image.manifest.v1+json",
        "config": descriptor(CONFIG),
        "layers": [descriptor(layer.encode() * size)],
    }
    return json.dumps(body | ({"annotations": annotations} if annotations else {}))


def code(raised):
    return raised.value.response["Error"]["Code"]


@pytest.fixture
def ecr(aws):
    aws.ecr.create_repository(repositoryName="one")
    for content in (CONFIG, *(letter * size for letter in (b"a", b"b") for size in (1, 2, 3, 100))):
        upload(aws.ecr, content)
    return aws.ecr


def upload(ecr, content, repository="one"):
    identity = ecr.initiate_layer_upload(repositoryName=repository)["uploadId"]
    part = {"repositoryName": repository, "uploadId": identity}
    ecr.upload_layer_part(
        **part, partFirstByte=0, partLastByte=len(content) - 1, layerPartBlob=content
    )
    ecr.complete_layer_upload(**part, layerDigests=[descriptor(content)["digest"]])


def push(ecr, text, tag, **more):
    answer = ecr.put_image(repositoryName="one", imageManifest=text, imageTag=tag, **more)
    return answer["image"]["imageId"]["imageDigest"]


def images(ecr, **more):
    return ecr.describe_images(repositoryName="one", **more)["imageDetails"]


def test_a_digest_is_the_sha256_of_the_manifest(ecr):
    text = manifest()
    assert push(ecr, text, "v1") == "sha256:" + hashlib.sha256(text.encode()).hexdigest()


def test_a_claimed_digest_that_is_not_the_manifests_is_refused(ecr):
    with pytest.raises(ClientError) as raised:
        push(ecr, manifest(), "v1", imageDigest=f"sha256:{'0' * 64}")
    assert code(raised) == "ImageDigestDoesNotMatchException"
    assert images(ecr) == []


def test_an_image_is_as_big_as_its_layers_and_its_configuration(ecr):
    push(ecr, manifest(size=100), "v1")
    assert images(ecr)[0]["imageSizeInBytes"] == 100 + len(CONFIG)


def test_a_layer_or_an_image_that_is_missing_is_named(ecr):
    with pytest.raises(ClientError) as raised:
        push(ecr, manifest("c"), "v1")
    assert code(raised) == "LayersNotFoundException"
    assert descriptor(b"c" * 100)["digest"] in str(raised.value)
    index = {"schemaVersion": 2, "manifests": [descriptor(b"no image")]}
    kind = "application/vnd.oci.image.index.v1+json"
    with pytest.raises(ClientError) as raised:
        push(ecr, json.dumps(index | {"mediaType": kind}), "v1")
    assert code(raised) == "ReferencedImagesNotFoundException"


def test_a_layer_can_be_downloaded_once_an_image_has_it(ecr):
    wanted = {"repositoryName": "one", "layerDigest": descriptor(b"a" * 100)["digest"]}
    with pytest.raises(ClientError) as raised:
        ecr.get_download_url_for_layer(**wanted)
    assert code(raised) == "LayerInaccessibleException"
    push(ecr, manifest("a"), "v1")
    url = ecr.get_download_url_for_layer(**wanted)["downloadUrl"]
    assert urllib.request.urlopen(url).read() == b"a" * 100
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(url.replace("s=", "s=x"))
    assert refused.value.code == 403


def test_an_index_is_as_big_as_its_largest_image_and_holds_its_images(ecr):
    small, large = push(ecr, manifest(size=3), "s"), push(ecr, manifest(size=100), "l")
    kind = "application/vnd.oci.image.index.v1+json"
    listed = [{"digest": digest, "size": 1} for digest in (small, large)]
    body = {"schemaVersion": 2, "mediaType": kind, "manifests": listed}
    index = push(ecr, json.dumps(body), "multi")
    sizes = {image["imageDigest"]: image["imageSizeInBytes"] for image in images(ecr)}
    assert sizes[index] == sizes[large] == 102
    alone = ecr.batch_delete_image(repositoryName="one", imageIds=[{"imageDigest": small}])
    assert alone["failures"][0]["failureCode"] == "ImageReferencedByManifestList"
    assert len(images(ecr)) == 3
    ids = [{"imageDigest": digest} for digest in (small, large, index)]
    assert ecr.batch_delete_image(repositoryName="one", imageIds=ids)["failures"] == []
    assert images(ecr) == []


def test_a_manifest_may_say_when_it_was_pushed(ecr):
    push(ecr, manifest(annotations={PUSHED_AT: "2024-02-03T04:05:06+00:00"}), "v1")
    assert images(ecr)[0]["imagePushedAt"].isoformat()[:10] == "2024-02-03"


def test_a_tag_that_moves_leaves_the_old_image_untagged(ecr):
    old, new = push(ecr, manifest("a"), "latest"), push(ecr, manifest("b"), "latest")
    found = {image["imageDigest"]: image.get("imageTags") for image in images(ecr)}
    assert found == {old: None, new: ["latest"]}
    listed = ecr.list_images(repositoryName="one")["imageIds"]
    assert {"imageDigest": old} in listed


def test_a_push_to_a_missing_repository_says_so(aws):
    with pytest.raises(ClientError) as raised:
        push(aws.ecr, manifest(), "v1")
    assert code(raised) == "RepositoryNotFoundException"


@pytest.mark.parametrize(
    ("mutability", "tag", "moves"),
    [
        ("IMMUTABLE_WITH_EXCLUSION", "latest", True),
        ("IMMUTABLE_WITH_EXCLUSION", "latest-1", False),
        ("IMMUTABLE_WITH_EXCLUSION", "v1", False),
        ("MUTABLE_WITH_EXCLUSION", "latest", False),
        ("MUTABLE_WITH_EXCLUSION", "v1", True),
    ],
)
def test_an_exclusion_filter_turns_the_mutability_round_for_whole_tags(ecr, mutability, tag, moves):
    ecr.put_image_tag_mutability(
        repositoryName="one",
        imageTagMutability=mutability,
        imageTagMutabilityExclusionFilters=[{"filter": "latest", "filterType": "WILDCARD"}],
    )
    push(ecr, manifest("a"), tag)
    if moves:
        push(ecr, manifest("b"), tag)
        return
    with pytest.raises(ClientError) as raised:
        push(ecr, manifest("b"), tag)
    assert code(raised) == "ImageTagAlreadyExistsException"


def test_images_come_in_pages_by_their_tag_status(ecr):
    for number in (1, 2, 3, 100):
        push(ecr, manifest("a", size=number), "latest")
    push(ecr, manifest("b"), "latest")
    first = ecr.describe_images(
        repositoryName="one", filter={"tagStatus": "UNTAGGED"}, maxResults=3
    )
    rest = ecr.describe_images(
        repositoryName="one",
        filter={"tagStatus": "UNTAGGED"},
        maxResults=3,
        nextToken=first["nextToken"],
    )
    assert len(first["imageDetails"]) == 3
    assert len(rest["imageDetails"]) == 1
    assert "nextToken" not in rest
    assert len(images(ecr, filter={"tagStatus": "TAGGED"})) == 1


def test_repositories_come_in_pages(aws):
    for number in range(5):
        aws.ecr.create_repository(repositoryName=f"r{number}")
    pages = list(
        aws.ecr.get_paginator("describe_repositories").paginate(PaginationConfig={"PageSize": 2})
    )
    assert [len(page["repositories"]) for page in pages] == [2, 2, 1]


def rule(**selection):
    action = {"type": "transition", "targetStorageClass": "archive"}
    return {
        "rulePriority": 1,
        "selection": {"tagStatus": "any", "countUnit": "days", "countNumber": 90, **selection},
        "action": action,
    }


def test_images_may_be_archived_by_their_last_pull(ecr):
    policy = json.dumps({"rules": [rule(countType="sinceImagePulled")]})
    ecr.put_lifecycle_policy(repositoryName="one", lifecyclePolicyText=policy)
    assert ecr.get_lifecycle_policy(repositoryName="one")["lifecyclePolicyText"] == policy


def test_a_rule_without_an_action_is_still_invalid(ecr):
    broken = {"rules": [{name: v for name, v in rule(countType="x").items() if name != "action"}]}
    with pytest.raises(ClientError) as raised:
        ecr.put_lifecycle_policy(repositoryName="one", lifecyclePolicyText=json.dumps(broken))
    assert code(raised) == "InvalidParameterException"


def replicate(count):
    return {
        "rules": [
            {"destinations": [{"region": f"us-west-{n}", "registryId": "111122223333"}]}
            for n in range(count)
        ]
    }


def test_a_registry_replicates_by_ten_rules_and_no_more(aws):
    aws.ecr.put_replication_configuration(replicationConfiguration=replicate(10))
    found = aws.ecr.describe_registry()["replicationConfiguration"]
    assert len(found["rules"]) == 10
    with pytest.raises(ClientError):
        aws.ecr.put_replication_configuration(replicationConfiguration=replicate(11))


def test_a_registry_policy_takes_actions_of_ecr_alone(aws):
    def policy(action):
        statement = {
            "Sid": "One",
            "Effect": "Allow",
            "Principal": {"AWS": "arn:aws:iam::444455556666:root"},
            "Action": [action],
            "Resource": "*",
        }
        return json.dumps({"Version": "2012-10-17", "Statement": [statement]})

    aws.ecr.put_registry_policy(policyText=policy("ecr:BatchImportUpstreamImage"))
    with pytest.raises(ClientError) as raised:
        aws.ecr.put_registry_policy(policyText=policy("s3:GetObject"))
    assert code(raised) == "InvalidParameterException"
