"""The test message goes the way of all messages, and says who got it."""

import json

import pytest

from container_registry.documents.deployer import Deployed
from operations.alert_test import send
from operations.aws import Aws
from operations.waiting import Deadline
from tests.end_to_end.monitoring.stack import Inbox, topic
from tests.support.stacks import Stack


def resources(stack: Stack) -> list[Deployed]:
    name = f"{stack.name}-registry"
    return [
        Deployed("aws:sns/topic:Topic", {"name": f"{name}-alerts"}),
        Deployed("aws:lambda/function:Function", {"name": f"{name}-usage"}),
        Deployed("aws:cloudwatch/metricAlarm:MetricAlarm", {"name": f"{name}-unread"}),
    ]


@pytest.fixture(autouse=True)
def _as_its_administrator(basic: Stack, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", basic.access_key)
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "local")


def aws_of(stack: Stack) -> Aws:
    return Aws(stack.region, endpoint_url=stack.endpoint)


def test_a_test_message_arrives_by_rule_and_alarm_and_leaves_nothing_behind(
    basic: Stack, basic_inbox: Inbox
) -> None:
    basic_inbox.take()
    before = basic.client("sns").list_subscriptions()["Subscriptions"]
    outcome = send(aws_of(basic), resources(basic), Deadline(20, pause=0.2))
    assert outcome.missing == []
    assert outcome.arrived == {
        what: [f"{basic.name}-registry-alerts"] for what in ("page", "ticket", "info", "alarm")
    }
    assert outcome.good
    assert basic.client("sns").list_subscriptions()["Subscriptions"] == before
    assert "alert-test" not in str(basic.client("sqs").list_queues().get("QueueUrls"))
    marked = [m for m in basic_inbox.take() if outcome.marker in json.dumps(m)]
    assert len(marked) == 4, "everybody who is subscribed gets it"


def test_a_way_that_is_broken_is_told(basic: Stack, basic_inbox: Inbox) -> None:
    events = basic.client("events")
    rule = f"{basic.name}-registry-breaches"
    events.disable_rule(Name=rule)
    try:
        outcome = send(aws_of(basic), resources(basic), Deadline(0))
    finally:
        events.enable_rule(Name=rule)
        basic_inbox.take()
    assert outcome.missing == ["page", "ticket", "info"]
    assert not outcome.good


def test_who_never_confirmed_is_told_without_his_address(basic: Stack, basic_inbox: Inbox) -> None:
    sns = basic.client("sns")
    arn = topic(basic)
    sns.subscribe(TopicArn=arn, Protocol="email", Endpoint="planted@example.com")
    outcome = send(aws_of(basic), resources(basic), Deadline(20, pause=0.2))
    basic_inbox.take()
    assert "planted" not in str(outcome)
    assert {one.protocol for one in outcome.subscribers} >= {"sqs"}
