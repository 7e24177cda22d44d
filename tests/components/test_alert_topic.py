import json
from typing import Any, cast

import pulumi
import pytest
from pulumi_aws import sns

from components.alert_topic import AlertTopic, SubscriptionArgs
from components.arguments import ArgumentsError
from tests.container_registry.monitoring.delivery import cloudwatch, delivered, eventbridge
from tests.support.mocks import Recorded, deploy
from tests.support.scopes import SEOUL

QUEUE = f"arn:aws:sqs:{SEOUL.region}:{SEOUL.account}:alerts"
SUBSCRIPTION = "aws:sns/topicSubscription:TopicSubscription"
TOPIC = "aws:sns/topic:Topic"


def topic(*subscriptions: SubscriptionArgs, **more: Any) -> Recorded:
    args: Any = {"scope": SEOUL, "subscriptions": subscriptions, "tags": {"Project": "test"}}
    args |= more
    return deploy(lambda: AlertTopic("alerts", args))


def mail(address: str) -> SubscriptionArgs:
    return {"protocol": "email", "endpoint": address}


def names(recorded: Recorded) -> dict[str, str]:
    """The subscriptions' names by their addresses."""
    return {s.inputs["endpoint"]: s.name for s in recorded.of_type(SUBSCRIPTION)}


def test_the_topic_is_encrypted_with_a_key_of_its_own_that_rotates() -> None:
    recorded = topic()
    key = recorded.one("aws:kms/key:Key")
    assert key.inputs["enableKeyRotation"] is True
    assert recorded.one(TOPIC).inputs["kmsMasterKeyId"].endswith("alerts-key")
    assert recorded.one("aws:kms/alias:Alias").inputs["targetKeyId"] == "key-alerts-key"


def test_an_alarm_and_a_rule_of_this_environment_get_through_both_policies() -> None:
    recorded = topic()
    key = recorded.one("aws:kms/key:Key").inputs["policy"]
    policy = recorded.one("aws:sns/topicPolicy:TopicPolicy").inputs["policy"]
    resource = json.loads(policy)["Statement"][0]["Resource"]
    name = recorded.one(TOPIC).inputs["name"]
    assert resource == f"arn:aws:sns:{SEOUL.region}:{SEOUL.account}:{name}"
    alarm = cloudwatch("dev-feed-server-size", SEOUL.account, SEOUL.region)
    rule = eventbridge("dev-feed-server-access", SEOUL.account, SEOUL.region)
    assert delivered(alarm, resource, policy, key)
    assert delivered(rule, resource, policy, key)


def test_people_servers_and_queues_subscribe() -> None:
    recorded = topic(
        mail("ops@example.com"),
        {"protocol": "https", "endpoint": "https://example.com/hook"},
        {"protocol": "sqs", "endpoint": QUEUE},
    )
    found = recorded.of_type(SUBSCRIPTION)
    assert {(s.inputs["protocol"], s.inputs["endpoint"]) for s in found} == {
        ("email", "ops@example.com"),
        ("https", "https://example.com/hook"),
        ("sqs", QUEUE),
    }


def test_a_subscription_keeps_its_name_whoever_comes_or_goes_before_it() -> None:
    a, b, c = (mail(f"{letter}@example.com") for letter in "abc")
    both = names(topic(a, b))
    assert len(set(both.values())) == 2
    assert names(topic(b)) == {"b@example.com": both["b@example.com"]}
    assert names(topic(b, a)) == both
    assert both.items() <= names(topic(a, b, c)).items()


def test_the_same_address_has_another_name_at_another_topic_and_protocol() -> None:
    first = names(topic(mail("a@example.com")))
    other = {"protocol": "https", "endpoint": "a@example.com"}
    assert names(topic(other)) != first  # type: ignore[arg-type]
    page = topic(routes={"page": [mail("a@example.com")]})
    assert not set(names(page).values()) & set(first.values())
    elsewhere = {**vars(SEOUL), "environment": "prod"}
    prod = topic(mail("a@example.com"), scope=type(SEOUL)(**elsewhere))
    assert names(prod) != first


def test_an_address_that_is_listed_twice_is_told_once() -> None:
    assert len(topic(mail("a@example.com"), mail("a@example.com")).of_type(SUBSCRIPTION)) == 1


def test_what_release_0_1_0_named_by_its_place_is_taken_over_in_place() -> None:
    recorded = topic(mail("a@example.com"), mail("b@example.com"))
    old = {s.inputs["endpoint"]: s.aliases[0].spec.name for s in recorded.of_type(SUBSCRIPTION)}
    assert old == {
        "a@example.com": "alerts-subscription-1",
        "b@example.com": "alerts-subscription-2",
    }


def test_each_route_has_a_topic_of_its_own_and_one_key_serves_them_all() -> None:
    recorded = topic(
        mail("all@example.com"), routes={"page": [mail("night@example.com")], "info": []}
    )
    found = {t.name: t.inputs for t in recorded.of_type(TOPIC)}
    assert {name: inputs["name"] for name, inputs in found.items()} == {
        "alerts-topic": "dev-registry-alerts",
        "alerts-page-topic": "dev-registry-page",
        "alerts-info-topic": "dev-registry-info",
    }
    assert len({inputs["kmsMasterKeyId"] for inputs in found.values()}) == 1
    key = recorded.one("aws:kms/key:Key").inputs["policy"]
    rule = eventbridge("dev-registry-access", SEOUL.account, SEOUL.region)
    for policy in recorded.of_type("aws:sns/topicPolicy:TopicPolicy"):
        text = policy.inputs["policy"]
        arn = json.loads(text)["Statement"][0]["Resource"]
        assert delivered(rule, arn, text, key)


def test_an_address_is_secret_whether_or_not_it_came_as_one() -> None:
    def program() -> None:
        night = pulumi.Output.secret("night@example.com")
        subscriptions: Any = [
            mail("ops@example.com"),
            {"protocol": "email", "endpoint": night, "label": "night"},
        ]
        AlertTopic("alerts", {"scope": SEOUL, "subscriptions": subscriptions})

    found = deploy(program).of_type(SUBSCRIPTION)
    assert len(found) == 2
    assert "alerts-subscription-night" in {subscription.name for subscription in found}
    for subscription in found:
        assert "endpoint" in subscription.secrets
        assert "example.com" not in subscription.urn


def test_an_address_that_nobody_knows_yet_needs_a_word_that_names_it() -> None:
    def program() -> None:
        night = pulumi.Output.secret("night@example.com")
        AlertTopic(
            "alerts", {"scope": SEOUL, "subscriptions": [{"protocol": "email", "endpoint": night}]}
        )

    with pytest.raises(ArgumentsError, match="label: is missing") as error:
        deploy(program)
    assert "night@example.com" not in str(error.value)


def test_whoever_takes_the_topics_arn_waits_for_its_policy() -> None:
    waited_for: list[object] = []

    def program() -> None:
        component = AlertTopic("alerts", {"scope": SEOUL})

        async def note() -> bool:
            waited_for.extend(type(r) for r in await component.arn.resources())
            return True

        pulumi.Output.from_input(cast("Any", note()))

    deploy(program)
    assert sns.TopicPolicy in waited_for
