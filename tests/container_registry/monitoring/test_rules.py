import re
from typing import Any

import pytest

from container_registry.monitoring import rules
from container_registry.monitoring.rule import PATTERN_LIMIT, TEMPLATE_LIMIT, Rule
from container_registry.settings.thresholds import ThresholdSettings
from tests.container_registry.monitoring import samples
from tests.container_registry.monitoring.bus import matches, message

SERVICE = "feed-server"
ALL_IMAGE_EVENTS = ThresholdSettings(image_events=("PUSH", "DELETE"))


def rules_of(scanning: Any, thresholds: ThresholdSettings = ALL_IMAGE_EVENTS) -> dict[str, Rule]:
    return {rule.noun: rule for rule in rules.of_service(SERVICE, thresholds, scanning)}


def heard(scanning: Any, event: samples.Event, **changed: Any) -> list[str]:
    """The rules of feed-server that an event reaches."""
    thresholds = ThresholdSettings(**{"image_events": ("PUSH", "DELETE"), **changed})
    arn = samples.arn(SERVICE)
    return [
        noun
        for noun, rule in rules_of(scanning, thresholds).items()
        if matches(rule.pattern(SERVICE, arn), event)
    ]


@pytest.mark.parametrize(
    ("scanning", "event", "rule"),
    [
        ("basic", samples.basic_scan(SERVICE, CRITICAL=1), "findings"),
        ("basic", samples.basic_scan(SERVICE, CRITICAL=10, MEDIUM=9), "findings"),
        ("basic", samples.basic_scan(SERVICE, HIGH=6), "findings"),
        ("basic", samples.failed_scan(SERVICE), "scan-failed"),
        ("basic", samples.basic_scan(SERVICE, "UNSUPPORTED_IMAGE"), "scan-failed"),
        ("enhanced", samples.inspector_scan(SERVICE, CRITICAL=7, HIGH=61), "findings"),
        ("enhanced", samples.inspector_scan(SERVICE, HIGH=6), "findings"),
        ("enhanced", samples.inspector_finding(SERVICE), "critical-finding"),
        ("basic", samples.replication(SERVICE, "FAILED"), "replication-failed"),
        ("basic", samples.image_action(SERVICE, "PUSH"), "image-events"),
        ("basic", samples.image_action(SERVICE, "DELETE"), "image-events"),
        ("basic", samples.api_call(SERVICE, "DeleteRepository"), "access"),
        ("basic", samples.api_call(SERVICE, "SetRepositoryPolicy"), "access"),
        ("basic", samples.api_call(SERVICE, "DeleteRepositoryPolicy"), "access"),
        ("basic", samples.api_call(SERVICE, "DeleteLifecyclePolicy"), "access"),
        ("enhanced", samples.api_call(SERVICE, "PutImageTagMutability"), "access"),
    ],
)
def test_a_documented_event_is_heard_by_its_rule_alone(
    scanning: str, event: samples.Event, rule: str
) -> None:
    assert heard(scanning, event) == [rule]


@pytest.mark.parametrize(
    ("scanning", "event"),
    [
        ("basic", samples.basic_scan(SERVICE)),
        ("basic", samples.basic_scan(SERVICE, HIGH=5, LOW=40)),
        ("enhanced", samples.inspector_scan(SERVICE, CRITICAL=0, HIGH=5)),
        ("enhanced", samples.inspector_scan(SERVICE, "SCANNING", CRITICAL=7)),
        ("enhanced", samples.inspector_finding(SERVICE, severity="HIGH")),
        ("enhanced", samples.inspector_finding(SERVICE, status="CLOSED")),
        ("basic", samples.replication(SERVICE, "SUCCESS")),
        ("basic", samples.image_action(SERVICE, "PUSH", "FAILURE")),
        ("basic", samples.image_action(SERVICE, "UPDATE_STORAGE_CLASS")),
        ("basic", samples.api_call(SERVICE, "DescribeImages")),
        ("basic", samples.api_call(SERVICE, "DeleteRepository", errorCode="AccessDenied")),
        ("basic", samples.of_another_source(samples.failed_scan(SERVICE), "aws.ecr-public")),
    ],
)
def test_a_harmless_event_is_not_heard(scanning: str, event: samples.Event) -> None:
    assert heard(scanning, event) == []


@pytest.mark.parametrize("other", ["feed-server-2", "feed", "team/feed-server"])
@pytest.mark.parametrize("scanning", ["basic", "enhanced"])
def test_an_event_of_another_service_is_not_heard(scanning: str, other: str) -> None:
    events = [
        samples.basic_scan(other, CRITICAL=1),
        samples.failed_scan(other),
        samples.inspector_scan(other, CRITICAL=1),
        samples.inspector_finding(other),
        samples.replication(other, "FAILED"),
        samples.image_action(other, "DELETE"),
        samples.api_call(other, "DeleteRepository"),
    ]
    assert [heard(scanning, event) for event in events] == [[]] * len(events)


