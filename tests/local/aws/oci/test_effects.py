"""What a push, a pull and a deletion leave behind, the same whichever door they came through."""

import json
import time
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.local.aws.oci.client import CONFIG, OCI_IMAGE, OCI_INDEX, digest_of, image, index
from tests.local.aws.oci.conftest import control
from tests.local.conftest import post

ACCOUNT, REGION = "111122223333", "ap-northeast-2"


@pytest.fixture
def events(aws):
    """What a rule for all of ECR's events has delivered since it was asked last."""
    url = aws.sqs.create_queue(QueueName="inbox")["QueueUrl"]
    rule = {"source": ["aws.ecr"]}
    everything = "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS"
    aws.events.put_rule(Name="rule", EventPattern=json.dumps(rule), State=everything)
    target = {"Id": "one", "Arn": f"arn:aws:sqs:{REGION}:{ACCOUNT}:inbox"}
    aws.events.put_targets(Rule="rule", Targets=[target])

    def received(kind="ECR Image Action"):
        found = []
        while messages := aws.sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10).get(
            "Messages"
        ):
            for message in messages:
                found.append(json.loads(message["Body"]))
                aws.sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
        return [event["detail"] for event in found if event["detail-type"] == kind]

    return received


def test_a_push_is_told_once_with_what_was_pushed(door, events):
    manifest = door.push("one", "v1", b"layer")
    assert events() == [
        {
            "result": "SUCCESS",
            "action-type": "PUSH",
            "repository-name": "one",
            "image-digest": digest_of(manifest),
            "image-tag": "v1",
            "manifest-media-type": OCI_IMAGE,
            "artifact-media-type": CONFIG,
        }
    ]
    door.put("one", digest_of(door.push("one", None, b"other")), b"")
    assert ["image-tag" in event for event in events()] == [False]


def test_a_push_by_the_api_is_told_alike(door, aws, events):
    for content in (b"{}", b"layer"):
        door.upload("one", content)
    text = image(b"layer").decode()
    aws.ecr.put_image(repositoryName="one", imageManifest=text, imageTag="v1")
    (event,) = events()
    assert (event["action-type"], event["image-tag"]) == ("PUSH", "v1")


def test_a_refused_push_is_not_told(door, aws, events):
    manifest = door.push("one", "v1", b"layer")
    aws.ecr.put_image_tag_mutability(repositoryName="one", imageTagMutability="IMMUTABLE")
    events()
    assert door.put("one", "v1", manifest).status == 400
    assert door.put("one", "v2", image(b"missing")).status == 404
    assert events() == []


@pytest.mark.parametrize("by_api", [True, False])
def test_a_deletion_is_told(door, aws, events, by_api):
    manifest = door.push("one", "v1", b"layer")
    events()
    if by_api:
        aws.ecr.batch_delete_image(repositoryName="one", imageIds=[{"imageTag": "v1"}])
    else:
        door.delete("one", "v1")
    (event,) = events()
    assert event["action-type"] == "DELETE"
    assert (event["image-digest"], event["image-tag"]) == (digest_of(manifest), "v1")


def test_archiving_and_restoring_are_told(door, aws, events):
    door.push("one", "v1", b"layer")
    events()
    identity = {"repositoryName": "one", "imageId": {"imageTag": "v1"}}
    for target in ("ARCHIVE", "STANDARD"):
        aws.ecr.update_image_storage_class(**identity, targetStorageClass=target)
    assert [event["target-storage-class"] for event in events()] == ["ARCHIVE", "STANDARD"]


def pulls(aws):
    now = datetime.now(UTC)
    points = aws.cloudwatch.get_metric_statistics(
        Namespace="AWS/ECR",
        MetricName="RepositoryPullCount",
        Dimensions=[{"Name": "RepositoryName", "Value": "one"}],
        StartTime=now - timedelta(hours=1),
        EndTime=now + timedelta(hours=1),
        Period=7200,
        Statistics=["Sum"],
    )["Datapoints"]
    return sum(point["Sum"] for point in points)


