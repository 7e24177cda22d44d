"""What the stack's own roles may do, with IAM enforced by the local AWS.

The local AWS judges the policies of a role by action and resource. Trust policies and conditions
it judges loosely, so those are read back from it and judged by `container_registry.iam`.
"""

import hashlib
import json
from collections.abc import Callable, Iterator
from typing import Any
from urllib.request import Request, urlopen

import pytest
from botocore.exceptions import ClientError

from container_registry.documents.github import audience
from container_registry.iam.document import parse
from container_registry.iam.trust import admits, weaknesses
from tests.support.stacks import Stack

LAYER = b"a layer"
DIGEST = f"sha256:{hashlib.sha256(LAYER).hexdigest()}"
BLOB = {"mediaType": "application/vnd.oci.empty.v1+json", "digest": DIGEST, "size": len(LAYER)}
MANIFEST = json.dumps(
    {
        "schemaVersion": 2,
        "mediaType": "application/vnd.oci.image.manifest.v1+json",
        "config": BLOB,
        "layers": [BLOB],
    }
)


def enforce(stack: Stack, after: bytes) -> None:
    """`0` enforces IAM from the next call on, `inf` never."""
    headers = {"Content-Type": "text/plain", "Authorization": f"Bearer {stack.access_key}"}
    request = Request(f"{stack.endpoint}/moto-api/reset-auth", after, headers, method="POST")
    with urlopen(request) as answer:
        assert answer.status == 200


def credentials(keys: dict[str, Any]) -> dict[str, str]:
    return {
        "aws_access_key_id": keys["AccessKeyId"],
        "aws_secret_access_key": keys["SecretAccessKey"],
        "aws_session_token": keys["SessionToken"],
    }


@pytest.fixture
def ecr_as(stack: Stack) -> Iterator[Callable[[str], Any]]:
    """ECR as one of the stack's roles, IAM enforced."""
    sts = stack.client("sts")
    clients = {}
    for role in ("access-feed-server-ci", "eks-nodes"):
        arn = stack.client("iam").get_role(RoleName=role)["Role"]["Arn"]
        keys = sts.assume_role(RoleArn=arn, RoleSessionName="test")["Credentials"]
        clients[role] = stack.client("ecr", **credentials(keys))
    enforce(stack, b"0")
    yield clients.__getitem__
    enforce(stack, b"inf")


def push(ecr: Any, repository: str, tag: str = "v1.0.0") -> None:
    ecr.get_authorization_token()
    ecr.batch_check_layer_availability(repositoryName=repository, layerDigests=[DIGEST])
    upload = ecr.initiate_layer_upload(repositoryName=repository)["uploadId"]
    ecr.upload_layer_part(
        repositoryName=repository,
        uploadId=upload,
        partFirstByte=0,
        partLastByte=len(LAYER) - 1,
        layerPartBlob=LAYER,
    )
    ecr.complete_layer_upload(repositoryName=repository, uploadId=upload, layerDigests=[DIGEST])
    ecr.put_image(repositoryName=repository, imageManifest=MANIFEST, imageTag=tag)


def pull(ecr: Any, repository: str) -> dict[str, Any]:
    ecr.get_authorization_token()
    images = ecr.batch_get_image(repositoryName=repository, imageIds=[{"imageTag": "v1.0.0"}])
    return images["images"][0]


def refused(call: Callable[[], object]) -> bool:
    with pytest.raises(ClientError) as raised:
        call()
    return raised.value.response["Error"]["Code"] == "AccessDeniedException"


def test_a_ci_role_pushes_its_own_service_and_nodes_pull_it(ecr_as: Callable[[str], Any]) -> None:
    push(ecr_as("access-feed-server-ci"), "feed-server")
    assert pull(ecr_as("eks-nodes"), "feed-server")["imageManifest"] == MANIFEST


def test_a_ci_role_is_refused_for_another_service(ecr_as: Callable[[str], Any]) -> None:
    ecr = ecr_as("access-feed-server-ci")
    assert refused(lambda: ecr.initiate_layer_upload(repositoryName="guestbook"))
    assert refused(
        lambda: ecr.put_image(repositoryName="guestbook", imageManifest=MANIFEST, imageTag="v1.0.0")
    )
    assert refused(
        lambda: ecr.batch_get_image(repositoryName="guestbook", imageIds=[{"imageTag": "x"}])
    )


def test_a_ci_role_deletes_and_changes_nothing(ecr_as: Callable[[str], Any]) -> None:
    ecr = ecr_as("access-feed-server-ci")
    name = {"repositoryName": "feed-server"}
    assert refused(lambda: ecr.delete_repository(**name, force=True))
    assert refused(lambda: ecr.batch_delete_image(**name, imageIds=[{"imageTag": "v1.0.0"}]))
    assert refused(lambda: ecr.delete_lifecycle_policy(**name))
    assert refused(lambda: ecr.put_image_tag_mutability(**name, imageTagMutability="MUTABLE"))
    assert refused(lambda: ecr.set_repository_policy(**name, policyText="{}"))


def test_nodes_cannot_push(ecr_as: Callable[[str], Any]) -> None:
    ecr = ecr_as("eks-nodes")
    assert refused(lambda: ecr.initiate_layer_upload(repositoryName="feed-server"))
    assert refused(
        lambda: ecr.put_image(
            repositoryName="feed-server", imageManifest=MANIFEST, imageTag="v2.0.0"
        )
    )


def test_the_trust_policy_in_aws_admits_its_subjects_and_no_near_miss(stack: Stack) -> None:
    role = stack.client("iam").get_role(RoleName="access-feed-server-ci")["Role"]
    document = parse(role["AssumeRolePolicyDocument"])
    assert weaknesses(document) == ()
    for subject in (
        "repo:acme/feed-server:ref:refs/heads/main",
        "repo:acme@12/feed-server@345:ref:refs/heads/main",
    ):
        assert admits(document, {"sub": subject, "aud": audience("aws")})
        assert not admits(document, {"sub": subject})
    for subject in (
        "repo:acme/feed-server:ref:refs/heads/develop",
        "repo:acme/guestbook:ref:refs/heads/main",
        "repo:acme/feed-server:pull_request",
        "repo:acme-evil/feed-server:ref:refs/heads/main",
        "repo:acme/feed-server%3Aref%3Arefs/heads/main",
    ):
        assert not admits(document, {"sub": subject, "aud": audience("aws")}), subject
