"""IAM, enforced: what a role may do to which repository."""

import json

import boto3
import pytest
from botocore.config import Config
from botocore.exceptions import ClientError

from tests.local.conftest import post

ARN = "arn:aws:ecr:ap-northeast-2:111122223333:repository/"


def allow(*statements):
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)})


@pytest.fixture
def pusher(aws, local):
    """ECR as a role that may do everything to feed-server but delete it, enforced."""
    for name in ("feed-server", "guestbook"):
        aws.ecr.create_repository(repositoryName=name)
    trust = allow({"Effect": "Allow", "Principal": {"AWS": "*"}, "Action": "sts:AssumeRole"})
    aws.iam.create_role(RoleName="ci", AssumeRolePolicyDocument=trust)
    policy = allow(
        {"Effect": "Allow", "Action": "ecr:*", "Resource": f"{ARN}feed-server"},
        {"Effect": "Deny", "Action": "ecr:DeleteRepository", "Resource": f"{ARN}feed-server"},
    )
    aws.iam.put_role_policy(RoleName="ci", PolicyName="push", PolicyDocument=policy)
    role = "arn:aws:iam::111122223333:role/ci"
    keys = aws.sts.assume_role(RoleArn=role, RoleSessionName="test")["Credentials"]
    post(local, "/moto-api/reset-auth", b"0")
    yield boto3.client(
        "ecr",
        aws_access_key_id=keys["AccessKeyId"],
        aws_secret_access_key=keys["SecretAccessKey"],
        aws_session_token=keys["SessionToken"],
        config=Config(retries={"total_max_attempts": 1}),
    )
    post(local, "/moto-api/reset-auth", b"inf")


def test_a_role_reaches_the_repository_of_its_policy(pusher):
    assert pusher.list_images(repositoryName="feed-server")["imageIds"] == []
    assert pusher.describe_repositories(repositoryNames=["feed-server"])["repositories"]
    tags = pusher.list_tags_for_resource(resourceArn=f"{ARN}feed-server")
    assert tags["tags"] == []


@pytest.mark.parametrize(
    "refused",
    [
        lambda ecr: ecr.list_images(repositoryName="guestbook"),
        lambda ecr: ecr.describe_repositories(repositoryNames=["guestbook"]),
        lambda ecr: ecr.describe_repositories(),
        lambda ecr: ecr.list_tags_for_resource(resourceArn=f"{ARN}guestbook"),
        lambda ecr: ecr.delete_repository(repositoryName="feed-server"),
        lambda ecr: ecr.get_authorization_token(),
    ],
)
def test_a_role_is_refused_all_else_by_the_error_of_a_json_service(pusher, refused):
    with pytest.raises(ClientError) as raised:
        refused(pusher)
    assert raised.value.response["Error"]["Code"] == "AccessDeniedException"
    assert raised.value.response["ResponseMetadata"]["HTTPStatusCode"] == 400


def test_an_oidc_provider_takes_and_loses_audiences(aws):
    arn = aws.iam.create_open_id_connect_provider(
        Url="https://token.actions.githubusercontent.com", ClientIDList=["sts.amazonaws.com"]
    )["OpenIDConnectProviderArn"]
    change = {"OpenIDConnectProviderArn": arn, "ClientID": "another"}
    for _ in range(2):  # the second time is no error
        aws.iam.add_client_id_to_open_id_connect_provider(**change)
    found = aws.iam.get_open_id_connect_provider(OpenIDConnectProviderArn=arn)
    assert found["ClientIDList"] == ["sts.amazonaws.com", "another"]
    for _ in range(2):
        aws.iam.remove_client_id_from_open_id_connect_provider(**change)
    found = aws.iam.get_open_id_connect_provider(OpenIDConnectProviderArn=arn)
    assert found["ClientIDList"] == ["sts.amazonaws.com"]
