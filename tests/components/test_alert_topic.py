import json
from typing import Any, cast

import pulumi
from pulumi_aws import sns

from components.alert_topic import AlertTopic, AlertTopicArgs, Subscription
from tests.container_registry.monitoring.delivery import cloudwatch, delivered, eventbridge
from tests.support.mocks import Recorded, deploy
from tests.support.scopes import SEOUL

QUEUE = f"arn:aws:sqs:{SEOUL.region}:{SEOUL.account}:alerts"


def topic(*subscriptions: Subscription) -> Recorded:
    args = AlertTopicArgs(scope=SEOUL, subscriptions=subscriptions, tags={"Project": "test"})
    return deploy(lambda: AlertTopic("alerts", args))


def test_the_topic_is_encrypted_with_a_key_of_its_own_that_rotates() -> None:
    recorded = topic()
    key = recorded.one("aws:kms/key:Key")
    assert key.inputs["enableKeyRotation"] is True
    assert recorded.one("aws:sns/topic:Topic").inputs["kmsMasterKeyId"].endswith("alerts-key")
    assert recorded.one("aws:kms/alias:Alias").inputs["targetKeyId"] == "key-alerts-key"


def test_an_alarm_and_a_rule_of_this_environment_get_through_both_policies() -> None:
    recorded = topic()
    key = recorded.one("aws:kms/key:Key").inputs["policy"]
    policy = recorded.one("aws:sns/topicPolicy:TopicPolicy").inputs["policy"]
    resource = json.loads(policy)["Statement"][0]["Resource"]
    name = recorded.one("aws:sns/topic:Topic").inputs["name"]
    assert resource == f"arn:aws:sns:{SEOUL.region}:{SEOUL.account}:{name}"
    alarm = cloudwatch("dev-feed-server-size", SEOUL.account, SEOUL.region)
    rule = eventbridge("dev-feed-server-access", SEOUL.account, SEOUL.region)
    assert delivered(alarm, resource, policy, key)
    assert delivered(rule, resource, policy, key)


def test_people_servers_and_queues_subscribe() -> None:
    recorded = topic(
        Subscription(protocol="email", endpoint="ops@example.com"),
        Subscription(protocol="https", endpoint="https://example.com/hook"),
        Subscription(protocol="sqs", endpoint=QUEUE),
    )
    found = recorded.of_type("aws:sns/topicSubscription:TopicSubscription")
    assert {s.name: (s.inputs["protocol"], s.inputs["endpoint"]) for s in found} == {
        "alerts-subscription-1": ("email", "ops@example.com"),
        "alerts-subscription-2": ("https", "https://example.com/hook"),
        "alerts-subscription-3": ("sqs", QUEUE),
    }


def test_an_address_is_secret_whether_or_not_it_came_as_one() -> None:
    def program() -> None:
        night = pulumi.Output.secret("night@example.com")
        subscriptions = [
            Subscription(protocol="email", endpoint="ops@example.com"),
            Subscription(protocol="email", endpoint=night),
        ]
        AlertTopic("alerts", AlertTopicArgs(scope=SEOUL, subscriptions=subscriptions))

    found = deploy(program).of_type("aws:sns/topicSubscription:TopicSubscription")
    assert len(found) == 2
    for subscription in found:
        assert "endpoint" in subscription.secrets
        assert "example.com" not in subscription.urn


def test_whoever_takes_the_topics_arn_waits_for_its_policy() -> None:
    waited_for: list[object] = []

    def program() -> None:
        component = AlertTopic("alerts", AlertTopicArgs(scope=SEOUL))

        async def note() -> bool:
            waited_for.extend(type(r) for r in await component.arn.resources())
            return True

        pulumi.Output.from_input(cast("Any", note()))

    deploy(program)
    assert sns.TopicPolicy in waited_for
