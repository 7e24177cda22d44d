"""What a shared stack offers, and every way in which it does not fit who takes it."""

import json
from dataclasses import replace
from typing import Any

import pytest

from container_registry.offer import OUTPUT, VERSION, Asked, Offer, OfferError, read, unreadable
from ecr_lifecycle.rendering import to_text
from tests.support.scopes import ELSEWHERE

STACK = "acme/container-registry/shared"
KEY = "arn:aws:kms:eu-central-1:111111111111:key/1"
OFFER = Offer(
    key=KEY,
    endpoints=("vpce-1", "vpce-2"),
    topics={"alerts": "arn:topic"},
    reporter="prod-registry-usage",
    dead_letters="prod-registry-dead-letters",
    rules=("prod-registry-findings",),
    alarms=("prod-registry-pulls",),
    limits={"critical": 0},
)
ASKED = Asked(
    stack=STACK,
    scope=ELSEWHERE,
    key="encryption.key: own",
    endpoints="sharing.endpointsOnly",
    reporter="thresholds",
)


def outputs(**changed: Any) -> dict[str, Any]:
    """As they come back from the engine: JSON, whose numbers are floats."""
    given = OFFER.to_output(ELSEWHERE) | {"version": float(VERSION)} | changed
    found: dict[str, Any] = json.loads(json.dumps({OUTPUT: given, "registryUrl": "x"}))
    return found


def refused(given: dict[str, Any], asked: Asked = ASKED) -> list[str]:
    with pytest.raises(OfferError) as error:
        read(given, asked)
    return [to_text(one) for one in error.value.findings]


def test_what_is_offered_is_what_is_read() -> None:
    assert read(outputs(), ASKED) == OFFER


def test_what_nobody_asks_for_may_be_missing() -> None:
    asked = Asked(stack=STACK, scope=ELSEWHERE)
    bare = outputs(keyArn=None, endpointIds=[], reporter="")
    assert read(bare, asked) == replace(OFFER, key=None, endpoints=(), reporter="")


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({}, f"the stack {STACK} has no output `shared`"),
        ({OUTPUT: "x"}, f"the stack {STACK} has no output `shared`"),
        (outputs(version=0), f"`shared.version` of the stack {STACK} is 0"),
        (outputs(version=VERSION + 1), "deploy this stack with the version that the shared stack"),
        (outputs(version=None), f"`shared.version` of the stack {STACK} is unknown"),
        (outputs(account="222222222222"), f"`shared.account` of the stack {STACK} is 222222222222"),
        (outputs(region="us-east-1"), f"`shared.region` of the stack {STACK} is us-east-1"),
        (outputs(environment="x"), f"`shared.environment` of the stack {STACK} is x"),
        (outputs(keyArn=None), f"`shared.keyArn` of the stack {STACK} is empty"),
        (outputs(endpointIds=[]), f"`shared.endpointIds` of the stack {STACK} is empty"),
        (outputs(reporter=""), f"`shared.reporter` of the stack {STACK} is empty"),
    ],
)
def test_one_fault_is_one_message_that_names_stack_and_output(
    given: dict[str, Any], words: str
) -> None:
    [message] = refused(given)
    assert words in message
    assert message.startswith("container-registry:shared.stack: ")
    assert "Impact: " in message
    assert "Fix: " in message


def test_all_faults_are_told_at_once() -> None:
    assert len(refused(outputs(account="222222222222", region="us-east-1", keyArn=None))) == 3


def test_a_stack_that_cannot_be_read_is_told_with_the_engines_words() -> None:
    assert "unknown stack" in to_text(unreadable(STACK, "unknown stack"))
