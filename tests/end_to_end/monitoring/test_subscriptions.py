"""Addresses come and go: those that stay are told all the while, and nobody else is.

SNS answers a second subscription of an address with the first one's ARN (SNS API reference,
Subscribe), so whoever names subscriptions by their place in the list unsubscribes those that moved.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import yaml

from tests.end_to_end.machine import Machine
from tests.end_to_end.monitoring.stack import ACCOUNT, REGION, topic
from tests.support.stacks import Stack, find

NAME = "told"
KEY = "container-registry:alertAddresses"
QUEUES = {letter: f"arn:aws:sqs:{REGION}:{ACCOUNT}:team-{letter.lower()}" for letter in "ABC"}


class Told:
    """A stack whose alert addresses are A and B, unless a test says otherwise."""

    def __init__(self, machine: Machine) -> None:
        self._machine = machine
        machine.add_stack(NAME, account=ACCOUNT, monitoring={"reporter": False})
        self._secrets = dict(zip(QUEUES, self._planted(), strict=True))
        self.settle("AB")
        self.stack: Stack = find(machine.root, NAME)

    def _planted(self) -> list[Any]:
        """The addresses as secrets of the local passphrase, as a user stores them."""
        sets = (
            f"pulumi config set --stack {NAME} --path --secret '{KEY}[{number}]' {arn}"
            for number, arn in enumerate(QUEUES.values())
        )
        planted = self._machine.run(
            *("sh", "-c", " && ".join([f"pulumi stack init {NAME}", *sets])),
            env={
                "PULUMI_CONFIG_PASSPHRASE": "local",
                "PULUMI_BACKEND_URL": f"file://{self._machine.temporary}",
            },
        )
        assert planted.returncode == 0, planted.stderr
        text = (self._machine.root / f"Pulumi.{NAME}.yaml").read_text()
        secrets: list[Any] = yaml.safe_load(text)["config"][KEY]
        return secrets

    def settle(self, letters: str) -> None:
        """Bring the stack up with these addresses, in this order."""
        file = self._machine.root / f"Pulumi.{NAME}.yaml"
        document = yaml.safe_load(file.read_text())
        document["config"][KEY] = [self._secrets[letter] for letter in letters]
        file.write_text(yaml.safe_dump(document))
        up = self._machine.engine("up", NAME)
        assert up.returncode == 0, up.stderr

    @contextmanager
    def changed(self, letters: str) -> Iterator[None]:
        """The same until the block ends."""
        self.settle(letters)
        try:
            yield
        finally:
            self.settle("AB")

    def subscribed(self) -> dict[str, str]:
        """The subscription of each address that AWS has, all of them confirmed."""
        sns = self.stack.client("sns")
        listed = sns.list_subscriptions_by_topic(TopicArn=topic(self.stack))["Subscriptions"]
        letters = {arn: letter for letter, arn in QUEUES.items()}
        for one in listed:
            found = sns.get_subscription_attributes(SubscriptionArn=one["SubscriptionArn"])
            assert found["Attributes"]["PendingConfirmation"] == "false"
        assert len({one["Endpoint"] for one in listed}) == len(listed)
        return {letters[one["Endpoint"]]: one["SubscriptionArn"] for one in listed}

    def agrees(self) -> None:
        """Nothing is left to change, and AWS has what the state says."""
        answer, changes = self._machine.preview(NAME, "--expect-no-changes")
        assert (answer.returncode, changes) == (0, set()), answer.stderr
        project = f".local/stacks/{NAME}/project"
        refresh = f"refresh --stack {NAME} --preview-only --expect-no-changes --non-interactive"
        read = self._machine.shell(f"pulumi -C {project} {refresh}", NAME)
        assert read.returncode == 0, read.stdout + read.stderr


@pytest.fixture(scope="module")
def told(machines: Callable[[], Machine]) -> Told:
    return Told(machines())


@pytest.mark.parametrize("letters", ["B", "BA", "ABC", "CA"])
def test_whoever_stays_keeps_the_very_same_subscription(told: Told, letters: str) -> None:
    before = told.subscribed()
    assert set(before) == {"A", "B"}
    with told.changed(letters):
        after = told.subscribed()
        assert set(after) == set(letters)
        assert {who: after[who] for who in set(before) & set(after)} == {
            who: before[who] for who in set(before) & set(letters)
        }
        told.agrees()
    assert set(told.subscribed()) == {"A", "B"}
