import hashlib
import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import boto3
import pytest
from botocore.config import Config
from moto import mock_aws

from tests.usage_reporter.wire import Answer, Wire, refusal
from usage_reporter import handler as module
from usage_reporter.handler import handler, read_all

REGION = "ap-northeast-2"
NOW = datetime(2026, 10, 1, tzinfo=UTC)


class Context:
    function_name = "dev-registry-usage"

    def __init__(self, seconds: float = 900) -> None:
        self._seconds = seconds

    def get_remaining_time_in_millis(self) -> int:
        return int(self._seconds * 1000)


@pytest.fixture
def aws(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("AWS_DEFAULT_REGION", REGION)
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "test")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "test")
    with mock_aws():
        yield


def push(repository: str, digest_end: str, size: int) -> None:
    ecr = boto3.client("ecr")
    if repository not in {
        found["repositoryName"] for found in ecr.describe_repositories()["repositories"]
    }:
        ecr.create_repository(repositoryName=repository)
    config = {
        "mediaType": "application/vnd.docker.container.image.v1+json",
        "size": size,
        "digest": f"sha256:{digest_end * 64}",
    }
    manifest = {
        "schemaVersion": 2,
        "mediaType": "application/vnd.docker.distribution.manifest.v2+json",
        "config": config,
        "layers": [],
    }
    text = json.dumps(manifest)
    ecr.put_image(
        repositoryName=repository,
        imageManifest=text,
        imageTag=f"v{digest_end}",
        imageDigest=f"sha256:{hashlib.sha256(text.encode()).hexdigest()}",
    )


def datapoint(name: str, **dimensions: str) -> float | None:
    found = boto3.client("cloudwatch").get_metric_statistics(
        Namespace="ContainerRegistry",
        MetricName=name,
        Dimensions=[{"Name": key, "Value": value} for key, value in dimensions.items()],
        StartTime=datetime.now(UTC) - timedelta(hours=7),
        EndTime=datetime.now(UTC) + timedelta(hours=7),
        Period=21_600,
        Statistics=["Maximum"],
    )["Datapoints"]
    return max((point["Maximum"] for point in found), default=None)


@pytest.mark.usefixtures("aws")
def test_a_run_publishes_what_the_repositories_hold() -> None:
    push("feed-server", "a", 700)
    push("feed-server", "b", 300)
    boto3.client("ecr").start_image_scan(repositoryName="feed-server", imageId={"imageTag": "vb"})
    result = handler({"repositories": ["feed-server"]}, Context())
    assert result == {"reported": 1, "unread": []}
    assert datapoint("RepositorySize", RepositoryName="feed-server") == 1000
    assert datapoint("ImageCount", RepositoryName="feed-server") == 2
    assert datapoint("UnreadRepositories", Reporter="dev-registry-usage") == 0


@pytest.mark.usefixtures("aws")
def test_a_repository_deleted_under_it_is_said_and_published_and_costs_no_other(
    capsys: pytest.CaptureFixture[str],
) -> None:
    push("feed-server", "a", 700)
    result = handler({"repositories": ["gone", "feed-server"]}, Context())
    assert result["reported"] == 1
    [unread] = result["unread"]
    assert unread["name"] == "gone"
    assert "RepositoryNotFoundException" in unread["reason"]
    assert json.loads(capsys.readouterr().out) == unread
    assert datapoint("UnreadRepositories", Reporter="dev-registry-usage") == 1
    assert datapoint("RepositorySize", RepositoryName="feed-server") == 700


@pytest.mark.usefixtures("aws")
def test_a_run_without_time_reads_nothing_and_says_so() -> None:
    push("feed-server", "a", 700)
    result = handler({"repositories": ["feed-server"]}, Context(seconds=module.RESERVE))
    assert result["reported"] == 0
    assert "no time was left" in result["unread"][0]["reason"]
    assert datapoint("RepositorySize", RepositoryName="feed-server") is None


