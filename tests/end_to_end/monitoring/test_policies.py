"""The policies that the stack put on AWS let its alarms, rules and budget through.

The local AWS enforces none of them, so `container_registry.iam` decides.
"""

import json
from typing import Any

import pytest

from tests.container_registry.monitoring.delivery import (
    Publisher,
    budgets,
    cloudwatch,
    delivered,
    eventbridge,
)
from tests.end_to_end.monitoring.stack import ACCOUNT, REGION, topic
from tests.support.stacks import Stack


@pytest.fixture(scope="module")
def policies(basic: Stack) -> tuple[str, str]:
    attributes = basic.client("sns").get_topic_attributes(TopicArn=topic(basic))["Attributes"]
    key = attributes["KmsMasterKeyId"].rpartition("/")[2]
    kms = basic.client("kms")
    assert kms.get_key_rotation_status(KeyId=key)["KeyRotationEnabled"]
    return attributes["Policy"], kms.get_key_policy(KeyId=key, PolicyName="default")["Policy"]


@pytest.fixture(scope="module")
def publishers(basic: Stack) -> list[Publisher]:
    alarms = basic.client("cloudwatch").describe_alarms()["MetricAlarms"]
    rules = basic.client("events").list_rules()["Rules"]
    budget = basic.client("budgets").describe_budgets(AccountId=ACCOUNT)["Budgets"]
    return [
        *(cloudwatch(alarm["AlarmName"], ACCOUNT, REGION) for alarm in alarms),
        *(eventbridge(rule["Name"], ACCOUNT, REGION) for rule in rules),
        *(budgets(one["BudgetName"], ACCOUNT) for one in budget),
    ]


def test_every_alarm_every_rule_and_the_budget_get_through(
    basic: Stack, policies: tuple[str, str], publishers: list[Publisher]
) -> None:
    services = [publisher.service for publisher in publishers]
    assert services.count("cloudwatch") == 11
    assert services.count("events") == 6
    assert services.count("budgets") == 1
    for publisher in publishers:
        assert delivered(publisher, topic(basic), *policies), publisher


@pytest.mark.parametrize("document", [0, 1], ids=["topic", "key"])
@pytest.mark.parametrize("sid", ["CloudWatchAlarms", "EventRules", "Budgets"])
def test_a_statement_less_in_either_policy_silences_its_publishers(
    basic: Stack, policies: tuple[str, str], publishers: list[Publisher], document: int, sid: str
) -> None:
    broken = list(policies)
    parsed: dict[str, Any] = json.loads(broken[document])
    parsed["Statement"] = [s for s in parsed["Statement"] if s["Sid"] != sid]
    broken[document] = json.dumps(parsed)
    silent = {p.service for p in publishers if not delivered(p, topic(basic), *broken)}
    assert len(silent) == 1


def test_every_rule_ends_at_the_topic(basic: Stack) -> None:
    events = basic.client("events")
    for rule in events.list_rules()["Rules"]:
        [target] = events.list_targets_by_rule(Rule=rule["Name"])["Targets"]
        assert target["Arn"] == topic(basic)
        assert "RoleArn" not in target
