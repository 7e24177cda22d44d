"""ECR as AWS documents it, where moto by itself is otherwise."""

import hashlib
import json

import pytest
from botocore.exceptions import ClientError

from local.aws.patches.ecr_images import PUSHED_AT


def manifest(layer="a", *, annotations=None, sizes=(100, 7)):
    body = {
        "schemaVersion": 2,
        "mediaType": "application/vnd.oci.image.manifest.v1+json",
        "config": {"digest": f"sha256:{'c' * 64}", "size": sizes[1]},
        "layers": [{"digest": f"sha256:{layer * 64}", "size": size} for size in sizes[:1]],
    }
    return json.dumps(body | ({"annotations": annotations} if annotations else {}))


def code(raised):
    return raised.value.response["Error"]["Code"]


@pytest.fixture
def ecr(aws):
    aws.ecr.create_repository(repositoryName="one")
    return aws.ecr


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
    push(ecr, manifest(sizes=(1000, 24)), "v1")
    assert images(ecr)[0]["imageSizeInBytes"] == 1024


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
    for number in range(5):
        push(ecr, manifest("a", sizes=(number, 1)), "latest")
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
