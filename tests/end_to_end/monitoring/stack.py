"""A stack with everything that watches a registry, brought up by the real engine."""

import json
from typing import Any

from tests.end_to_end.machine import Machine
from tests.support.stacks import Stack, find

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
#: A third service, which is told of nothing but what is very bad.
LENIENT = {**THRESHOLDS, "sizeGib": 100, "critical": 9, "high": 99}
MONITORING: dict[str, Any] = {
    "thresholds": THRESHOLDS,
    "budget": 20,
    "replicatedInto": True,
}


def topic(stack: Stack) -> str:
    return f"arn:aws:sns:{REGION}:{ACCOUNT}:{stack.name}-registry-alerts"


def bring_up(machine: Machine, name: str, scanning: str) -> Stack:
    machine.add_stack(
        name,
        services=SERVICES,
        account=ACCOUNT,
        scanning={"type": scanning},
        monitoring={**MONITORING, "criticalFindings": scanning == "ENHANCED"},
    )
    up = machine.engine("up", name)
    assert up.returncode == 0, up.stderr
    return find(machine.root, name)


class Inbox:
    """A queue that is subscribed to the stack's topic, as people's addresses are."""

    def __init__(self, stack: Stack, topic_arn: str = "", queue: str = "inbox") -> None:
        self._sqs = stack.client("sqs")
        self._queue = self._sqs.create_queue(QueueName=queue)["QueueUrl"]
        arn = f"arn:aws:sqs:{REGION}:{ACCOUNT}:{queue}"
        where = topic_arn or topic(stack)
        stack.client("sns").subscribe(TopicArn=where, Protocol="sqs", Endpoint=arn)

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
