"""Alarms on the reporter's metrics: its own zip runs, and each alarm's own query is answered."""

import hashlib
import json
import urllib.request
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.end_to_end.monitoring.cloudwatch_rule import state
from tests.end_to_end.monitoring.stack import ACCOUNT, REGION, Inbox
from tests.support.stacks import Stack

OWN = "ContainerRegistry"
IMAGE = "application/vnd.docker.container.image.v1+json"
MANIFEST = "application/vnd.docker.distribution.manifest.v2+json"


def push(stack: Stack, repository: str, tag: str, size: int, days_ago: float) -> str:
    pushed_at = datetime.now(UTC) - timedelta(days=days_ago)
    manifest = json.dumps(
        {
            "schemaVersion": 2,
            "mediaType": MANIFEST,
            "config": {"mediaType": IMAGE, "size": size, "digest": f"sha256:{'0' * 64}"},
            "layers": [],
            "annotations": {"local-aws.pushed-at": pushed_at.isoformat(), "tag": tag},
        }
    )
    stack.client("ecr").put_image(
        repositoryName=repository,
        imageManifest=manifest,
        imageTag=tag,
        imageManifestMediaType=MANIFEST,
    )
    return f"sha256:{hashlib.sha256(manifest.encode()).hexdigest()}"


def scan_finds(stack: Stack, repository: str, digest: str, **counts: int) -> None:
    stack.client("ecr").start_image_scan(repositoryName=repository, imageId={"imageDigest": digest})
    result = {
        "imageScanFindings": {"findings": [], "findingSeverityCounts": counts},
        "registryId": ACCOUNT,
        "repositoryName": repository,
        "imageId": {"imageDigest": digest},
        "imageScanStatus": {"status": "COMPLETE", "description": "done"},
    }
    body = {"results": [result], "region": REGION, "account_id": ACCOUNT}
    request = urllib.request.Request(
        f"{stack.endpoint}/moto-api/static/ecr/scan-finding-results",
        json.dumps(body).encode(),
        {"Content-Type": "application/json", "Authorization": f"Bearer {stack.access_key}"},
    )
    urllib.request.urlopen(request).close()


def report(stack: Stack) -> dict[str, Any]:
    """Run the function as its schedule does: with the schedule's own input."""
    schedule = stack.client("scheduler").get_schedule(Name=f"{stack.name}-registry-usage")
    target = schedule["Target"]
    answer = stack.client("lambda").invoke(
        FunctionName=target["Arn"], Payload=target["Input"].encode()
    )
    payload: dict[str, Any] = json.loads(answer["Payload"].read())
    assert "FunctionError" not in answer, payload
    return payload


def alarms(stack: Stack) -> dict[str, dict[str, Any]]:
    found = stack.client("cloudwatch").describe_alarms(MaxRecords=100)["MetricAlarms"]
    return {alarm["AlarmName"].removeprefix(f"{stack.name}-"): alarm for alarm in found}


def newest(stack: Stack, alarm: dict[str, Any]) -> float | None:
    """The newest datapoint by exactly the alarm's namespace, dimensions, statistic and period."""
    now = datetime.now(UTC)
    span = timedelta(seconds=alarm["Period"])
    found = stack.client("cloudwatch").get_metric_statistics(
        Namespace=alarm["Namespace"],
        MetricName=alarm["MetricName"],
        Dimensions=alarm["Dimensions"],
        StartTime=now - span,
        EndTime=now + span,
        Period=alarm["Period"],
        Statistics=[alarm["Statistic"]],
    )["Datapoints"]
    points = sorted(found, key=lambda point: point["Timestamp"])
    return points[-1][alarm["Statistic"]] if points else None


@pytest.fixture(scope="module")
def reported(basic: Stack) -> dict[str, Any]:
    """feed-server beyond every threshold, guestbook below them all."""
    for number in range(3):
        digest = push(basic, "feed-server", f"v{number}", 2 * 1024**3, days_ago=9 - number)
    scan_finds(basic, "feed-server", digest, CRITICAL=1, HIGH=6, LOW=40)
    clean = push(basic, "guestbook", "v1", 1000, days_ago=0.1)
    scan_finds(basic, "guestbook", clean, HIGH=5)
    return report(basic)


BEYOND = {
    "feed-server-size": 6 * 1024**3,
    "feed-server-images": 3,
    "feed-server-findings-critical": 1,
    "feed-server-findings-high": 6,
}


def test_the_functions_own_zip_reports_every_repository(reported: dict[str, Any]) -> None:
    assert reported == {"reported": 2, "unread": []}


