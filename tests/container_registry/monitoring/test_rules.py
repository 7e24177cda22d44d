import json
import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest

from container_registry.monitoring import own_rules, rules
from container_registry.monitoring.rule import PATTERN_LIMIT, TEMPLATE_LIMIT, Rule
from container_registry.monitoring.rules import Events
from container_registry.monitoring.runbooks import RUNBOOKS
from container_registry.monitoring.thresholds import Watched
from container_registry.monitoring.told import Told
from container_registry.settings.thresholds import ThresholdSettings
from tests.container_registry.monitoring import samples
from tests.container_registry.monitoring.bus import matches, message
from tests.container_registry.monitoring.schemas import AMAZON_Q, OPSGENIE, PAGERDUTY, valid

SERVICE = "feed-server"
SERVICES = (SERVICE, "guestbook", "team/bubblepool")
USUAL = ThresholdSettings()
ALL_IMAGE_EVENTS = ThresholdSettings(image_events=("PUSH", "DELETE"))
EVERYTHING = {"critical_findings": True, "replicated_into": True}


def watched(*names: str, thresholds: ThresholdSettings = ALL_IMAGE_EVENTS) -> list[Watched]:
    return [Watched(name, thresholds) for name in names]


def rules_of(
    scanning: Any, of: Sequence[Watched] = tuple(watched(*SERVICES)), **changed: Any
) -> dict[str, Rule]:
    heard = Events(scanning=scanning, **{**EVERYTHING, **changed})
    return {rule.noun: rule for rule in rules.of_stack(of, heard)}


def heard(scanning: Any, event: samples.Event, of: Any = None, **changed: Any) -> list[str]:
    """The rules that an event reaches."""
    found = rules_of(scanning, of or watched(*SERVICES), **changed)
    return [noun for noun, rule in found.items() if matches(rule.pattern, event)]


@pytest.mark.parametrize("service", SERVICES)
@pytest.mark.parametrize(
    ("scanning", "event", "rule"),
    [
        ("basic", lambda s: samples.basic_scan(s, CRITICAL=1), "findings"),
        ("basic", lambda s: samples.basic_scan(s, CRITICAL=10, MEDIUM=9), "findings"),
        ("basic", lambda s: samples.basic_scan(s, HIGH=6), "findings"),
        ("basic", samples.failed_scan, "scan-failed"),
        ("basic", lambda s: samples.basic_scan(s, "UNSUPPORTED_IMAGE"), "scan-failed"),
        ("enhanced", lambda s: samples.inspector_scan(s, CRITICAL=7, HIGH=61), "findings"),
        ("enhanced", lambda s: samples.inspector_scan(s, HIGH=6), "findings"),
        ("enhanced", samples.inspector_finding, "critical-finding"),
        ("basic", lambda s: samples.replication(s, "FAILED"), "replication-failed"),
        ("basic", lambda s: samples.image_action(s, "PUSH"), "image-events"),
        ("basic", lambda s: samples.image_action(s, "DELETE"), "image-events"),
        ("basic", lambda s: samples.api_call(s, "DeleteRepository"), "access"),
        ("basic", lambda s: samples.api_call(s, "SetRepositoryPolicy"), "access"),
        ("basic", lambda s: samples.api_call(s, "DeleteLifecyclePolicy"), "access"),
        ("enhanced", lambda s: samples.api_call(s, "PutImageTagMutability"), "access"),
    ],
)
def test_a_documented_event_of_each_service_is_heard_by_one_rule(
    service: str, scanning: str, event: Any, rule: str
) -> None:
    assert heard(scanning, event(service)) == [rule]


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


def of_every_kind(name: str) -> list[samples.Event]:
    return [
        samples.basic_scan(name, CRITICAL=1),
        samples.failed_scan(name),
        samples.inspector_scan(name, CRITICAL=1),
        samples.inspector_finding(name),
        samples.replication(name, "FAILED"),
        samples.image_action(name, "DELETE"),
        samples.api_call(name, "DeleteRepository"),
    ]


@pytest.mark.parametrize("other", ["feed-server-2", "feed", "team/feed-server", "bubblepool"])
@pytest.mark.parametrize("scanning", ["basic", "enhanced"])
def test_an_event_of_another_repository_is_not_heard(scanning: str, other: str) -> None:
    assert [heard(scanning, event) for event in of_every_kind(other)] == [[]] * 7


