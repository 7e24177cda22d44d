"""Alarms on the reporter's metrics: its own zip runs, and each alarm's own query is answered."""

import hashlib
import json
import urllib.request
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.container_registry.monitoring.schemas import AMAZON_Q, valid
from tests.end_to_end.machine import Machine
from tests.end_to_end.monitoring.cloudwatch_rule import state
from tests.end_to_end.monitoring.stack import ACCOUNT, REGION, SERVICES, THRESHOLDS, Inbox
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
    """What the scan of an image found; the push has started it already."""
    plant(
        stack,
        repository,
        {"imageDigest": digest},
        {"status": "COMPLETE", "description": "done"},
        {
            "findings": [],
            "findingSeverityCounts": counts,
            "imageScanCompletedAt": datetime.now(UTC).timestamp(),
        },
    )


def plant(
    stack: Stack,
    repository: str,
    image: dict[str, str],
    status: dict[str, str],
    findings: dict[str, Any],
) -> None:
    result = {
        "imageScanFindings": findings,
        "registryId": ACCOUNT,
        "repositoryName": repository,
        "imageId": image,
        "imageScanStatus": status,
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
def told(reported: dict[str, Any], basic_inbox: Inbox) -> list[dict[str, Any]]:
    return basic_inbox.take()


@pytest.fixture(scope="module")
def reported(basic: Stack, basic_inbox: Inbox) -> dict[str, Any]:
    """feed-server beyond every threshold, guestbook below them all."""
    basic_inbox.take()
    for number in range(3):
        digest = push(basic, "feed-server", f"v{number}", 2 * 1024**3, days_ago=9 - number)
    scan_finds(basic, "feed-server", digest, CRITICAL=1, HIGH=6, LOW=40)
    clean = push(basic, "guestbook", "v1", 1000, days_ago=0.1)
    scan_finds(basic, "guestbook", clean, HIGH=5)
    basic_inbox.take()  # what the pushes raised
    return report(basic)


BEYOND = {
    "size": "feed-server (6.0 GiB, limit 1.0)",
    "images": "feed-server (3 images, limit 2)",
    "findings-critical": "feed-server (1 CRITICAL, limit 0)",
    "findings-high": "feed-server (6 HIGH, limit 5)",
    "last-push": "feed-server (7 days, limit 1)",
}


def test_the_functions_own_zip_reports_and_judges_every_repository(
    reported: dict[str, Any],
) -> None:
    assert (reported["reported"], reported["unread"]) == (2, [])
    assert reported["breaches"] == {kind: ["feed-server"] for kind in sorted(BEYOND)}
    assert reported["told"] == len(BEYOND)


def test_each_breach_is_told_at_once_by_name_with_its_numbers_and_only_once(
    basic: Stack, told: list[dict[str, Any]], basic_inbox: Inbox
) -> None:
    found = {one["metadata"]["eventType"]: one for one in told}
    services = {kind: one["content"]["description"].split(";")[0] for kind, one in found.items()}
    assert services == BEYOND
    for one in told:
        valid(one, AMAZON_Q)
        assert one["metadata"]["threadId"] == "feed-server"
        assert "feed-server" in one["content"]["title"]
    assert report(basic)["told"] == 0
    assert basic_inbox.take() == []


@pytest.mark.parametrize("kind", BEYOND)
@pytest.mark.usefixtures("reported")
def test_a_breach_that_lasts_a_day_is_told_again_by_its_alarm(kind: str, basic: Stack) -> None:
    alarm = alarms(basic)[f"registry-{kind}"]
    value = newest(basic, alarm)
    assert value == 1
    assert state(alarm, [0, value, value, value]) == "OK"
    assert state(alarm, [value] * 4) == "ALARM"


@pytest.mark.usefixtures("reported")
def test_every_alarm_on_the_reporters_metrics_gets_a_datapoint(basic: Stack) -> None:
    own = {n: a for n, a in alarms(basic).items() if a.get("Namespace") == OWN}
    assert set(own) == {f"registry-{n}" for n in (*BEYOND, "unscanned", "unread", "trail")}
    values = {name: newest(basic, alarm) for name, alarm in own.items()}
    assert [name for name, value in values.items() if value is None] == []


@pytest.mark.usefixtures("reported")
def test_an_image_whose_scan_failed_is_seen_and_named(basic: Stack, basic_inbox: Inbox) -> None:
    broken = {"status": "FAILED", "description": "the scanner broke"}
    plant(basic, "guestbook", {"imageTag": "unscanned"}, broken, {})
    push(basic, "guestbook", "unscanned", 1000, days_ago=0.05)
    basic_inbox.take()
    assert report(basic)["breaches"]["unscanned"] == ["guestbook"]
    [message] = basic_inbox.take()
    assert message["content"]["title"] == "The newest image has no scan result: guestbook"
    assert "failed: the scanner broke" in message["content"]["description"]


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
    assert result["breaches"] == {}, "names alone are judged by nothing"
    alarm = alarms(basic)["registry-unread"]
    assert newest(basic, alarm) == 1
    assert state(alarm, [1, newest(basic, alarm)]) == "ALARM"


def test_a_reporter_that_falls_silent_is_told_and_one_that_was_just_made_is_not(
    basic: Stack,
) -> None:
    alarm = alarms(basic)["registry-unread"]
    assert state(alarm, [None, None], before="INSUFFICIENT_DATA") == "INSUFFICIENT_DATA"
    assert alarm["InsufficientDataActions"] == alarm["AlarmActions"]
    assert state(alarm, [0, None]) == "OK"
    assert state(alarm, [1, 1]) == "ALARM"


def test_pulls_are_one_query_of_each_repository(basic: Stack) -> None:
    alarm = alarms(basic)["registry-pulls"]
    [query] = alarm["Metrics"]
    assert "GROUP BY RepositoryName" in query["Expression"]
    assert alarm["TreatMissingData"] == "notBreaching"


def test_an_alarms_state_reaches_its_readers_with_what_to_do(
    basic: Stack, basic_inbox: Inbox
) -> None:
    basic_inbox.take()
    set_state = basic.client("cloudwatch").set_alarm_state
    name = f"{basic.name}-registry-size"
    for value in ("ALARM", "OK"):
        set_state(AlarmName=name, StateValue=value, StateReason="Threshold Crossed")
    [fired] = basic_inbox.take()
    assert fired["NewStateValue"] == "ALARM", "that it is over is told where it is asked for"
    assert "Runbook: docs/runbooks.md#size" in fired["AlarmDescription"]
    assert fired["Trigger"]["MetricName"] == "Breaches"


def test_silence_of_the_reporter_reaches_its_readers(basic: Stack, basic_inbox: Inbox) -> None:
    set_state = basic.client("cloudwatch").set_alarm_state
    name = f"{basic.name}-registry-unread"
    for value in ("OK", "INSUFFICIENT_DATA"):
        set_state(AlarmName=name, StateValue=value, StateReason="no data")
    [silent] = basic_inbox.take()
    assert silent["NewStateValue"] == "INSUFFICIENT_DATA"


def test_pulls_against_a_band_come_up_and_a_second_preview_changes_nothing(
    monitored: Machine, basic: Stack
) -> None:
    services: dict[str, Any] = {name: {} for name in SERVICES}
    services["feed-server"] = {"thresholds": {**THRESHOLDS, "pullsBand": 3}}
    with monitored.edited(basic.name, services=services):
        up = monitored.engine("up", basic.name)
        assert up.returncode == 0, up.stderr
        name = f"{basic.name}-registry-pulls-unusual-feed-server"
        [alarm] = basic.client("cloudwatch").describe_alarms(AlarmNames=[name])["MetricAlarms"]
        answer, changes = monitored.preview(basic.name, "--expect-no-changes")
    assert monitored.engine("up", basic.name).returncode == 0
    assert alarm["ThresholdMetricId"] == "band"
    assert alarm["ComparisonOperator"] == "GreaterThanUpperThreshold"
    assert (answer.returncode, changes) == (0, set()), answer.stderr
