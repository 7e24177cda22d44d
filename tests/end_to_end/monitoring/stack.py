"""A monitored stack of its own, brought up by the real engine in a copy of this checkout."""

import json
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import boto3
import yaml

from local.aws import server
from local.engine.checkout import Checkout

ROOT = Path(__file__).parents[3]
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
_LEFT_OUT = shutil.ignore_patterns(".git", ".local", ".venv", "__pycache__", ".*_cache", "dist")


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


def copy(directory: Path) -> Path:
    """A checkout that shares nothing with this one but the virtual environment."""
    target = directory / "checkout"
    shutil.copytree(ROOT, target, ignore=_LEFT_OUT, symlinks=True)
    (target / ".venv").symlink_to(ROOT / ".venv")
    return target


def bring_up(checkout: Path, name: str, scanning: str) -> Stack:
    config = {
        "aws:region": REGION,
        "aws:allowedAccountIds": [ACCOUNT],
        "container-registry:services": {service: {} for service in SERVICES},
        "container-registry:retention": {"keep": 5},
        "container-registry:scanning": {"type": scanning},
        "container-registry:monitoring": {"thresholds": THRESHOLDS, "budget": 20},
        "container-registry:tags": {"Project": "monitoring"},
    }
    dev = yaml.safe_load((checkout / "Pulumi.dev.yaml").read_text(encoding="utf-8"))
    stack_file = {"encryptionsalt": dev["encryptionsalt"], "config": config}
    file = checkout / f"Pulumi.{name}.yaml"
    file.write_text(yaml.safe_dump(stack_file), encoding="utf-8")
    engine(checkout, "up", name)
    local = server.find(Checkout(checkout).aws_directory(name))
    assert local is not None
    session = boto3.Session("local", "local", region_name=REGION)
    return Stack(name, session, local.endpoint)


def take_down(checkout: Path, name: str) -> None:
    """Destroy the stack; its local AWS ends in any case."""
    try:
        engine(checkout, "down", name)
    finally:
        server.stop(Checkout(checkout).aws_directory(name))


def engine(checkout: Path, command: str, name: str) -> str:
    """Run a command of the engine room; its output is the failure's text."""
    done = subprocess.run(
        [str(checkout / ".venv/bin/python"), "-m", "local.engine", command, "--stack", name],
        cwd=checkout,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout
    return done.stdout


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
