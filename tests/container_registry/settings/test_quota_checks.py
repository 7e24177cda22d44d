"""Each quota at its limit and one over: refused before anything starts, with the way out."""

from pathlib import Path
from typing import Any

import pytest

from container_registry.quotas import (
    ALARMS,
    EVENT_PATTERN,
    EVENT_RULES,
    EVENT_TARGETS,
    POLICIES,
    QUOTAS,
    REPOSITORIES,
    ROLES,
    Quota,
)
from container_registry.settings import Settings, SettingsError, load
from container_registry.settings.quota_checks import counts
from ecr_lifecycle.rendering import to_text

ROLE = "arn:aws:iam::111111111111:role/"


def config(services: dict[str, Any], **more: Any) -> dict[str, Any]:
    region = more.pop("region", "ap-northeast-2")
    return {
        "aws:region": region,
        "aws:allowedAccountIds": ["111111111111"],
        "container-registry:services": services,
        "container-registry:retention": {"keep": 5},
        "container-registry:ci": {"branches": ["main"]},
        **{f"container-registry:{key}": value for key, value in more.items()},
    }


def refused(given: dict[str, Any]) -> list[str]:
    try:
        load(given, "dev")
    except SettingsError as error:
        return [to_text(finding) for finding in error.findings]
    return []


def count(given: dict[str, Any], quota: Quota, **raised: int) -> int:
    """What the stack makes of a quota; the quota itself is raised out of the way."""
    given = {**given, "container-registry:quotas": raised}
    settings: Settings = load(given, "dev")
    return next(one.count for one in counts(settings) if one.quota is quota)


def services(number: int, **each: Any) -> dict[str, Any]:
    return {f"service-{n}": each for n in range(number)}


def own_thresholds(number: int) -> dict[str, Any]:
    return {f"service-{n}": {"thresholds": {"high": 10 + n}} for n in range(number)}


def with_github(number: int) -> dict[str, Any]:
    return {f"s-{n}": {"github": {"repository": f"acme/s-{n}"}} for n in range(number)}


#: A stack that comes to each quota, and the setting under `quotas` that raises it.
CASES: dict[str, tuple[Quota, str, dict[str, Any]]] = {
    "rules": (EVENT_RULES, "eventRules", config(own_thresholds(40))),
    "roles": (ROLES, "roles", config(with_github(5))),
    "policies": (POLICIES, "policies", config(services(5), pullPolicies=True)),
    "repositories": (REPOSITORIES, "repositories", config(services(5))),
    "alarms of each service": (
        ALARMS,
        "alarms",
        config(services(5), monitoring={"alarms": "perService"}),
    ),
    "alarms of unusual pulls": (
        ALARMS,
        "alarms",
        config(services(5), monitoring={"thresholds": {"pullsBand": 3}}),
    ),
    "alarms of own pulls": (
        ALARMS,
        "alarms",
        config({f"s-{n}": {"thresholds": {"pulls": n + 1}} for n in range(5)}),
    ),
}


def test_every_quota_has_a_case() -> None:
    others = {EVENT_PATTERN, EVENT_TARGETS}
    assert {quota for quota, _, _ in CASES.values()} | others == set(QUOTAS)


@pytest.mark.parametrize("case", CASES)
def test_at_the_limit_a_stack_is_taken_and_one_over_it_is_refused_with_the_way_out(
    case: str,
) -> None:
    quota, key, given = CASES[case]
    number = count(given, quota)
    at = {**given, "container-registry:quotas": {key: number}}
    assert refused(at) == []
    over = {**given, "container-registry:quotas": {key: number - 1}}
    [message] = refused(over)
    assert f"comes to {number} {quota.what}" in message
    assert f"AWS takes {number - 1} ({quota.service} quota {quota.code})" in message
    assert f"`quotas.{quota.setting}`" in message


def test_a_role_for_the_gate_is_counted_with_each_that_pushes() -> None:
    gated = config(with_github(5), ci={"branches": ["main"], "gateRole": True})
    assert count(gated, ROLES) == count(config(with_github(5)), ROLES) + 5