@pytest.mark.usefixtures("aws")
def test_a_trail_is_looked_for() -> None:
    push("feed-server", "a", 700)
    handler({"repositories": ["feed-server"]}, Context())
    assert datapoint("TrailLogging", Reporter="dev-registry-usage") == 0
    boto3.client("s3").create_bucket(
        Bucket="trail", CreateBucketConfiguration={"LocationConstraint": REGION}
    )
    cloudtrail = boto3.client("cloudtrail")
    cloudtrail.create_trail(Name="all", S3BucketName="trail")
    cloudtrail.start_logging(Name="all")
    cloudtrail.put_event_selectors(
        TrailName="all",
        EventSelectors=[{"ReadWriteType": "All", "IncludeManagementEvents": True}],
    )
    handler({"repositories": ["feed-server"]}, Context())
    assert datapoint("TrailLogging", Reporter="dev-registry-usage") == 1


@pytest.mark.parametrize("event", [{}, {"repositories": []}, {"repositories": "feed-server"}])
def test_an_event_without_repositories_is_refused(event: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="as the schedule sends it"):
        handler(event, Context())


def test_throttling_is_waited_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("botocore.endpoint.time.sleep", lambda _: None)
    refused: dict[str, int] = {}

    def answers(operation: str, body: dict[str, Any]) -> Answer:
        name = f"{operation} {body.get('repositoryName')}"
        refused[name] = refused.get(name, 0) + 1
        if refused[name] == 1:
            return refusal("ThrottlingException", "Rate exceeded")
        return _one_image(operation)

    wire = Wire(answers, module._CONFIG)
    reports, unread = read_all(wire.client, ["feed", "guest"], NOW, lambda: True)
    assert [report.name for report in reports] == ["feed", "guest"]
    assert unread == []


def test_throttling_without_end_is_said_and_costs_no_other(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("botocore.endpoint.time.sleep", lambda _: None)

    def answers(operation: str, body: dict[str, Any]) -> Answer:
        if body["repositoryName"] == "busy":
            return refusal("ThrottlingException", "Rate exceeded")
        return _one_image(operation)

    # The adaptive mode would slow the whole client down, as it should, and this test with it.
    impatient = module._CONFIG.merge(Config(retries={"mode": "standard", "max_attempts": 2}))
    wire = Wire(answers, impatient)
    reports, unread = read_all(wire.client, ["busy", "idle"], NOW, lambda: True)
    assert [report.name for report in reports] == ["idle"]
    assert unread == [{"name": "busy", "reason": "ThrottlingException: Rate exceeded"}]


def test_a_thousand_repositories_are_all_reported_with_two_calls_each() -> None:
    names = [f"service-{number}" for number in range(1000)]
    wire = Wire(lambda operation, _: _one_image(operation), module._CONFIG)
    reports, unread = read_all(wire.client, names, NOW, lambda: True)
    assert [report.name for report in reports] == names
    assert unread == []
    assert len(wire.requests) == 2000


def test_a_repository_whose_scans_are_unreadable_is_both_reported_and_unread() -> None:
    def answers(operation: str, _: dict[str, Any]) -> Answer:
        denied = refusal("AccessDeniedException")
        return denied if operation == "DescribeImageScanFindings" else _one_image(operation)

    reports, unread = read_all(Wire(answers).client, ["feed"], NOW, lambda: True)
    assert [report.size for report in reports] == [100]
    assert [entry["name"] for entry in unread] == ["feed"]


def _one_image(operation: str) -> Answer:
    if operation == "DescribeImages":
        pushed = NOW.timestamp()
        image = {"imageDigest": "sha256:a", "imageSizeInBytes": 100, "imagePushedAt": pushed}
        return 200, {"imageDetails": [image]}
    return 200, {"imageScanStatus": {"status": "COMPLETE"}, "imageScanFindings": {}}
