"""Events that AWS documents, from the bus to a reader's queue through the stack's own rules."""

from typing import Any

import pytest

from tests.container_registry.monitoring import samples
from tests.end_to_end.monitoring.stack import ACCOUNT, REGION, Inbox, put
from tests.support.stacks import Stack

SERVICE = "feed-server"


@pytest.fixture(autouse=True)
def arns_of_the_stack(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(samples, "ACCOUNT", ACCOUNT)


def readable(message: dict[str, Any]) -> None:
    assert SERVICE in message["what"]
    assert f"account {ACCOUNT}, region {REGION}" in message["where"]
    assert SERVICE in message["where"]
    assert message["since"].startswith("20")
    assert len(message["do"]) > 40
    assert "<" not in str(message), "a variable was not filled in"


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
    readable(message)
    assert words in message["what"]


@pytest.mark.parametrize("name", ENHANCED)
def test_an_event_of_enhanced_scanning_is_read_as_one_message(
    name: str, enhanced: Stack, enhanced_inbox: Inbox
) -> None:
    event, words = ENHANCED[name]
    put(enhanced, event())
    [message] = enhanced_inbox.take()
    readable(message)
    assert words in message["what"]


def test_findings_are_told_by_severity(basic: Stack, basic_inbox: Inbox) -> None:
    put(basic, samples.basic_scan(SERVICE, CRITICAL=10, MEDIUM=9))
    [message] = basic_inbox.take()
    assert message["findings"] == {"CRITICAL": 10, "MEDIUM": 9}
    assert f"imageDigest={samples.DIGEST}" in message["do"]


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
    assert "guestbook" in message["what"]
    assert "repository guestbook" in message["where"]
