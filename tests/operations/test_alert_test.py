"""`registryctl alert-test`: what it says of a message that arrived, and of one that did not."""

import json

import pytest
from click.testing import CliRunner

from operations import cli
from operations.cli import options
from tests.operations.scripted import Script

TOPIC = "arn:aws:sns:ap-northeast-2:111111111111:prod-registry-alerts"
SUBSCRIPTIONS = [
    {"SubscriptionArn": f"{TOPIC}:1", "Protocol": "https", "Endpoint": "https://secret.example"},
    {"SubscriptionArn": "PendingConfirmation", "Protocol": "email", "Endpoint": "a@secret.example"},
]
STACK = {
    "deployment": {
        "resources": [
            {
                "urn": f"urn:pulumi:prod::container-registry::{kind}::x",
                "type": kind,
                "inputs": {"name": f"prod-registry-{name}"},
            }
            for kind, name in (
                ("aws:sns/topic:Topic", "alerts"),
                ("aws:lambda/function:Function", "usage"),
                ("aws:cloudwatch/metricAlarm:MetricAlarm", "unread"),
            )
        ]
    }
}


class Account(Script):
    """A topic that passes on what the bus and the alarm send, but for `lost`."""

    def __init__(self, subscriptions, lost=()):
        self.inbox, self.lost = [], lost
        super().__init__(
            ListTopics={"Topics": [{"TopicArn": TOPIC}]},
            CreateQueue={"QueueUrl": "https://sqs.ap-northeast-2.amazonaws.com/1/q"},
            GetQueueAttributes={"Attributes": {"QueueArn": "arn:aws:sqs:ap-northeast-2:1:q"}},
            SetQueueAttributes={},
            Subscribe={"SubscriptionArn": f"{TOPIC}:2"},
            Unsubscribe={},
            PutEvents=self._events,
            SetAlarmState=self._alarm,
            ReceiveMessage=self._messages,
            DeleteMessage={},
            DeleteQueue={},
            ListSubscriptionsByTopic={"Subscriptions": subscriptions},
        )

    def _events(self, told):
        for entry in told["Entries"]:
            event = json.loads(entry["Detail"])
            context = {"severity": event["severity"], "thread": event["thread"]}
            self._arrive(event["severity"], {"metadata": {"additionalContext": context}})
        return {"FailedEntryCount": 0, "Entries": []}

    def _alarm(self, told):
        message = {"AlarmName": told["AlarmName"], "NewStateReason": told["StateReason"]}
        self._arrive("alarm", message)
        return {}

    def _arrive(self, what, message):
        if what not in self.lost:
            self.inbox.append({"TopicArn": TOPIC, "Message": json.dumps(message)})

    def _messages(self, _):
        taken, self.inbox = self.inbox, []
        listed = [{"Body": json.dumps(one), "ReceiptHandle": "r"} for one in taken]
        return {"Messages": listed} if listed else {}


@pytest.fixture
def run(monkeypatch):
    def run(*words, subscriptions=SUBSCRIPTIONS, lost=()):
        monkeypatch.setattr(options, "Aws", lambda *_: Account(subscriptions, lost))
        words = ["alert-test", "-", "--wait", "0", *words]
        return CliRunner().invoke(cli.main, words, input=json.dumps(STACK))

    return run


def test_json_says_what_arrived_and_who_is_subscribed_without_an_address(run):
    done = run("--json")
    assert done.exit_code == 0, done.output
    told = json.loads(done.stdout)
    assert told["schema"] == "container-registry/alert-test/1"
    assert told["good"]
    assert told["arrived"] == {
        what: ["prod-registry-alerts"] for what in ("page", "ticket", "info", "alarm")
    }
    assert [(one["protocol"], one["confirmed"]) for one in told["subscribers"]] == [
        ("https", True),
        ("email", False),
    ]
    assert "secret" not in done.output


def test_a_message_that_was_lost_is_in_the_json_and_in_the_words(run):
    told = run("--json", lost=("page",))
    assert told.exit_code == 1
    assert json.loads(told.stdout)["missing"] == ["page"]
    assert "LOST: page" in run(lost=("page",)).stdout


def test_nobody_who_confirmed_is_not_good(run):
    done = run("--json", subscriptions=SUBSCRIPTIONS[1:])
    assert done.exit_code == 1
    assert json.loads(done.stdout)["good"] is False
    assert "NOBODY" in run(subscriptions=SUBSCRIPTIONS[1:]).stdout