def test_image_events_are_off_by_default_because_lifecycle_policies_send_them() -> None:
    assert "image-events" not in rules_of("basic", ThresholdSettings())


def test_image_events_are_told_as_chosen() -> None:
    push = ("PUSH",)
    assert heard("basic", samples.image_action(SERVICE, "PUSH"), image_events=push) == [
        "image-events"
    ]
    assert heard("basic", samples.image_action(SERVICE, "DELETE"), image_events=push) == []


def test_thresholds_decide_how_many_findings_are_too_many() -> None:
    event = samples.basic_scan(SERVICE, CRITICAL=2, HIGH=20)
    assert heard("basic", event, critical=2, high=20) == []
    assert heard("basic", event, critical=1, high=20) == ["findings"]
    assert heard("basic", event, critical=2, high=19) == ["findings"]


def test_one_finding_alone_is_told_only_where_none_is_allowed() -> None:
    assert "critical-finding" in rules_of("enhanced", ThresholdSettings(critical=0))
    assert "critical-finding" not in rules_of("enhanced", ThresholdSettings(critical=1))


def test_a_message_says_what_where_since_when_and_what_to_do() -> None:
    event = samples.basic_scan(SERVICE, CRITICAL=10, MEDIUM=9)
    told = message(rules_of("basic")["findings"], event)
    assert told["what"] == "A scan found more vulnerabilities in feed-server than allowed"
    assert told["where"] == (
        f"image {samples.DIGEST} in repository feed-server, account 111111111111, "
        "region ap-northeast-2"
    )
    assert told["since"] == "2026-10-29T02:36:48Z"
    assert f"--image-id imageDigest={samples.DIGEST}" in told["do"]
    assert told["findings"] == {"CRITICAL": 10, "MEDIUM": 9}


def test_a_message_names_who_weakened_the_protection_and_how() -> None:
    event = samples.api_call(SERVICE, "DeleteRepository")
    told = message(rules_of("basic")["access"], event)
    assert told["what"].startswith(
        "arn:aws:sts::111111111111:assumed-role/admin/kim called DeleteRepository"
    )


EVENT_OF_RULE = {
    ("basic", "findings"): samples.basic_scan(SERVICE, HIGH=9),
    ("basic", "scan-failed"): samples.failed_scan(SERVICE),
    ("enhanced", "findings"): samples.inspector_scan(SERVICE, HIGH=9),
    ("enhanced", "critical-finding"): samples.inspector_finding(SERVICE),
    ("basic", "replication-failed"): samples.replication(SERVICE, "FAILED"),
    ("basic", "access"): samples.api_call(SERVICE, "SetRepositoryPolicy"),
    ("basic", "image-events"): samples.image_action(SERVICE, "DELETE"),
}


def test_every_rule_has_a_sample_event() -> None:
    nouns = {noun for _, noun in EVENT_OF_RULE}
    assert nouns == {*rules_of("basic"), *rules_of("enhanced")}


@pytest.mark.parametrize(("scanning", "noun"), EVENT_OF_RULE)
def test_every_variable_of_a_message_is_a_field_of_its_event(scanning: str, noun: str) -> None:
    rule = rules_of(scanning)[noun]
    told = message(rule, EVENT_OF_RULE[scanning, noun])
    assert all(told.values()), told
    assert not any("  " in str(value) or value == "" for value in told.values()), told


@pytest.mark.parametrize(("scanning", "noun"), EVENT_OF_RULE)
def test_every_variable_of_a_template_is_declared_and_every_declared_one_is_used(
    scanning: str, noun: str
) -> None:
    rule = rules_of(scanning)[noun]
    assert set(re.findall(r"<([a-z]+)>", rule.template)) == set(rule.paths)


@pytest.mark.parametrize(("scanning", "noun"), EVENT_OF_RULE)
def test_patterns_and_templates_fit_into_eventbridge_for_the_longest_name(
    scanning: str, noun: str
) -> None:
    name = "a" * 256
    pattern = rules_of(scanning)[noun].pattern(name, samples.arn(name))
    assert len(str(pattern)) < PATTERN_LIMIT
    assert len(rules_of(scanning)[noun].template) < TEMPLATE_LIMIT


def test_no_free_text_of_an_event_is_inserted_because_eventbridge_escapes_nothing() -> None:
    free_text = ("description", "title", "userAgent", "errorMessage")
    for scanning, noun in EVENT_OF_RULE:
        paths = rules_of(scanning)[noun].paths.values()
        assert not [path for path in paths if path.endswith(free_text)]
