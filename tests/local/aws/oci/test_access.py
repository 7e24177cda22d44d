"""Who may do what at the door is what IAM says at the API: one principal, both doors."""

import json

import boto3
import pytest
from botocore.config import Config
from botocore.exceptions import ClientError

from tests.local.aws.oci.client import Door, digest_of, image
from tests.local.aws.oci.conftest import password_of
from tests.local.conftest import post

ACCOUNT, REGION, OTHER = "111122223333", "ap-northeast-2", "444455556666"
PUSH = [
    "ecr:BatchCheckLayerAvailability",
    "ecr:BatchGetImage",
    "ecr:CompleteLayerUpload",
    "ecr:InitiateLayerUpload",
    "ecr:PutImage",
    "ecr:UploadLayerPart",
]


def arn(name, account=ACCOUNT):
    return f"arn:aws:ecr:{REGION}:{account}:repository/{name}"


def allow(actions, *resources, effect="Allow", **more):
    return {"Effect": effect, "Action": actions, "Resource": list(resources), **more}


def policy(*statements):
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)})


LOGIN = allow(["ecr:GetAuthorizationToken"], "*")


def ecr_of(keys):
    return boto3.client(
        "ecr",
        aws_access_key_id=keys["AccessKeyId"],
        aws_secret_access_key=keys["SecretAccessKey"],
        aws_session_token=keys.get("SessionToken"),
        config=Config(retries={"total_max_attempts": 1}),
    )


@pytest.fixture
def principal(local, aws, door):
    """Makes a role with the statements, enforces IAM, gives the role's door and its boto3."""
    aws.ecr.create_repository(repositoryName="two")
    for name in ("one", "two"):
        door.push(name, "v1", b"layer of " + name.encode())

    def make(*statements, sts=aws.sts, iam=aws.iam, account=ACCOUNT, registry=None, **session):
        trust = policy({"Effect": "Allow", "Principal": {"AWS": "*"}, "Action": "sts:AssumeRole"})
        iam.create_role(RoleName="role", AssumeRolePolicyDocument=trust)
        iam.put_role_policy(
            RoleName="role", PolicyName="p", PolicyDocument=policy(LOGIN, *statements)
        )
        role = f"arn:aws:iam::{account}:role/role"
        keys = sts.assume_role(RoleArn=role, RoleSessionName="ci", **session)["Credentials"]
        ecr = ecr_of(keys)
        post(local, "/moto-api/reset-auth", b"0")
        more = {"registryIds": [registry]} if registry else {}
        return Door(local.port, password_of(ecr, **more)), ecr

    yield make
    post(local, "/moto-api/reset-auth", b"inf")


def refused(call):
    with pytest.raises(ClientError) as raised:
        call()
    error = raised.value.response["Error"]
    assert error["Code"] == "AccessDeniedException"
    return error["Message"]


def test_a_principal_with_one_repository_has_one_repository(principal):
    door, ecr = principal(allow([*PUSH, "ecr:GetDownloadUrlForLayer"], arn("one")))
    door.push("one", "v2", b"new")
    assert door.pull("one", "v2") == [b"new"]
    user = f"arn:aws:sts::{ACCOUNT}:assumed-role/role/ci"
    for answer, action in (
        (door.begin("two"), "InitiateLayerUpload"),
        (door.get("two", "v1"), "BatchGetImage"),
        (door.put("two", "v2", image()), "PutImage"),
        (door.ask("GET", f"/v2/two/blobs/{digest_of(b'x')}"), "GetDownloadUrlForLayer"),
        (door.ask("GET", "/v2/two/tags/list"), "ListImages"),
        (door.ask("DELETE", "/v2/two/manifests/v1"), "BatchDeleteImage"),
        (door.ask("GET", f"/v2/two/referrers/{digest_of(b'x')}"), "BatchGetImage"),
    ):
        assert answer.status == 403
        assert answer.error == (
            "DENIED",
            f"User: {user} is not authorized to perform: ecr:{action} on resource: {arn('two')} "
            f"because no identity-based policy allows the ecr:{action} action",
        )
    said = refused(lambda: ecr.initiate_layer_upload(repositoryName="two"))
    assert said == door.begin("two").error[1]


def test_a_missing_repository_of_others_is_refused_and_not_unknown(principal):
    door, _ = principal(allow(PUSH, arn("one")))
    assert door.begin("three").status == 403
    assert door.ask("GET", "/v2/_catalog").status == 403


def test_a_refused_head_has_no_body(principal):
    door, _ = principal()
    answer = door.get("one", "v1", method="HEAD")
    assert (answer.status, answer.body) == (403, b"")


def test_a_repositorys_policy_allows_within_an_account(principal, aws):
    statement = {
        "Effect": "Allow",
        "Principal": {"AWS": f"arn:aws:iam::{ACCOUNT}:role/role"},
        "Action": ["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"],
    }
    aws.ecr.set_repository_policy(repositoryName="one", policyText=policy(statement))
    door, ecr = principal()
    assert door.pull("one", "v1") == [b"layer of one"]
    assert ecr.batch_get_image(repositoryName="one", imageIds=[{"imageTag": "v1"}])["images"]
    assert door.get("two", "v1").status == 403


