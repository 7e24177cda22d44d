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
from usage_reporter import handler as loaded
from usage_reporter.handler import handler
from usage_reporter.reading import read_all

module: Any = loaded  # whose imports are replaced, too

REGION = "ap-northeast-2"
NOW = datetime(2026, 10, 1, tzinfo=UTC)


class Context:
    function_name = "dev-registry-usage"
    log_group_name = "/aws/lambda/dev-registry-usage"

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
    found: list[dict[str, float]] = boto3.client("cloudwatch").get_metric_statistics(
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
    assert result == {"reported": 1, "unread": [], "breaches": {}, "told": 0}
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
    reports, unread, _ = read_all(wire.client, ["feed", "guest"], NOW, lambda: True)
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
    reports, unread, _ = read_all(wire.client, ["busy", "idle"], NOW, lambda: True)
    assert [report.name for report in reports] == ["idle"]
    assert unread == [{"name": "busy", "reason": "ThrottlingException: Rate exceeded"}]


def test_a_thousand_repositories_are_all_reported_with_two_calls_each() -> None:
    names = [f"service-{number}" for number in range(1000)]
    wire = Wire(lambda operation, _: _one_image(operation), module._CONFIG)
    reports, unread, _ = read_all(wire.client, names, NOW, lambda: True)
    assert [report.name for report in reports] == names
    assert unread == []
    assert len(wire.requests) == 2000


def test_a_repository_whose_scans_are_unreadable_is_both_reported_and_unread() -> None:
    def answers(operation: str, _: dict[str, Any]) -> Answer:
        denied = refusal("AccessDeniedException")
        return denied if operation == "DescribeImageScanFindings" else _one_image(operation)

    reports, unread, _ = read_all(Wire(answers).client, ["feed"], NOW, lambda: True)
    assert [report.size for report in reports] == [100]
    assert [entry["name"] for entry in unread] == ["feed"]


def _one_image(operation: str) -> Answer:
    if operation == "DescribeImages":
        pushed = NOW.timestamp()
        image = {"imageDigest": "sha256:a", "imageSizeInBytes": 100, "imagePushedAt": pushed}
        return 200, {"imageDetails": [image]}
    done = {"imageScanCompletedAt": NOW.timestamp()}
    return 200, {"imageScanStatus": {"status": "COMPLETE"}, "imageScanFindings": done}


WORDS = {"severity": "ticket", "title": "Too many", "action": "Look", "runbook": "docs#images"}


def judged(*repositories: str, images: int = 0, **more: Any) -> dict[str, Any]:
    return {
        "repositories": list(repositories),
        "limits": [{"images": images}],
        "kinds": {"images": WORDS},
        **more,
    }


@pytest.fixture
def inbox(aws: None) -> Any:
    """A queue behind a rule for the reporter's events."""
    boto3.client("logs").create_log_group(logGroupName=Context.log_group_name)
    sqs = boto3.client("sqs")
    url = sqs.create_queue(QueueName="inbox")["QueueUrl"]
    arn = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"]
    events = boto3.client("events")
    pattern = {"source": ["container-registry"], "detail-type": ["Registry Breach"]}
    events.put_rule(Name="breaches", EventPattern=json.dumps(pattern))
    events.put_targets(Rule="breaches", Targets=[{"Id": "inbox", "Arn": arn["QueueArn"]}])

    def take() -> list[dict[str, Any]]:
        found = sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10).get("Messages", [])
        for message in found:
            sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
        return [json.loads(message["Body"])["detail"] for message in found]

    return take


def test_a_breach_is_published_and_told_once_with_its_service(inbox: Any) -> None:
    push("feed-server", "a", 700)
    push("guestbook", "a", 700)
    result = handler(judged("feed-server", images=0), Context())
    assert (result["breaches"], result["told"]) == ({"images": ["feed-server"]}, 1)
    [message] = inbox()
    assert message["services"] == "feed-server (1 images, limit 0)"
    assert handler(judged("feed-server", images=0), Context())["told"] == 0
    assert inbox() == []
    assert datapoint("Breaches", Reporter="dev-registry-usage", Kind="images") == 1
    handler(judged("feed-server", "guestbook", images=0), Context())
    [message] = inbox()
    assert message["services"].startswith("guestbook")
    assert message["count"] == "2"


def test_a_service_with_limits_of_its_own_is_judged_by_them(inbox: Any) -> None:
    push("feed-server", "a", 700)
    push("guestbook", "a", 700)
    wanted = judged("feed-server", "guestbook", images=5)
    wanted["limits"].append({"images": 0})
    result = handler({**wanted, "own": {"guestbook": 1}}, Context())
    assert result["breaches"] == {"images": ["guestbook"]}


def test_without_its_log_the_reporter_tells_twice_and_says_why(inbox: Any) -> None:
    boto3.client("logs").delete_log_group(logGroupName=Context.log_group_name)
    push("feed-server", "a", 700)
    for _ in range(2):
        result = handler(judged("feed-server", images=0), Context())
        assert result["told"] == 1
        assert [entry["name"] for entry in result["unread"]] == ["state"]
    assert len(inbox()) == 2


def test_what_cannot_be_told_is_counted_and_told_by_the_next_run(
    inbox: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    push("feed-server", "a", 700)

    real = module.tell.tell

    def lost(events: Any, reporter: str, changed: Any, kinds: Any) -> Any:
        return list(changed), ["AccessDenied: no"]

    monkeypatch.setattr(module.tell, "tell", lost)
    result = handler(judged("feed-server", images=0), Context())
    assert result["told"] == 0
    assert {"name": "EventBridge", "reason": "AccessDenied: no"} in result["unread"]
    assert datapoint("UnreadRepositories", Reporter="dev-registry-usage") == 1
    monkeypatch.setattr(module.tell, "tell", real)
    assert handler(judged("feed-server", images=0), Context())["told"] == 1


def test_a_run_without_time_for_all_begins_the_next_where_it_stopped(
    inbox: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = ["a1", "b2", "c3"]
    for name in names:
        push(name, "a", 1)
    order: list[list[str]] = []
    real = module.read_all

    def two_at_a_time(ecr: Any, asked: Any, now: Any, _: Any) -> Any:
        order.append(list(asked))
        reports, unread, _following = real(ecr, asked[:2], now, lambda: True)
        return reports, unread, asked[2]

    monkeypatch.setattr(module, "read_all", two_at_a_time)
    for _ in range(2):
        handler(judged(*names, images=5), Context())
    assert order == [["a1", "b2", "c3"], ["c3", "a1", "b2"]]
