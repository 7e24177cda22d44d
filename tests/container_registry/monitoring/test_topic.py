import json
from dataclasses import replace
from typing import Any

import pytest

from container_registry.iam.document import Principal, parse
from container_registry.iam.evaluate import Decision, Request, decide
from container_registry.monitoring import arns
from container_registry.monitoring.topic import key_policy, topic_policy
from tests.container_registry.monitoring.delivery import (
    Publisher,
    budgets,
    cloudwatch,
    delivered,
    eventbridge,
)
from tests.support.scopes import ELSEWHERE, SEOUL

PROD = replace(SEOUL, environment="prod")
ACCOUNT, REGION, STRANGER = "111111111111", "ap-northeast-2", "222222222222"
TOPIC = "prod-registry-alerts"
TOPIC_ARN = arns.topic(PROD, TOPIC)
TOPIC_POLICY = topic_policy(PROD, TOPIC)
KEY_POLICY = key_policy(PROD, TOPIC)

ALARM = cloudwatch("prod-feed-server-size", ACCOUNT, REGION)
RULE = eventbridge("prod-feed-server-findings", ACCOUNT, REGION)
BUDGET = budgets("prod-registry-ecr", ACCOUNT)
PUBLISHERS = {"CloudWatchAlarms": ALARM, "EventRules": RULE, "Budgets": BUDGET}


def without(policy: str, sid: str) -> str:
    parsed = json.loads(policy)
    parsed["Statement"] = [s for s in parsed["Statement"] if s["Sid"] != sid]
    return json.dumps(parsed)


def changed(policy: str, sid: str, **elements: Any) -> str:
    parsed = json.loads(policy)
    statement = next(s for s in parsed["Statement"] if s["Sid"] == sid)
    statement.update(elements)
    return json.dumps(parsed)


@pytest.mark.parametrize("publisher", PUBLISHERS.values(), ids=PUBLISHERS)
def test_an_alarm_a_rule_and_a_budget_get_their_message_through(publisher: Publisher) -> None:
    assert delivered(publisher, TOPIC_ARN, TOPIC_POLICY, KEY_POLICY)


@pytest.mark.parametrize("sid", PUBLISHERS)
def test_without_its_statement_in_the_topics_policy_a_publisher_is_silent(sid: str) -> None:
    assert not delivered(PUBLISHERS[sid], TOPIC_ARN, without(TOPIC_POLICY, sid), KEY_POLICY)


@pytest.mark.parametrize("sid", PUBLISHERS)
def test_without_its_statement_in_the_keys_policy_a_publisher_is_silent(sid: str) -> None:
    assert not delivered(PUBLISHERS[sid], TOPIC_ARN, TOPIC_POLICY, without(KEY_POLICY, sid))


@pytest.mark.parametrize("sid", PUBLISHERS)
@pytest.mark.parametrize("action", ["kms:Decrypt", "kms:GenerateDataKey*"])
def test_with_one_of_the_two_key_actions_alone_a_publisher_is_silent(sid: str, action: str) -> None:
    half = changed(KEY_POLICY, sid, Action=action)
    assert not delivered(PUBLISHERS[sid], TOPIC_ARN, TOPIC_POLICY, half)


def test_eventbridge_is_silent_where_the_keys_policy_asks_for_the_source() -> None:
    source = {"ArnLike": {"aws:SourceArn": arns.rules(PROD)}}
    asked = changed(KEY_POLICY, "EventRules", Condition=source)
    assert not delivered(RULE, TOPIC_ARN, TOPIC_POLICY, asked)


def test_eventbridge_gets_through_whether_or_not_it_names_the_account() -> None:
    named = Publisher("events", {**RULE.topic_context, "aws:SourceAccount": ACCOUNT}, {})
    assert delivered(named, TOPIC_ARN, TOPIC_POLICY, KEY_POLICY)
    lying = Publisher("events", {**RULE.topic_context, "aws:SourceAccount": STRANGER}, {})
    assert not delivered(lying, TOPIC_ARN, TOPIC_POLICY, KEY_POLICY)


@pytest.mark.parametrize(
    "publisher",
    [
        cloudwatch("prod-feed-server-size", STRANGER, REGION),
        cloudwatch("prod-feed-server-size", ACCOUNT, "us-east-1"),
        cloudwatch("dev-feed-server-size", ACCOUNT, REGION),
        eventbridge("prod-feed-server-findings", STRANGER, REGION),
        eventbridge("staging-feed-server-findings", ACCOUNT, REGION),
        budgets("prod-registry-ecr", STRANGER),
        Publisher("s3", ALARM.topic_context, ALARM.key_context),
        Publisher("cloudwatch", {}, {}),
    ],
)
def test_nobody_else_gets_a_message_through(publisher: Publisher) -> None:
    assert not delivered(publisher, TOPIC_ARN, TOPIC_POLICY, KEY_POLICY)


def test_the_key_serves_eventbridge_for_this_topic_alone() -> None:
    caller = Principal("Service", "events.amazonaws.com")
    context = {"kms:EncryptionContext:aws:sns:topicArn": arns.topic(PROD, "another")}
    request = Request("kms:Decrypt", "*", caller, context)
    assert decide([parse(KEY_POLICY)], request) is Decision.NOT_ALLOWED


def test_a_message_in_the_clear_is_denied_to_the_accounts_own_roles() -> None:
    caller = Principal("AWS", f"arn:aws:iam::{ACCOUNT}:role/admin")
    clear = {"aws:SecureTransport": "false"}
    request = Request("sns:Publish", TOPIC_ARN, caller, clear)
    assert decide([parse(TOPIC_POLICY)], request) is Decision.DENIED


def test_the_account_can_administer_its_key_and_a_stranger_cannot() -> None:
    own = Principal("AWS", f"arn:aws:iam::{ACCOUNT}:role/admin")
    other = Principal("AWS", f"arn:aws:iam::{STRANGER}:role/admin")
    policy = [parse(KEY_POLICY)]
    assert decide(policy, Request("kms:PutKeyPolicy", "*", own)) is Decision.ALLOWED
    assert decide(policy, Request("kms:PutKeyPolicy", "*", other)) is Decision.NOT_ALLOWED


def test_the_partition_is_the_scopes() -> None:
    text = topic_policy(ELSEWHERE, TOPIC) + key_policy(ELSEWHERE, TOPIC)
    assert "arn:aws:" not in text
    assert "arn:aws-cn:sns:cn-north-1" in text
