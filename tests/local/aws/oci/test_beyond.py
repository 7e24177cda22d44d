"""More than one registry: copies in other Regions and accounts, and images of another server."""

import json

import boto3
import pytest

from local.aws import server
from tests.local.aws.oci.client import OCI_INDEX, Door, digest_of, index
from tests.local.aws.oci.conftest import password_of

ACCOUNT, REGION, OTHER = "111122223333", "ap-northeast-2", "444455556666"
AWAY = "eu-west-1"


def replicate(aws, *destinations, prefix=None):
    rule = {"destinations": [{"region": r, "registryId": a} for r, a in destinations]}
    if prefix:
        rule["repositoryFilters"] = [{"filter": prefix, "filterType": "PREFIX_MATCH"}]
    aws.ecr.put_replication_configuration(replicationConfiguration={"rules": [rule]})


def statuses(aws, name="one", tag="v1"):
    found = aws.ecr.describe_image_replication_status(
        repositoryName=name, imageId={"imageTag": tag}
    )["replicationStatuses"]
    return {(each["registryId"], each["region"]): each["status"] for each in found}


@pytest.fixture
def away(environment):
    return boto3.client("ecr", region_name=AWAY)


def test_a_push_is_copied_to_another_region_with_all_that_belongs_to_it(door, aws, away, local):
    before = door.push("one", "before", b"before")
    replicate(aws, (AWAY, ACCOUNT))
    amd = door.push("one", None, b"amd")
    listed = index(amd, before)
    door.put("one", "v1", listed, OCI_INDEX)
    assert statuses(aws) == {(ACCOUNT, AWAY): "COMPLETE"}
    copy = Door(local.port, password_of(away))
    assert copy.get("one", "v1").body == listed
    assert copy.pull("one", digest_of(amd)) == [b"amd"]
    assert copy.pull("one", digest_of(before)) == [b"before"], "an index's images go with it"
    assert copy.tags("one") == ["v1"], "what was pushed before the rule stays where it is"
    door.delete("one", "v1")
    assert copy.get("one", "v1").status == 200, "deletions are not copied"


def test_a_filter_keeps_other_repositories_at_home(door, aws, away):
    replicate(aws, (AWAY, ACCOUNT), prefix="team/")
    aws.ecr.create_repository(repositoryName="team/app")
    door.push("one", "v1", b"layer")
    door.push("team/app", "v1", b"layer")
    found = away.describe_repositories()["repositories"]
    assert [each["repositoryName"] for each in found] == ["team/app"]


def test_a_copys_repository_is_made_by_a_template_and_the_event_lands_there(door, aws, away):
    away.create_repository_creation_template(
        prefix="ROOT", appliedFor=["REPLICATION"], imageTagMutability="IMMUTABLE"
    )
    queue = boto3.client("sqs", region_name=AWAY)
    url = queue.create_queue(QueueName="inbox")["QueueUrl"]
    rules = boto3.client("events", region_name=AWAY)
    pattern = {"detail-type": ["ECR Replication Action"]}
    rules.put_rule(Name="rule", EventPattern=json.dumps(pattern))
    target = {"Id": "one", "Arn": f"arn:aws:sqs:{AWAY}:{ACCOUNT}:inbox"}
    rules.put_targets(Rule="rule", Targets=[target])
    replicate(aws, (AWAY, ACCOUNT))
    manifest = door.push("one", "v1", b"layer")
    (made,) = away.describe_repositories()["repositories"]
    assert made["imageTagMutability"] == "IMMUTABLE"
    (message,) = queue.receive_message(QueueUrl=url)["Messages"]
    detail = json.loads(message["Body"])["detail"]
    assert detail == {
        "result": "SUCCESS",
        "action-type": "REPLICATE",
        "repository-name": "one",
        "image-digest": digest_of(manifest),
        "image-tag": "v1",
        "source-account": ACCOUNT,
        "source-region": REGION,
    }