@pytest.mark.parametrize("scanning", ["basic", "enhanced"])
@pytest.mark.parametrize("services", [1, 200, 1000])
def test_names_are_split_over_patterns_that_eventbridge_takes_and_each_is_in_one(
    services: int, scanning: str
) -> None:
    names = [f"team-{number % 7}/service-{number}" for number in range(services)]
    found = rules_of(scanning, watched(*names, thresholds=USUAL))
    assert all(len(rule.pattern) <= PATTERN_LIMIT for rule in found.values())
    assert len(found) <= 4 + services // 10, "a pattern holds many names"
    for event in (samples.failed_scan, lambda n: samples.inspector_scan(n, CRITICAL=1)):
        for name in (names[0], names[-1], names[services // 2]):
            hearers = [noun for noun, rule in found.items() if matches(rule.pattern, event(name))]
            assert len(hearers) == (
                1 if ("basic" in scanning) == (event is samples.failed_scan) else 0
            )


def test_two_hundred_services_need_few_rules() -> None:
    names = [f"service-{number}" for number in range(200)]
    for scanning in ("basic", "enhanced"):
        found = rules_of(scanning, watched(*names, thresholds=USUAL), **dict.fromkeys(EVERYTHING))
        assert len(found) <= 12


def test_a_raised_quota_of_pattern_sizes_makes_fewer_rules() -> None:
    names = [f"service-{number}" for number in range(200)]
    few, many = (
        len(rules_of("enhanced", watched(*names), pattern_limit=limit)) for limit in (4096, 2048)
    )
    assert few < many


def test_a_service_with_thresholds_of_its_own_has_a_rule_of_its_own() -> None:
    lenient = ThresholdSettings(critical=2, high=20)
    of = [*watched("feed-server", "guestbook", thresholds=USUAL), Watched("legacy", lenient)]
    found = rules_of("basic", of)
    assert {noun for noun in found if noun.startswith("findings")} == {"findings", "findings-2-20"}
    assert heard("basic", samples.basic_scan("legacy", CRITICAL=2, HIGH=20), of) == []
    assert heard("basic", samples.basic_scan("legacy", CRITICAL=3), of) == ["findings-2-20"]
    assert heard("basic", samples.basic_scan("guestbook", CRITICAL=1), of) == ["findings"]
    assert "(2 CRITICAL, 20 HIGH)" in found["findings-2-20"].title


def test_the_plain_names_are_those_of_most_services_so_that_one_more_renames_nothing() -> None:
    lenient = ThresholdSettings(critical=2, high=20)
    before = rules_of("basic", watched("a1", "b2", thresholds=USUAL))
    after = rules_of("basic", [*watched("a1", "b2", thresholds=USUAL), Watched("c3", lenient)])
    assert set(before) <= set(after)


def test_the_owner_of_the_registry_may_hear_the_whole_account() -> None:
    for event in of_every_kind("of-nobody"):
        for scanning in ("basic", "enhanced"):
            hearers = heard(scanning, event, listening="account")
            assert len(hearers) <= 1
    assert heard("basic", samples.failed_scan("of-nobody"), listening="account") == ["scan-failed"]
    thousand = watched(*[f"service-{n}" for n in range(1000)])
    assert len(rules_of("enhanced", thousand, listening="account")) == 5


def test_a_prefix_stands_for_all_names_and_for_no_other() -> None:
    of = watched("team/a1", "team/b2")
    assert heard("basic", samples.failed_scan("team/b2"), of, prefix="team/") == ["scan-failed"]
    assert heard("basic", samples.failed_scan("teams/b2"), of, prefix="team/") == []
    assert heard("enhanced", samples.inspector_scan("team/b2", HIGH=9), of, prefix="team/") == [
        "findings"
    ]


def test_image_events_are_off_by_default_because_lifecycle_policies_send_them() -> None:
    assert "image-events" not in rules_of("basic", watched(*SERVICES, thresholds=USUAL))


def test_what_would_be_noise_or_never_come_is_off_by_default() -> None:
    usual = rules.of_stack(watched(SERVICE, thresholds=USUAL), Events(scanning="enhanced"))
    assert [rule.noun for rule in usual] == ["findings", "access"]


def test_services_that_need_no_scan_are_not_told_of_failed_ones() -> None:
    scratch = ThresholdSettings(unscanned=False)
    of = [*watched(SERVICE, thresholds=USUAL), Watched("scratch", scratch)]
    assert heard("basic", samples.failed_scan("scratch"), of) == []
    assert heard("basic", samples.failed_scan(SERVICE), of) == ["scan-failed"]


def test_image_events_are_told_as_chosen() -> None:
    of = watched(SERVICE, thresholds=ThresholdSettings(image_events=("PUSH",)))
    assert heard("basic", samples.image_action(SERVICE, "PUSH"), of) == ["image-events"]
    assert heard("basic", samples.image_action(SERVICE, "DELETE"), of) == []


DEPLOYER = "arn:aws:iam::111111111111:role/deployer"


def by(role: str | None) -> samples.Event:
    event = samples.api_call(SERVICE, "PutLifecyclePolicy")
    if role is not None:
        issuer = {"type": "Role", "arn": role}
        event["detail"]["userIdentity"]["sessionContext"] = {"sessionIssuer": issuer}
    return event


def test_own_deployments_raise_no_message_and_everybody_elses_changes_do() -> None:
    deployers = (DEPLOYER, f"{DEPLOYER}-2")
    assert heard("basic", by(DEPLOYER), deployers=deployers) == []
    assert heard("basic", by(f"{DEPLOYER}-3"), deployers=deployers) == ["access"]
    assert heard("basic", by(None), deployers=deployers) == ["access"], "a user has no issuer"
    assert heard("basic", by(DEPLOYER)) == ["access"]


def test_a_message_says_what_where_since_when_and_what_to_do() -> None:
    event = samples.basic_scan(SERVICE, CRITICAL=10, MEDIUM=9)
    told = message(rules_of("basic")["findings"], event)
    content, metadata = told["content"], told["metadata"]
    assert content["title"] == (
        "A scan found more vulnerabilities in feed-server than allowed (0 CRITICAL, 5 HIGH)"
    )
    assert content["description"] == (
        f"Image {samples.DIGEST} of repository feed-server, account 111111111111, "
        "region ap-northeast-2, since 2026-10-29T02:36:48Z"
    )
    assert f"--image-id imageDigest={samples.DIGEST}" in content["nextSteps"][0]
    assert content["nextSteps"][1] == "Runbook: docs/runbooks.md#findings"
    assert metadata["threadId"] == "feed-server"
    assert metadata["additionalContext"]["findings"] == {"CRITICAL": 10, "MEDIUM": 9}


def test_a_message_names_who_weakened_the_protection_and_how() -> None:
    event = samples.api_call(SERVICE, "DeleteRepository")
    told = message(rules_of("basic")["access"], event)
    assert told["content"]["title"].startswith(
        "arn:aws:sts::111111111111:assumed-role/admin/kim called DeleteRepository: feed-server"
    )


def test_a_severity_of_the_stacks_own_and_the_runbooks_address_reach_every_message() -> None:
    told = Told(severities={"access": "info"}, page="https://git.example.com/runbooks.md")
    found = rules_of("basic", told=told)["access"]
    assert found.severity == "info"
    context = message(found, samples.api_call(SERVICE, "DeleteRepository"))["metadata"][
        "additionalContext"
    ]
    assert context["severity"] == "info"
    assert context["runbook"] == "https://git.example.com/runbooks.md#access"


EVENT_OF_RULE = {
    ("basic", "findings"): samples.basic_scan(SERVICE, HIGH=9),
    ("basic", "scan-failed"): samples.failed_scan(SERVICE),
    ("enhanced", "findings"): samples.inspector_scan(SERVICE, HIGH=9),
    ("enhanced", "critical-finding"): samples.inspector_finding(SERVICE),
    ("basic", "replication-failed"): samples.replication(SERVICE, "FAILED"),
    ("basic", "access"): samples.api_call(SERVICE, "SetRepositoryPolicy"),
    ("basic", "image-events"): samples.image_action(SERVICE, "DELETE"),
    ("breaches", "breaches"): samples.breach(SERVICE),
}


def rule_of(scanning: str, noun: str) -> Rule:
    if scanning == "breaches":
        return own_rules.of_breaches("dev-registry-usage", ("page", "ticket", "info"))
    return rules_of(scanning)[noun]


every_rule = pytest.mark.parametrize(("scanning", "noun"), EVENT_OF_RULE)


def test_every_rule_has_a_sample_event() -> None:
    nouns = {noun for _, noun in EVENT_OF_RULE} - {"breaches"}
    assert nouns == {*rules_of("basic"), *rules_of("enhanced")}


@every_rule
def test_every_variable_of_a_message_is_a_field_of_its_event(scanning: str, noun: str) -> None:
    told = message(rule_of(scanning, noun), EVENT_OF_RULE[scanning, noun])
    text = json.dumps(told)
    assert "<" not in text
    assert '""' not in text, told
    assert "  " not in text, told


@every_rule
def test_every_message_has_the_form_that_amazon_q_asks_for(scanning: str, noun: str) -> None:
    told = message(rule_of(scanning, noun), EVENT_OF_RULE[scanning, noun])
    valid(told, AMAZON_Q)
    assert SERVICE in told["content"]["title"]
    assert told["metadata"]["threadId"].endswith(SERVICE)


@every_rule
def test_every_message_links_to_its_section_of_the_runbooks(scanning: str, noun: str) -> None:
    told = message(rule_of(scanning, noun), EVENT_OF_RULE[scanning, noun])
    link = told["metadata"]["additionalContext"]["runbook"]
    page, _, kind = link.partition("#")
    assert page == "docs/runbooks.md"
    assert kind in RUNBOOKS
    assert link in told["content"]["nextSteps"][-1]


@every_rule
@pytest.mark.parametrize("page", ["docs/runbooks.md", "https://git.example.com/runbooks.md"])
def test_every_message_has_the_forms_that_pagers_ask_for(
    scanning: str, noun: str, page: str
) -> None:
    rule, event = replace(rule_of(scanning, noun), page=page), EVENT_OF_RULE[scanning, noun]
    pagerduty = message(rule, event, rule.template_for("pagerduty"))
    valid(pagerduty, PAGERDUTY)
    assert SERVICE in pagerduty["payload"]["summary"]
    assert "routing_key" not in pagerduty, "the connection adds it"
    opsgenie = message(rule, event, rule.template_for("opsgenie"))
    valid({**opsgenie, "message": opsgenie["message"][:130]}, OPSGENIE)
    assert SERVICE in opsgenie["message"]


@every_rule
def test_every_variable_of_a_template_is_declared(scanning: str, noun: str) -> None:
    rule = rule_of(scanning, noun)
    for template in (rule.template, rule.template_for("pagerduty"), rule.template_for("opsgenie")):
        assert set(re.findall(r"<([A-Za-z]+)>", template)) <= set(rule.paths)
        assert len(template) < TEMPLATE_LIMIT
    assert len(rule.paths) <= 100, "EventBridge takes 100 variables"
    assert len(rule.description) <= 512, "EventBridge refuses a longer description"


@pytest.mark.parametrize("scanning", ["basic", "enhanced"])
def test_a_pattern_fits_for_the_longest_name_and_the_most_deployers(scanning: str) -> None:
    deployers = tuple(f"arn:aws:iam::111111111111:role/{'d' * 60}{n}" for n in range(10))
    for rule in rules_of(scanning, watched("a" * 256), deployers=deployers).values():
        assert len(rule.pattern) <= PATTERN_LIMIT


def test_no_free_text_of_an_event_is_inserted_because_eventbridge_escapes_nothing() -> None:
    free_text = ("description", "title", "userAgent", "errorMessage")
    for scanning, noun in EVENT_OF_RULE:
        if scanning != "breaches":
            paths = rule_of(scanning, noun).paths.values()
            assert not [path for path in paths if path.endswith(free_text)]


def test_a_breach_is_heard_by_its_own_stack_and_severity_alone() -> None:
    page = own_rules.of_breaches("dev-registry-usage", ("page",))
    rest = own_rules.of_breaches("dev-registry-usage", ("ticket", "info"))
    other = own_rules.of_breaches("prod-registry-usage", ("page", "ticket", "info"))
    for severity, hearer in (("page", page), ("ticket", rest), ("info", rest)):
        event = samples.breach(SERVICE, severity)
        assert [r for r in (page, rest, other) if matches(r.pattern, event)] == [hearer]
    assert (page.noun, rest.noun, other.noun) == (
        "breaches-page",
        "breaches-ticket-info",
        "breaches",
    )


OTHERS = ThresholdSettings(critical=1, high=7, image_events=("DELETE",))


@pytest.mark.parametrize("scanning", ["basic", "enhanced"])
@pytest.mark.parametrize("wide", [{"listening": "account"}, {"prefix": "team-a/"}])
def test_a_shared_stacks_rules_hear_repositories_that_have_no_names_here(
    scanning: Any, wide: dict[str, str]
) -> None:
    known = watched("team-a/own", thresholds=ThresholdSettings(critical=99))
    found = rules_of(scanning, known, others=OTHERS, **wide)
    scan = samples.basic_scan if scanning == "basic" else samples.inspector_scan
    assert "team-a/own" not in str([rule.pattern for rule in found.values()])
    assert len(found) == 5
    for name in ("team-a/own", "team-a/other"):
        for event, noun in (
            (scan(name, CRITICAL=2), "findings"),
            (scan(name, HIGH=8), "findings"),
            (samples.image_action(name, "DELETE"), "image-events"),
            (samples.api_call(name, "DeleteRepository"), "access"),
        ):
            assert [n for n, rule in found.items() if matches(rule.pattern, event)] == [noun]
        assert not [n for n, r in found.items() if matches(r.pattern, scan(name, CRITICAL=1))]


@pytest.mark.parametrize("scanning", ["basic", "enhanced"])
def test_a_shared_stack_with_a_prefix_hears_nobody_elses(scanning: Any) -> None:
    found = rules_of(scanning, watched(), others=OTHERS, prefix="team-a/")
    scan = samples.basic_scan if scanning == "basic" else samples.inspector_scan
    for event in (scan("team-b/x", CRITICAL=9), samples.api_call("team-b/x", "DeleteRepository")):
        assert not [n for n, rule in found.items() if matches(rule.pattern, event)]


def test_rules_that_would_hear_nobody_of_the_others_are_refused() -> None:
    with pytest.raises(ValueError, match="those of other stacks have no names"):
        Events(scanning="basic", others=OTHERS)
