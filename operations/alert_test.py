"""Send a test message through a stack's own rules, topics and key, and see it arrive.

Owns the whole of it: a queue that is subscribed for as long as the test takes, one marked event for
each severity, one alarm that is set and put back, and who else is subscribed. Sources: CloudWatch
API reference, SetAlarmState (the alarm goes back by itself at its next evaluation); SNS API
reference, ListSubscriptionsByTopic.
"""

import json
import uuid
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Final

from container_registry.documents.deployer import Deployed
from container_registry.monitoring import drill
from container_registry.monitoring.severity import SEVERITIES
from ecr_lifecycle.finding import Where
from operations.aws import Aws
from operations.failures import asking, unknown
from operations.waiting import Deadline

_TOPIC: Final = "aws:sns/topic:Topic"
_FUNCTION: Final = "aws:lambda/function:Function"
_ALARM: Final = "aws:cloudwatch/metricAlarm:MetricAlarm"
ALARM: Final = "alarm"


@dataclass(frozen=True)
class Subscriber:
    """Who is subscribed to a topic; the address is a secret.

    Attributes:
        topic: the topic's name.
        protocol: how he is reached.
        confirmed: whether SNS sends to him; who never confirmed gets nothing.
    """

    topic: str
    protocol: str
    confirmed: bool


@dataclass
class Outcome:
    """What the test found.

    Attributes:
        marker: the word in every message of it.
        arrived: by what was sent (a severity, `alarm`), the topics on which it came.
        missing: what was sent and never came.
        subscribers: who is subscribed.
    """

    marker: str
    arrived: dict[str, list[str]] = field(default_factory=dict)
    missing: list[str] = field(default_factory=list)
    subscribers: list[Subscriber] = field(default_factory=list)

    @property
    def good(self) -> bool:
        """Whether all came, and somebody is there to read it."""
        return not self.missing and any(one.confirmed for one in self.subscribers)


def send(aws: Aws, resources: Iterable[Deployed], deadline: Deadline) -> Outcome:
    """Send the test, and wait until it arrived or no time is left.

    Args:
        aws: the stack's account and Region.
        resources: what the stack has.
        deadline: how long to wait.

    Raises:
        CouldNotFindOut: the stack has nothing to test, or a right is missing.
    """
    listed = list(resources)
    topics = _topics(aws, _names(listed, _TOPIC))
    reporter = next(iter(_names(listed, _FUNCTION)), "")
    alarm = next((n for n in _names(listed, _ALARM) if n.endswith("-registry-unread")), "")
    if not topics or not reporter:
        raise unknown(
            "nothing-to-test",
            Where(resource="the stack"),
            "it has no alert topic, or no usage reporter whose rule could be tried",
            "switch `monitoring` on; where this stack takes from a shared one, test that one",
        )
    outcome = Outcome(f"alert-test-{uuid.uuid4().hex[:12]}")
    with _inbox(aws, topics, outcome.marker) as queue:
        wanted = [*SEVERITIES, *([ALARM] if alarm else [])]
        _put(aws, reporter, outcome.marker)
        if alarm:
            _ring(aws, alarm, outcome.marker)
        tries = 0
        while True:
            _take(aws, queue, outcome)
            if set(wanted) <= set(outcome.arrived) or not deadline.again(tries):
                break
            tries += 1
    outcome.missing = [what for what in wanted if what not in outcome.arrived]
    outcome.subscribers = [one for arn in topics for one in _subscribers(aws, arn)]
    return outcome


def _names(resources: Sequence[Deployed], kind: str) -> list[str]:
    return [str(one.inputs.get("name")) for one in resources if one.type == kind]


def _topics(aws: Aws, names: Sequence[str]) -> list[str]:
    with asking(Where(resource="topics"), "sns:ListTopics"):
        arns = [
            str(topic["TopicArn"])
            for page in aws.client("sns").get_paginator("list_topics").paginate()
            for topic in page.get("Topics", ())
        ]
    return [arn for arn in arns if arn.rpartition(":")[2] in names]


