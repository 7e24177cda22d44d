import json
from dataclasses import replace
from typing import Any

import pytest

from container_registry.iam.document import Principal, parse
from container_registry.iam.evaluate import Decision, Request, allowed, decide
from container_registry.monitoring import arns
from container_registry.monitoring.dead_letters import queue_policy
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


def test_eventbridges_statement_has_no_condition_because_aws_documents_none_that_works() -> None:
    statements = {s["Sid"]: s for s in json.loads(TOPIC_POLICY)["Statement"]}
    assert "Condition" not in statements["EventRules"]
    assert statements["EventRules"]["Resource"] == TOPIC_ARN
    assert all("Condition" in s for sid, s in statements.items() if sid != "EventRules")
    silent = Publisher("events", {}, {})
    assert delivered(silent, TOPIC_ARN, TOPIC_POLICY, KEY_POLICY)


@pytest.mark.parametrize(
    "publisher",
    [
        cloudwatch("prod-feed-server-size", STRANGER, REGION),
        cloudwatch("prod-feed-server-size", ACCOUNT, "us-east-1"),
        cloudwatch("dev-feed-server-size", ACCOUNT, REGION),
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


def test_one_key_serves_every_route_and_no_other_topic() -> None:
    page = arns.topic(PROD, "prod-registry-page")
    both = key_policy(PROD, TOPIC, "prod-registry-page")
    for arn in (TOPIC_ARN, page):
        assert delivered(RULE, arn, topic_policy(PROD, arn.rpartition(":")[2]), both)
    assert not delivered(RULE, page, topic_policy(PROD, "prod-registry-page"), KEY_POLICY)


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


QUEUE = "prod-registry-dead-letters"


def test_the_stacks_own_rules_may_send_to_its_dead_letter_queue_and_no_others() -> None:
    document, queue = parse(queue_policy(PROD, QUEUE)), arns.queue(PROD, QUEUE)

    def may_send(rule: str, account: str = ACCOUNT, secure: str = "true") -> bool:
        source = f"arn:aws:events:{REGION}:{account}:rule/{rule}"
        context = {"aws:SourceArn": source, "aws:SecureTransport": secure}
        caller = Principal("Service", "events.amazonaws.com")
        return allowed(document, Request("sqs:SendMessage", queue, caller, context))

    assert may_send("prod-registry-findings")
    assert not may_send("dev-registry-findings")
    assert not may_send("prod-registry-findings", STRANGER)
    assert not may_send("prod-registry-findings", secure="false")
