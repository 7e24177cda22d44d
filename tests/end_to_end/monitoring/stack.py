"""A stack with everything that watches a registry, brought up by the real engine."""

import json
from dataclasses import dataclass
from typing import Any

import boto3

from local.aws import server
from local.engine.checkout import Checkout
from tests.end_to_end.machine import Machine

REGION, ACCOUNT = "ap-northeast-2", "444455556666"
SERVICES = ("feed-server", "guestbook")
#: So low that a few images pass them.
THRESHOLDS = {
    "imagesQuota": 4,
    "imagesPercent": 50,
    "sizeGib": 1,
    "daysWithoutPush": 1,
    "imageEvents": ["PUSH", "DELETE"],
}


@dataclass(frozen=True)
class Stack:
    """A stack that is up.

    Attributes:
        name: its name, which is its environment's.
        session: boto3 session on its local AWS.
        endpoint: URL of its local AWS.
    """

    name: str
    session: boto3.Session
    endpoint: str

    def client(self, service: str) -> Any:
        return self.session.client(service, endpoint_url=self.endpoint)

    @property
    def topic(self) -> str:
        return f"arn:aws:sns:{REGION}:{ACCOUNT}:{self.name}-registry-alerts"


def bring_up(machine: Machine, name: str, scanning: str) -> Stack:
    machine.add_stack(
        name,
        services=SERVICES,
        account=ACCOUNT,
        scanning={"type": scanning},
        monitoring={"thresholds": THRESHOLDS, "budget": 20},
    )
    up = machine.engine("up", name)
    assert up.returncode == 0, up.stderr
    local = server.find(Checkout(machine.root).aws_directory(name))
    assert local is not None
    session = boto3.Session("local", "local", region_name=REGION)
    return Stack(name, session, local.endpoint)


class Inbox:
    """A queue that is subscribed to the stack's topic, as people's addresses are."""

    def __init__(self, stack: Stack) -> None:
        self._sqs = stack.client("sqs")
        self._queue = self._sqs.create_queue(QueueName="inbox")["QueueUrl"]
        arn = f"arn:aws:sqs:{REGION}:{ACCOUNT}:inbox"
        stack.client("sns").subscribe(TopicArn=stack.topic, Protocol="sqs", Endpoint=arn)

    def take(self) -> list[dict[str, Any]]:
        """Every message that is there, as its readers see it; the inbox is empty then."""
        taken: list[dict[str, Any]] = []
        while True:
            found = self._sqs.receive_message(QueueUrl=self._queue, MaxNumberOfMessages=10)
            messages = found.get("Messages", [])
            if not messages:
                return taken
            for message in messages:
                self._sqs.delete_message(
                    QueueUrl=self._queue, ReceiptHandle=message["ReceiptHandle"]
                )
                taken.append(json.loads(json.loads(message["Body"])["Message"]))


def put(stack: Stack, event: dict[str, Any]) -> None:
    """Put an event on the stack's bus; account, region and time are the bus's own."""
    entry = {
        "Source": event["source"],
        "DetailType": event["detail-type"],
        "Detail": json.dumps(event["detail"]),
        "Resources": event["resources"],
    }
    answer = stack.client("events").put_events(Entries=[entry])
    assert answer["FailedEntryCount"] == 0, answer
