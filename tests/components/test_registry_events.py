import json
from typing import Any

import pytest

from components.registry_events import RegistryEvents
from container_registry.quotas import QuotaError
from tests.container_registry.monitoring import samples
from tests.container_registry.monitoring.bus import matches
from tests.support.mocks import Recorded, deploy
from tests.support.scopes import SEOUL

TOPIC = f"arn:aws:sns:{SEOUL.region}:{SEOUL.account}:dev-registry-alerts"
PAGE = f"arn:aws:sns:{SEOUL.region}:{SEOUL.account}:dev-registry-page"
QUEUE = f"arn:aws:sqs:{SEOUL.region}:{SEOUL.account}:dev-registry-dead-letters"
DESTINATION = f"arn:aws:events:{SEOUL.region}:{SEOUL.account}:api-destination/pager/1"
RULE, TARGET = (
    "aws:cloudwatch/eventRule:EventRule",
    "aws:cloudwatch/eventTarget:EventTarget",
)
PAGER = {
    "kind": "pagerduty",
    "destination_arn": DESTINATION,
    "role_arn": f"arn:aws:iam::{SEOUL.account}:role/pager",
    "label": "page-1",
}


def events(*repositories: str, alarms: Any = None, **more: Any) -> Recorded:
    args: Any = {
        "scope": SEOUL,
        "repositories": repositories or ("feed-server", "guestbook"),
        "topic_arn": TOPIC,
        "dead_letters_arn": QUEUE,
        "reporter": "dev-registry-usage",
        **more,
    }

    def program() -> None:
        made = RegistryEvents("events", args)
        if alarms:
            made.hear_alarms(alarms)

    return deploy(program)


def hearers(recorded: Recorded, event: samples.Event) -> list[str]:
    return [
        rule.inputs["name"]
        for rule in recorded.of_type(RULE)
        if matches(rule.inputs["eventPattern"], event)
    ]


def targets(recorded: Recorded) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for target in recorded.of_type(TARGET):
        found.setdefault(target.inputs["rule"], []).append(target.inputs["arn"])
    return found


def test_there_is_one_rule_a_kind_whatever_the_number_of_services() -> None:
    names = [f"service-{number}" for number in range(60)]
    for services in (names[:1], names):
        found = {rule.inputs["name"] for rule in events(*services).of_type(RULE)}
        assert found == {
            f"dev-registry-{n}" for n in ("findings", "scan-failed", "access", "breaches")
        }


def test_every_rule_ends_at_its_route_with_a_message_a_dead_letter_queue_and_no_role() -> None:
    recorded = events(topics={"page": PAGE})
    for target in recorded.of_type(TARGET):
        assert target.inputs["deadLetterConfig"] == {"arn": QUEUE}
        assert "roleArn" not in target.inputs
        assert json.loads(
            target.inputs["inputTransformer"]["inputTemplate"].replace("<findings>", "{}")
        )
    assert targets(recorded) == {
        "dev-registry-findings": [TOPIC],
        "dev-registry-scan-failed": [TOPIC],
        "dev-registry-access": [PAGE],
        "dev-registry-breaches-page": [PAGE],
        "dev-registry-breaches-ticket-info": [TOPIC],
    }


def test_a_pager_hears_events_breaches_and_alarms_of_its_severity_alone() -> None:
    alarms = {"dev-registry-pulls": "page", "dev-registry-size": "ticket"}
    recorded = events(pagers={"page": [PAGER]}, alarms=alarms)
    heard = {rule for rule, arns in targets(recorded).items() if DESTINATION in arns}
    assert heard == {
        "dev-registry-access",
        "dev-registry-breaches-page",
        "dev-registry-alarms-page",
    }
    assert targets(recorded)["dev-registry-alarms-page"] == [DESTINATION], "SNS has it already"
    state = {"alarmName": "dev-registry-pulls", "state": {"value": "ALARM"}}
    event = samples._event("aws.cloudwatch", "CloudWatch Alarm State Change", state, [])
    assert hearers(recorded, event) == ["dev-registry-alarms-page"]
    for quiet in ({"alarmName": "dev-registry-size"}, {"state": {"value": "OK"}}):
        assert hearers(recorded, {**event, "detail": {**state, **quiet}}) == []
    for target in recorded.of_type(TARGET):
        if target.inputs["arn"] == DESTINATION:
            assert target.inputs["roleArn"] == PAGER["role_arn"]
            assert "event_action" in target.inputs["inputTransformer"]["inputTemplate"]


def test_the_rules_that_pagers_need_are_among_the_names_that_are_watched() -> None:
    names: list[str] = []

    def program() -> None:
        args: Any = {
            "scope": SEOUL,
            "repositories": ["feed"],
            "topic_arn": TOPIC,
            "pagers": {"page": [PAGER]},
        }
        made = RegistryEvents("events", args)
        made.hear_alarms({"dev-registry-pulls": "page"})
        names.extend(made.rule_names)

    recorded = deploy(program)
    assert sorted(names) == sorted(rule.inputs["name"] for rule in recorded.of_type(RULE))


def test_a_service_with_thresholds_of_its_own_differs() -> None:
    recorded = events(own_thresholds={"guestbook": {"critical": 3}})
    for critical, service, heard in (
        (1, "feed-server", 1),
        (3, "guestbook", 0),
        (4, "guestbook", 1),
    ):
        assert len(hearers(recorded, samples.basic_scan(service, CRITICAL=critical))) == heard


def test_more_rules_than_the_bus_takes_are_refused_before_anything_is_registered() -> None:
    names = [f"service-{number}" for number in range(300)]
    own = {name: {"high": number + 10} for number, name in enumerate(names)}
    some = dict(list(own.items())[:200])
    count = len(events(*names, own_thresholds=some).of_type(RULE))
    refused = rf"comes to {count} event rules .* AWS takes {count - 1} .*L-244521F2"
    with pytest.raises(QuotaError, match=refused):
        events(*names, own_thresholds=some, event_rules=count - 1)
    assert events(*names, own_thresholds=some, event_rules=count)
    with pytest.raises(QuotaError, match="AWS takes 300"):
        events(*names, own_thresholds=own)


def test_more_pagers_than_a_rule_has_targets_for_are_refused() -> None:
    def pagers(number: int) -> Any:
        return {
            "page": [
                {
                    "kind": "opsgenie",
                    "destination_arn": DESTINATION,
                    "role_arn": f"arn:aws:iam::{SEOUL.account}:role/pager",
                    "label": f"pager-{n}",
                }
                for n in range(number)
            ]
        }

    assert events("one", pagers=pagers(4)).of_type(TARGET)
    with pytest.raises(QuotaError, match="comes to 6 targets of one event rule, and AWS takes 5"):
        events("one", pagers=pagers(5))
