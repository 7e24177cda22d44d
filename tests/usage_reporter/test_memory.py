from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import boto3
import pytest
from moto import mock_aws

from usage_reporter.memory import STREAM, Memory, keep, recall

GROUP = "/aws/lambda/dev-registry-usage"
NOW = datetime.now(UTC)


@pytest.fixture
def logs() -> Iterator[Any]:
    with mock_aws():
        client = boto3.client(
            "logs",
            region_name="ap-northeast-2",
            aws_access_key_id="test",
            aws_secret_access_key="test",
        )
        client.create_log_group(logGroupName=GROUP)
        yield client


def state(*names: str, following: str = "") -> Memory:
    return Memory({"size": frozenset(names), "images": frozenset()}, following)


def test_nothing_is_remembered_before_the_first_run(logs: Any) -> None:
    assert recall(logs, GROUP) is None


def test_the_last_runs_state_is_remembered(logs: Any) -> None:
    keep(logs, GROUP, state("feed"), NOW)
    keep(logs, GROUP, state("guest", following="feed"), NOW + timedelta(seconds=1))
    found = recall(logs, GROUP)
    assert found is not None
    assert found.breaches["size"] == {"guest"}
    assert found.following == "feed"


def test_ten_thousand_names_are_remembered(logs: Any) -> None:
    names = [f"team/service-{number:05}" for number in range(10_000)]
    keep(logs, GROUP, state(*names), NOW)
    found = recall(logs, GROUP)
    assert found is not None
    assert found.breaches["size"] == set(names)


def test_a_run_that_did_not_write_its_state_to_the_end_is_passed_over(logs: Any) -> None:
    keep(logs, GROUP, state("feed"), NOW)
    half = '{"run": "later", "begin": true}'
    at = int(NOW.timestamp() * 1000) + 5
    logs.put_log_events(
        logGroupName=GROUP,
        logStreamName=STREAM,
        logEvents=[{"timestamp": at, "message": half}, {"timestamp": at, "message": "no JSON"}],
    )
    found = recall(logs, GROUP)
    assert found is not None
    assert found.breaches["size"] == {"feed"}