def test_a_pattern_that_no_splitting_makes_shorter_is_refused() -> None:
    few = [f"{ROLE}{'d' * 60}/{'d' * 29}{n}" for n in range(10)]
    given = config(services(1), monitoring={"deployers": few})
    assert refused(given) == []
    many = [f"{ROLE}{'d' * 150}/{'d' * 50}{n}" for n in range(10)]
    [message] = refused(config(services(1), monitoring={"deployers": many}))
    assert "characters in one event pattern" in message
    assert "L-664C5505" in message
    raised = config(services(1), monitoring={"deployers": many}, quotas={"eventPattern": 4096})
    assert refused(raised) == []


def with_pagers(number: int) -> dict[str, Any]:
    pagers = [{"opsgenie": f"key-{n}"} for n in range(number)]
    return config(services(1), monitoring={"routes": {"page": pagers}})


def told(given: dict[str, Any]) -> list[str]:
    """As the engine decrypts it, so that the keys are no fault."""
    try:
        load(given, "dev", secret_keys={"container-registry:monitoring"})
    except SettingsError as error:
        return [to_text(finding) for finding in error.findings]
    return []


def test_a_rule_has_a_topic_and_four_pagers_at_most() -> None:
    assert told(with_pagers(4)) == []
    [message] = told(with_pagers(5))
    assert "comes to 6 targets of one event rule, and AWS takes 5" in message
    assert "which AWS raises for nobody" in message
    assert "at most four pagers" in message


def test_awss_defaults_are_those_of_service_quotas() -> None:
    assert EVENT_TARGETS.default == 5
    assert {q.code: q.default for q in QUOTAS if q.code} == {
        "L-244521F2": 300,
        "L-664C5505": 2048,
        "L-0720E68F": 600,
        "L-FE177D64": 1000,
        "L-E95E4862": 1500,
        "L-CFEB8E8D": 100_000,
    }
    assert EVENT_RULES.limit(None, "eu-south-1") == EVENT_RULES.limit(None, "af-south-1") == 100


def test_a_region_with_a_lower_quota_is_held_to_it() -> None:
    many = own_thresholds(120)
    assert refused(config(many)) == []
    [message] = refused(config(many, region="eu-south-1"))
    assert "AWS takes 100" in message


def test_a_thousand_services_fit_or_the_message_is_right() -> None:
    for scanning in ("BASIC", "ENHANCED"):
        plain = config(services(1000), scanning={"type": scanning})
        assert refused(plain) == []
        assert count(plain, EVENT_RULES) <= 60
        assert count(plain, ALARMS) <= 12
    [message] = refused(config(with_github(1000)))
    assert "comes to 1002 IAM roles, and AWS takes 1000 (iam quota L-FE177D64)" in message


def test_two_hundred_services_stay_within_twenty_rules_and_twelve_alarms() -> None:
    for scanning in ("BASIC", "ENHANCED"):
        given = config(with_github(200), scanning={"type": scanning})
        assert count(given, EVENT_RULES) <= 20
        assert count(given, ALARMS) <= 12


def test_more_pulls_of_their_own_than_a_query_can_leave_out_are_refused() -> None:
    own = {f"service-{n}": {"thresholds": {"pulls": 5}} for n in range(100)}
    [message] = refused(config(own))
    assert "CloudWatch takes 2048" in message
    assert "pulls: 0" in message


def test_more_names_than_the_reporters_schedule_carries_are_refused() -> None:
    long: dict[str, Any] = {f"{'a' * 240}{number:05}": {} for number in range(1100)}
    messages = refused(config(long, quotas={"eventRules": 2000}))
    assert any("split the services over several stacks" in message for message in messages)


def test_nothing_is_counted_where_nothing_is_watched() -> None:
    given = config(own_thresholds(400), monitoring={"enabled": False})
    assert refused(given) == []
    assert count(given, EVENT_RULES) == 0


def test_the_page_lists_every_quota_with_its_code_and_its_setting() -> None:
    page = (Path(__file__).parents[3] / "docs/several-stacks.md").read_text(encoding="utf-8")
    for quota in QUOTAS:
        if quota.code:
            [row] = [line for line in page.splitlines() if f"| {quota.code} |" in line]
            assert f"`quotas.{quota.setting}`" in row
            assert f"{quota.default:,}" in row