def test_an_explicit_deny_wins_whoever_says_it(principal, aws):
    deny = {"Effect": "Deny", "Principal": "*", "Action": "ecr:PutImage"}
    aws.ecr.set_repository_policy(repositoryName="one", policyText=policy(deny))
    everything = allow(["ecr:*"], "*")
    door, _ = principal(everything, allow(["ecr:*"], arn("two"), effect="Deny"))
    by_resource = door.put("one", "v2", image())
    assert by_resource.error[1].endswith("with an explicit deny in a resource-based policy")
    by_identity = door.get("two", "v1")
    assert by_identity.error[1].endswith("with an explicit deny in an identity-based policy")


def test_a_condition_on_a_tag_counts(principal, aws):
    aws.ecr.tag_resource(resourceArn=arn("two"), tags=[{"Key": "Team", "Value": "b"}])
    where = {"StringEquals": {"aws:ResourceTag/Team": "b"}}
    door, ecr = principal(allow(["ecr:BatchGetImage"], "*", Condition=where))
    assert door.get("two", "v1").status == 200
    assert door.get("one", "v1").status == 403
    refused(lambda: ecr.batch_get_image(repositoryName="one", imageIds=[{"imageTag": "v1"}]))


def test_a_condition_on_the_region_counts(principal):
    here = {"StringEquals": {"aws:RequestedRegion": REGION}}
    elsewhere = {"StringEquals": {"aws:RequestedRegion": "eu-west-1"}}
    _, ecr = principal(
        allow(["ecr:DescribeRegistry"], "*", Condition=here),
        allow(["ecr:GetRegistryPolicy"], "*", Condition=elsewhere),
    )
    assert ecr.describe_registry()["registryId"] == ACCOUNT
    assert "ecr:GetRegistryPolicy" in refused(ecr.get_registry_policy)


def test_a_repository_that_is_made_with_tags_needs_the_right_to_tag(principal):
    _, ecr = principal(allow(["ecr:CreateRepository"], arn("*")))
    ecr.create_repository(repositoryName="plain")
    tags = [{"Key": "team", "Value": "web"}]
    why = refused(lambda: ecr.create_repository(repositoryName="tagged", tags=tags))
    assert "ecr:TagResource" in why


def test_a_session_policy_narrows(principal):
    narrow = policy(allow(["ecr:GetAuthorizationToken"], "*"), allow(["ecr:*"], arn("one")))
    door, _ = principal(allow(["ecr:*"], "*"), Policy=narrow)
    assert door.get("one", "v1").status == 200
    assert door.get("two", "v1").status == 403


def test_a_token_ends_with_its_principal(principal, aws, local):
    door, _ = principal(allow(["ecr:*"], "*"))
    assert door.get("one", "v1").status == 200
    post(local, "/moto-api/reset-auth", b"inf")
    aws.iam.delete_role_policy(RoleName="role", PolicyName="p")
    post(local, "/moto-api/reset-auth", b"0")
    assert door.get("one", "v1").status == 403


@pytest.mark.parametrize("shared", [True, False])
def test_across_accounts_both_must_allow(principal, aws, shared):
    """Another account is entered as on AWS: by a role of it."""
    if shared:
        statement = {
            "Effect": "Allow",
            "Principal": {"AWS": f"arn:aws:iam::{OTHER}:root"},
            "Action": ["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"],
        }
        aws.ecr.set_repository_policy(repositoryName="one", policyText=policy(statement))
    into = aws.sts.assume_role(RoleArn=f"arn:aws:iam::{OTHER}:role/admin", RoleSessionName="entry")
    keys = into["Credentials"]
    there = boto3.Session(keys["AccessKeyId"], keys["SecretAccessKey"], keys["SessionToken"])
    door, ecr = principal(
        allow(["ecr:*"], "*"),
        sts=there.client("sts"),
        iam=there.client("iam"),
        account=OTHER,
        registry=ACCOUNT,
    )
    name = {"repositoryName": "one", "registryId": ACCOUNT, "imageIds": [{"imageTag": "v1"}]}
    if shared:
        assert door.pull("one", "v1") == [b"layer of one"]
        assert ecr.batch_get_image(**name)["images"]
        return
    answer = door.get("one", "v1")
    assert answer.status == 403
    assert "because no resource-based policy allows" in answer.error[1]
    assert refused(lambda: ecr.batch_get_image(**name)) == answer.error[1]


def test_two_accounts_have_two_registries(door, aws, local):
    door.push("one", "v1", b"layer")
    into = aws.sts.assume_role(RoleArn=f"arn:aws:iam::{OTHER}:role/admin", RoleSessionName="entry")
    ecr = ecr_of(into["Credentials"])
    ecr.create_repository(repositoryName="one")
    other = Door(local.port, password_of(ecr))
    assert other.tags("one") == []
    other.push("one", "v2", b"layer")
    assert (door.tags("one"), other.tags("one")) == (["v1"], ["v2"])