def test_a_pull_is_counted_and_remembered_and_a_head_is_not(door, aws):
    door.push("one", "v1", b"layer")
    assert door.get("one", "v1", method="HEAD").status == 200
    (before,) = aws.ecr.describe_images(repositoryName="one")["imageDetails"]
    assert "lastRecordedPullTime" not in before
    assert pulls(aws) == 0
    door.pull("one", "v1")
    aws.ecr.batch_get_image(repositoryName="one", imageIds=[{"imageTag": "v1"}])
    (after,) = aws.ecr.describe_images(repositoryName="one")["imageDetails"]
    assert after["lastRecordedPullTime"] >= after["imagePushedAt"]
    assert pulls(aws) == 2


def test_an_excluded_principals_pull_is_not_remembered(door, aws):
    door.push("one", "v1", b"layer")
    root = f"arn:aws:iam::{ACCOUNT}:root"
    aws.ecr.register_pull_time_update_exclusion(principalArn=root)
    door.pull("one", "v1")
    (shown,) = aws.ecr.describe_images(repositoryName="one")["imageDetails"]
    assert "lastRecordedPullTime" not in shown
    aws.ecr.deregister_pull_time_update_exclusion(principalArn=root)
    door.pull("one", "v1")
    (shown,) = aws.ecr.describe_images(repositoryName="one")["imageDetails"]
    assert "lastRecordedPullTime" in shown


def test_the_registrys_time_is_the_clocks(door, aws, local):
    control(local, now="2031-01-02T03:04:05+00:00")
    password_expires = aws.ecr.get_authorization_token()["authorizationData"][0]["expiresAt"]
    assert password_expires.year == 2031
    control(local, reset_clock=True)
    door.push("one", "v1", b"layer")
    (shown,) = aws.ecr.describe_images(repositoryName="one")["imageDetails"]
    assert abs(shown["imagePushedAt"].timestamp() - time.time()) < 60


def plant(local, counts):
    result = {
        "imageScanFindings": {"findings": [], "findingSeverityCounts": counts},
        "registryId": ACCOUNT,
        "repositoryName": "one",
        "imageId": {"imageTag": "bad"},
        "imageScanStatus": {"status": "COMPLETE", "description": "done"},
    }
    body = json.dumps({"results": [result], "region": REGION, "account_id": ACCOUNT}).encode()
    post(local, "/moto-api/static/ecr/scan-finding-results", body)


def test_a_push_is_scanned_and_finds_what_was_planted(door, aws, local, events):
    aws.ecr.put_image_scanning_configuration(
        repositoryName="one", imageScanningConfiguration={"scanOnPush": True}
    )
    plant(local, {"CRITICAL": 2})
    good, bad = door.push("one", "good", b"good"), door.push("one", "bad", b"bad")
    door.put("one", "index", index(good, bad), OCI_INDEX)
    scans = {scan["image-digest"]: scan for scan in events("ECR Image Scan")}
    assert scans.keys() == {digest_of(good), digest_of(bad)}, "an index is not scanned"
    assert scans[digest_of(bad)]["finding-severity-counts"] == {"CRITICAL": 2}
    assert scans[digest_of(good)]["finding-severity-counts"] == {}
    by_tag: dict[str, Any] = {"repositoryName": "one", "imageId": {"imageTag": "bad"}}
    found = aws.ecr.describe_image_scan_findings(**by_tag)
    assert found["imageScanFindings"]["findingSeverityCounts"] == {"CRITICAL": 2}
    by_tag["imageId"]["imageTag"] = "good"
    found = aws.ecr.describe_image_scan_findings(**by_tag)
    assert found["imageScanFindings"]["findings"] == []
    details = aws.ecr.describe_images(repositoryName="one", imageIds=[{"imageTag": "bad"}])
    summary = details["imageDetails"][0]["imageScanFindingsSummary"]
    assert summary["findingSeverityCounts"] == {"CRITICAL": 2}


def test_a_target_that_fails_fails_no_push(door, aws):
    aws.events.put_rule(Name="rule", EventPattern=json.dumps({"source": ["aws.ecr"]}))
    gone = {"Id": "one", "Arn": f"arn:aws:sqs:{REGION}:{ACCOUNT}:gone"}
    aws.events.put_targets(Rule="rule", Targets=[gone])
    door.push("one", "v1", b"layer")
    assert door.tags("one") == ["v1"]