@contextmanager
def _inbox(aws: Aws, topics: Sequence[str], name: str) -> Iterator[str]:
    """A queue that hears the topics, and is gone whatever happens."""
    sqs, sns = aws.client("sqs"), aws.client("sns")
    subscriptions: list[str] = []
    with asking(Where(resource=name), "sqs:CreateQueue"):
        queue = str(sqs.create_queue(QueueName=name)["QueueUrl"])
    try:
        with asking(Where(resource=name), "sns:Subscribe"):
            found = sqs.get_queue_attributes(QueueUrl=queue, AttributeNames=["QueueArn"])
            arn = str(found["Attributes"]["QueueArn"])
            policy = json.dumps(_admitting(arn, topics))
            sqs.set_queue_attributes(QueueUrl=queue, Attributes={"Policy": policy})
            for topic in topics:
                answer = sns.subscribe(
                    TopicArn=topic, Protocol="sqs", Endpoint=arn, ReturnSubscriptionArn=True
                )
                subscriptions.append(str(answer["SubscriptionArn"]))
        yield queue
    finally:
        for subscription in subscriptions:
            sns.unsubscribe(SubscriptionArn=subscription)
        sqs.delete_queue(QueueUrl=queue)


def _admitting(queue: str, topics: Sequence[str]) -> dict[str, Any]:
    statement = {
        "Effect": "Allow",
        "Principal": {"Service": "sns.amazonaws.com"},
        "Action": "sqs:SendMessage",
        "Resource": queue,
        "Condition": {"ArnEquals": {"aws:SourceArn": list(topics)}},
    }
    return {"Version": "2012-10-17", "Statement": [statement]}


def _put(aws: Aws, reporter: str, marker: str) -> None:
    with asking(Where(resource=reporter), "events:PutEvents"):
        answer = aws.client("events").put_events(Entries=drill.events(reporter, marker, SEVERITIES))
    if answer.get("FailedEntryCount"):
        raise unknown(
            "event-refused",
            Where(resource=reporter),
            f"the bus refused the test: {answer['Entries'][0].get('ErrorCode')}",
            "see the limits of the event bus",
        )


def _ring(aws: Aws, alarm: str, marker: str) -> None:
    """Set the alarm; CloudWatch puts it back at its next evaluation."""
    cloudwatch = aws.client("cloudwatch")
    with asking(Where(resource=alarm), "cloudwatch:SetAlarmState"):
        for state in ("OK", "ALARM", "OK"):
            cloudwatch.set_alarm_state(
                AlarmName=alarm, StateValue=state, StateReason=f"Test of the way: {marker}"
            )


def _take(aws: Aws, queue: str, outcome: Outcome) -> None:
    sqs = aws.client("sqs")
    with asking(Where(resource=outcome.marker), "sqs:ReceiveMessage"):
        while messages := sqs.receive_message(
            QueueUrl=queue, MaxNumberOfMessages=10, WaitTimeSeconds=1
        ).get("Messages"):
            for message in messages:
                sqs.delete_message(QueueUrl=queue, ReceiptHandle=message["ReceiptHandle"])
                notice = json.loads(message["Body"])
                what = drill.heard(str(notice.get("Message", "")), outcome.marker)
                if what:
                    topic = str(notice.get("TopicArn", "")).rpartition(":")[2]
                    outcome.arrived.setdefault(what, []).append(topic)


def _subscribers(aws: Aws, topic: str) -> Iterator[Subscriber]:
    with asking(Where(resource=topic), "sns:ListSubscriptionsByTopic"):
        pages = (
            aws.client("sns").get_paginator("list_subscriptions_by_topic").paginate(TopicArn=topic)
        )
        for page in pages:
            for one in page.get("Subscriptions", ()):
                confirmed = str(one["SubscriptionArn"]).startswith("arn:")
                yield Subscriber(topic.rpartition(":")[2], str(one["Protocol"]), confirmed)
