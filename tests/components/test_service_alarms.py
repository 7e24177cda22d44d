import json
from typing import Any

import pytest

from components.service_alarms import ServiceAlarms
from container_registry.catalogue import published
from tests.container_registry.monitoring import samples
from tests.container_registry.monitoring.bus import matches
from tests.support.mocks import Recorded, deploy
from tests.support.scopes import SEOUL

TOPIC = f"arn:aws:sns:{SEOUL.region}:{SEOUL.account}:dev-registry-alerts"
ALARM, RULE, TARGET = (
    "aws:cloudwatch/metricAlarm:MetricAlarm",
    "aws:cloudwatch/eventRule:EventRule",
    "aws:cloudwatch/eventTarget:EventTarget",
)


def alarms(service: str = "feed-server", **changed: Any) -> Recorded:
    more = {
        name: changed.pop(name)
        for name in ("repository", "scanning", "reported", "events", "topics", "telling")
        if name in changed
    }
    args: Any = {
        "scope": SEOUL,
        "service": service,
        "topic_arn": TOPIC,
        "thresholds": {"size_gib": 5, **changed},
        "tags": {"Service": service},
        **more,
    }
    return deploy(lambda: ServiceAlarms(f"{service}-alarms", args))


def test_a_service_has_the_alarms_of_its_thresholds() -> None:
    names = {alarm.inputs["name"] for alarm in alarms(days_without_push=30).of_type(ALARM)}
    assert names == {
        "dev-feed-server-pulls",
        "dev-feed-server-images",
        "dev-feed-server-size",
        "dev-feed-server-findings-critical",
        "dev-feed-server-findings-high",
        "dev-feed-server-last-push",
        "dev-feed-server-unscanned",
    }


def test_without_a_reporter_no_alarm_waits_for_data_that_never_comes() -> None:
    [alarm] = alarms(reported=False).of_type(ALARM)
    assert alarm.inputs["namespace"] == "AWS/ECR"


def test_every_alarm_reaches_the_topic_when_it_fires_and_where_asked_when_it_is_over() -> None:
    for alarm in alarms().of_type(ALARM):
        assert alarm.inputs["alarmActions"] == [TOPIC], alarm.name
        assert not alarm.inputs.get("okActions"), alarm.name
    for alarm in alarms(telling={"ok_messages": True}).of_type(ALARM):
        assert alarm.inputs["okActions"] == [TOPIC], alarm.name


def test_a_severity_with_a_topic_of_its_own_goes_there() -> None:
    page = f"{TOPIC}-page"
    recorded = alarms(topics={"page": page}, telling={"severities": {"size": "page"}})
    actions = {
        a.name.removeprefix("feed-server-alarms-"): a.inputs["alarmActions"]
        for a in recorded.of_type(ALARM)
    }
    assert actions["size"] == actions["pulls"] == [page]
    assert actions["findings-critical"] == [TOPIC]
    targets = {t.name: t.inputs["arn"] for t in recorded.of_type(TARGET)}
    assert targets["feed-server-alarms-access-target"] == page
    assert targets["feed-server-alarms-findings-target"] == TOPIC


def test_where_the_stacks_own_rules_hear_all_there_are_none_of_a_service() -> None:
    recorded = alarms(events=False)
    assert recorded.of_type(RULE) == []
    assert recorded.of_type(ALARM)


def test_every_alarm_is_on_a_published_metric_with_all_that_decides_it() -> None:
    for alarm in alarms(repository="team/feed").of_type(ALARM):
        inputs = alarm.inputs
        assert published(inputs["namespace"], inputs["metricName"], inputs["dimensions"])
        assert inputs["dimensions"]["RepositoryName"] == "team/feed"
        assert inputs["treatMissingData"] in {"notBreaching", "ignore"}
        assert inputs["datapointsToAlarm"] == inputs["evaluationPeriods"]


def test_the_pull_alarm_is_the_seed_guides() -> None:
    inputs = alarms().one(ALARM, "feed-server-alarms-pulls").inputs
    assert (inputs["namespace"], inputs["metricName"]) == ("AWS/ECR", "RepositoryPullCount")
    assert (inputs["statistic"], inputs["period"], inputs["evaluationPeriods"]) == ("Sum", 300, 2)
    assert (inputs["threshold"], inputs["comparisonOperator"]) == (1000, "GreaterThanThreshold")


@pytest.mark.parametrize(
    ("scanning", "nouns"),
    [
        ("basic", {"findings", "scan-failed", "access"}),
        ("enhanced", {"findings", "access"}),
    ],
)
def test_the_rules_are_those_of_the_scanning(scanning: str, nouns: set[str]) -> None:
    names = {rule.inputs["name"] for rule in alarms(scanning=scanning).of_type(RULE)}
    assert names == {f"dev-feed-server-{noun}" for noun in nouns}


def test_every_rule_reaches_the_topic_with_a_message_and_without_a_role() -> None:
    recorded = alarms(image_events=("DELETE",))
    rules = {rule.inputs["name"] for rule in recorded.of_type(RULE)}
    targets = recorded.of_type(TARGET)
    assert {target.inputs["rule"] for target in targets} == rules
    for target in targets:
        assert target.inputs["arn"] == TOPIC
        assert "roleArn" not in target.inputs
        message = target.inputs["inputTransformer"]
        assert set(message["inputPaths"]) >= {"account", "region", "time"}
        assert '"nextSteps":' in message["inputTemplate"]


def test_a_rule_hears_its_repository_by_name_and_by_arn() -> None:
    recorded = alarms(repository="team/feed", scanning="enhanced")
    rule = recorded.one(RULE, "feed-server-alarms-findings-rule")
    pattern = json.loads(rule.inputs["eventPattern"])
    assert matches(pattern, samples.inspector_scan("team/feed", CRITICAL=1))
    assert not matches(pattern, samples.inspector_scan("feed-server", CRITICAL=1))


def test_a_rule_that_needs_a_trail_says_so() -> None:
    description = alarms().one(RULE, "feed-server-alarms-access-rule").inputs["description"]
    assert "needs a CloudTrail trail" in description
    assert len(description) <= 512, "EventBridge refuses a longer description"


def test_the_longest_service_names_give_rules_that_eventbridge_takes_and_that_stay_apart() -> None:
    first, second = ("a" * 250 + end for end in ("x", "y"))
    names = [r.inputs["name"] for s in (first, second) for r in alarms(s).of_type(RULE)]
    assert all(len(name) <= 64 for name in names)
    assert len(set(names)) == len(names)