@pytest.mark.parametrize("name", BEYOND)
@pytest.mark.usefixtures("reported")
def test_the_alarms_own_query_gives_the_reporters_value_and_fires(name: str, basic: Stack) -> None:
    alarm = alarms(basic)[name]
    assert newest(basic, alarm) == BEYOND[name]
    assert state(alarm, [newest(basic, alarm)]) == "ALARM"


@pytest.mark.usefixtures("reported")
def test_a_repository_that_nobody_pushes_to_fires(basic: Stack) -> None:
    alarm = alarms(basic)["feed-server-last-push"]
    days = newest(basic, alarm)
    assert days == pytest.approx(7, abs=0.1)
    assert state(alarm, [days]) == "ALARM"


@pytest.mark.usefixtures("reported")
def test_every_alarm_on_the_reporters_metrics_gets_a_datapoint_and_guestbook_stays_quiet(
    basic: Stack,
) -> None:
    own = {n: a for n, a in alarms(basic).items() if a["Namespace"] == OWN}
    assert len(own) == 2 * 6 + 2
    values = {name: newest(basic, alarm) for name, alarm in own.items()}
    assert [name for name, value in values.items() if value is None] == []
    quiet = [name for name in own if name.startswith("guestbook")]
    assert {state(own[name], [values[name]]) for name in quiet} == {"OK"}


@pytest.mark.usefixtures("reported")
def test_an_image_without_a_scan_and_one_that_cannot_be_read_are_seen(basic: Stack) -> None:
    alarm = alarms(basic)["guestbook-unscanned"]
    assert state(alarm, [newest(basic, alarm)]) == "OK"
    push(basic, "guestbook", "unscanned", 1000, days_ago=0)
    report(basic)
    assert newest(basic, alarm) == 1
    assert state(alarm, [newest(basic, alarm)]) == "ALARM"


@pytest.mark.usefixtures("reported")
def test_no_trail_is_an_alarm_until_one_logs(basic: Stack) -> None:
    alarm = alarms(basic)["registry-trail"]
    assert state(alarm, [newest(basic, alarm)]) == "ALARM"
    basic.client("s3").create_bucket(
        Bucket="trail", CreateBucketConfiguration={"LocationConstraint": REGION}
    )
    cloudtrail = basic.client("cloudtrail")
    cloudtrail.create_trail(Name="all", S3BucketName="trail")
    cloudtrail.start_logging(Name="all")
    writes = {"ReadWriteType": "WriteOnly", "IncludeManagementEvents": True}
    cloudtrail.put_event_selectors(TrailName="all", EventSelectors=[writes])
    report(basic)
    assert state(alarm, [newest(basic, alarm)]) == "OK"


def test_what_could_not_be_read_is_said_and_published(basic: Stack) -> None:
    answer = basic.client("lambda").invoke(
        FunctionName=f"{basic.name}-registry-usage",
        Payload=json.dumps({"repositories": ["guestbook", "gone"]}).encode(),
    )
    result = json.loads(answer["Payload"].read())
    assert result["reported"] == 1
    [unread] = result["unread"]
    assert (unread["name"], unread["reason"][:27]) == ("gone", "RepositoryNotFoundException")
    alarm = alarms(basic)["registry-unread"]
    assert newest(basic, alarm) == 1
    assert state(alarm, [1, newest(basic, alarm)]) == "ALARM"


def test_a_silent_reporter_is_an_alarm_after_two_periods(basic: Stack) -> None:
    alarm = alarms(basic)["registry-unread"]
    assert state(alarm, [None, None]) == "ALARM"
    assert state(alarm, [0, None]) == "OK"
    assert state(alarm, [1, 1]) == "ALARM"


def test_silence_of_ecr_is_no_pull_and_two_busy_periods_fire(basic: Stack) -> None:
    alarm = alarms(basic)["feed-server-pulls"]
    assert state(alarm, [None, None]) == "OK"
    assert state(alarm, [1001, None]) == "OK"
    assert state(alarm, [1001, 1001]) == "ALARM"
    assert state(alarm, [1000, 1000]) == "OK"


def test_an_alarms_state_reaches_its_readers_with_what_to_do(
    basic: Stack, basic_inbox: Inbox
) -> None:
    set_state = basic.client("cloudwatch").set_alarm_state
    name = f"{basic.name}-feed-server-size"
    for value in ("ALARM", "OK"):
        set_state(AlarmName=name, StateValue=value, StateReason="Threshold Crossed")
    fired, over = basic_inbox.take()
    assert (fired["NewStateValue"], over["NewStateValue"]) == ("ALARM", "OK")
    assert "lifecycle policy" in fired["AlarmDescription"]
    assert fired["Trigger"]["MetricName"] == "RepositorySize"