@pytest.mark.parametrize("allowed", [True, False])
def test_another_account_takes_a_copy_if_its_registry_policy_says_so(door, aws, local, allowed):
    into = aws.sts.assume_role(RoleArn=f"arn:aws:iam::{OTHER}:role/admin", RoleSessionName="entry")
    keys = into["Credentials"]
    session = boto3.Session(keys["AccessKeyId"], keys["SecretAccessKey"], keys["SessionToken"])
    there = session.client("ecr")
    if allowed:
        statement = {
            "Sid": "replicate",
            "Effect": "Allow",
            "Principal": {"AWS": f"arn:aws:iam::{ACCOUNT}:root"},
            "Action": ["ecr:CreateRepository", "ecr:ReplicateImage"],
            "Resource": f"arn:aws:ecr:{REGION}:{OTHER}:repository/*",
        }
        text = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
        there.put_registry_policy(policyText=text)
    replicate(aws, (REGION, OTHER))
    door.push("one", "v1", b"layer")
    assert statuses(aws) == {(OTHER, REGION): "COMPLETE" if allowed else "FAILED"}
    copy = Door(local.port, password_of(there))
    assert copy.pull("one", "v1") == ([b"layer"] if allowed else None)


@pytest.fixture(scope="module")
def upstream(tmp_path_factory):
    """Another registry on this machine: a local AWS, with its token in a secret."""
    state = tmp_path_factory.mktemp("upstream")
    other = server.start(state, "999988887777", "us-east-1", None, "--oci")
    ecr = boto3.client(
        "ecr",
        region_name="us-east-1",
        endpoint_url=other.endpoint,
        aws_access_key_id=other.access_key,
        aws_secret_access_key="local",
    )
    ecr.create_repository(repositoryName="library/alpine")
    yield Door(other.port, password_of(ecr)), password_of(ecr)
    server.stop(state)


def cache(aws, upstream, prefix="hub"):
    door, password = upstream
    secret = json.dumps({"username": "AWS", "accessToken": password})
    secrets = boto3.client("secretsmanager", region_name=REGION)
    arn = secrets.create_secret(Name="ecr-pullthroughcache/hub", SecretString=secret)["ARN"]
    aws.ecr.create_pull_through_cache_rule(
        ecrRepositoryPrefix=prefix,
        upstreamRegistryUrl=f"localhost:{door.port}",
        credentialArn=arn,
    )


def test_a_pull_brings_an_image_of_another_registry_in(door, aws, upstream, local):
    there = upstream[0]
    amd = there.push("library/alpine", None, b"alpine amd")
    listed = index(amd)
    there.put("library/alpine", "3", listed, OCI_INDEX)
    cache(aws, upstream)
    aws.ecr.create_repository_creation_template(
        prefix="hub",
        appliedFor=["PULL_THROUGH_CACHE"],
        imageTagMutability="MUTABLE",
        resourceTags=[{"Key": "Cache", "Value": "yes"}],
    )
    assert door.get("hub/library/alpine", "3").body == listed
    assert door.pull("hub/library/alpine", digest_of(amd)) == [b"alpine amd"]
    (made,) = aws.ecr.describe_repositories(repositoryNames=["hub/library/alpine"])["repositories"]
    tags = aws.ecr.list_tags_for_resource(resourceArn=made["repositoryArn"])["tags"]
    assert tags == [{"Key": "Cache", "Value": "yes"}]
    assert door.get("hub/library/none", "3").status == 404
    assert door.get("hub/library/alpine", "4").status == 404


def test_a_tag_is_looked_up_again_after_a_day(door, aws, upstream, local):
    from tests.local.aws.oci.conftest import control

    there = upstream[0]
    old = there.push("library/alpine", "edge", b"old")
    cache(aws, upstream)
    assert door.get("hub/library/alpine", "edge").body == old
    new = there.push("library/alpine", "edge", b"new")
    assert door.get("hub/library/alpine", "edge").body == old
    control(local, forward_seconds=25 * 3600)
    fresh = Door(local.port, password_of(aws.ecr))
    assert fresh.get("hub/library/alpine", "edge").body == new


def test_an_upstream_elsewhere_is_never_asked(door, aws):
    aws.ecr.create_pull_through_cache_rule(
        ecrRepositoryPrefix="quay", upstreamRegistryUrl="quay.example.com"
    )
    answer = door.get("quay/x", "v1")
    assert answer.status == 404
    assert "not on this machine" in answer.error[1]
