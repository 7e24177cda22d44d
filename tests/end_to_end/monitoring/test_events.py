"""Events that AWS documents, from the bus to a reader's queue through the stack's own rules."""

from copy import deepcopy
from typing import Any

import pytest

from tests.container_registry.monitoring import samples
from tests.container_registry.monitoring.schemas import AMAZON_Q, valid
from tests.end_to_end.machine import Machine
from tests.end_to_end.monitoring.stack import (
    ACCOUNT,
    LENIENT,
    MONITORING,
    REGION,
    SERVICES,
    Inbox,
    put,
)
from tests.support.stacks import Stack

SERVICE = "feed-server"


@pytest.fixture(autouse=True)
def arns_of_the_stack(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(samples, "ACCOUNT", ACCOUNT)


def readable(message: dict[str, Any]) -> str:
    """The title of a message, which is right in form and names its service."""
    valid(message, AMAZON_Q)
    content, metadata = message["content"], message["metadata"]
    assert SERVICE in content["title"]
    assert f"account {ACCOUNT}, region {REGION}" in content["description"]
    assert ", since 20" in content["description"]
    assert len(content["nextSteps"][0]) > 40
    assert metadata["threadId"].endswith(SERVICE)
    assert metadata["additionalContext"]["runbook"].startswith("docs/runbooks.md#")
    assert "<" not in str(message), "a variable was not filled in"
    title: str = content["title"]
    return title


BASIC = {
    "scan with findings": (lambda: samples.basic_scan(SERVICE, CRITICAL=10, MEDIUM=9), "A scan"),
    "failed scan": (lambda: samples.failed_scan(SERVICE), "ended as FAILED"),
    "push": (lambda: samples.image_action(SERVICE, "PUSH"), "PUSH of an image"),
    "delete": (lambda: samples.image_action(SERVICE, "DELETE"), "DELETE of an image"),
    "replication failure": (lambda: samples.replication(SERVICE, "FAILED"), "did not arrive"),
    "policy changed": (lambda: samples.api_call(SERVICE, "SetRepositoryPolicy"), "called SetRepo"),
    "repository deleted": (lambda: samples.api_call(SERVICE, "DeleteRepository"), "called Delete"),
}
ENHANCED = {
    "Inspector scan": (lambda: samples.inspector_scan(SERVICE, CRITICAL=7, HIGH=61), "Inspector"),
    "Inspector finding": (lambda: samples.inspector_finding(SERVICE), "CVE-2019-17498"),
    "mutability changed": (
        lambda: samples.api_call(SERVICE, "PutImageTagMutability"),
        "called PutImageTagMutability",
    ),
}


@pytest.mark.parametrize("name", BASIC)
def test_an_event_of_basic_scanning_is_read_as_one_message(
    name: str, basic: Stack, basic_inbox: Inbox
) -> None:
    event, words = BASIC[name]
    put(basic, event())
    [message] = basic_inbox.take()
    assert words in readable(message)


@pytest.mark.parametrize("name", ENHANCED)
def test_an_event_of_enhanced_scanning_is_read_as_one_message(
    name: str, enhanced: Stack, enhanced_inbox: Inbox
) -> None:
    event, words = ENHANCED[name]
    put(enhanced, event())
    [message] = enhanced_inbox.take()
    assert words in readable(message)


def test_findings_are_told_by_severity(basic: Stack, basic_inbox: Inbox) -> None:
    put(basic, samples.basic_scan(SERVICE, CRITICAL=10, MEDIUM=9))
    [message] = basic_inbox.take()
    context = message["metadata"]["additionalContext"]
    assert context["findings"] == {"CRITICAL": 10, "MEDIUM": 9}
    assert f"imageDigest={samples.DIGEST}" in message["content"]["nextSteps"][0]


def test_harmless_events_and_those_of_other_repositories_are_not_told(
    basic: Stack, basic_inbox: Inbox, enhanced: Stack, enhanced_inbox: Inbox
) -> None:
    for event in (
        samples.basic_scan(SERVICE),
        samples.basic_scan(SERVICE, HIGH=5),
        samples.basic_scan("another", CRITICAL=1),
        samples.failed_scan("feed-server-2"),
        samples.image_action("another", "DELETE"),
        samples.replication(SERVICE, "SUCCESS"),
        samples.replication("another", "FAILED"),
        samples.api_call(SERVICE, "DescribeImages"),
        samples.api_call("another", "DeleteRepository"),
        samples.of_another_source(samples.failed_scan(SERVICE), "com.example"),
    ):
        put(basic, event)
    for event in (
        samples.inspector_scan(SERVICE, HIGH=5),
        samples.inspector_scan("another", CRITICAL=1),
        samples.inspector_finding(SERVICE, severity="HIGH"),
        samples.inspector_finding(SERVICE, status="CLOSED"),
        samples.inspector_finding("another"),
    ):
        put(enhanced, event)
    assert basic_inbox.take() == []
    assert enhanced_inbox.take() == []


def test_each_service_is_told_of_itself(basic: Stack, basic_inbox: Inbox) -> None:
    put(basic, samples.failed_scan("guestbook"))
    [message] = basic_inbox.take()
    assert "guestbook" in message["content"]["title"]
    assert "repository guestbook" in message["content"]["description"]


def test_every_service_of_many_is_named_once_and_takes_the_right_route(
    monitored: Machine, basic: Stack, basic_inbox: Inbox
) -> None:
    names = [*SERVICES, *(f"service-{number}" for number in range(198))]
    services: dict[str, Any] = {name: {} for name in names}
    services["service-7"] = {"thresholds": deepcopy(LENIENT)}
    page = {"routes": {"page": [{"slack": {"workspace": "T01", "channel": "C01"}}]}}
    with monitored.edited(basic.name, services=services, monitoring={**MONITORING, **page}):
        up = monitored.engine("up", basic.name)
        assert up.returncode == 0, up.stderr
        arn = f"arn:aws:sns:{REGION}:{ACCOUNT}:{basic.name}-registry-page"
        pages = Inbox(basic, arn, "pages")
        for name in names:
            put(basic, samples.failed_scan(name))
            put(basic, samples.basic_scan(name, CRITICAL=1))
            put(basic, samples.api_call(name, "DeleteRepository"))
        tickets = [one["metadata"]["threadId"] for one in basic_inbox.take()]
        paged = [one["metadata"]["threadId"] for one in pages.take()]
        assert sorted(paged) == sorted(names), "each once, and nothing else is paged"
        lenient = [name for name in names if name != "service-7"]
        assert sorted(tickets) == sorted([*names, *lenient])
    assert monitored.engine("up", basic.name).returncode == 0
