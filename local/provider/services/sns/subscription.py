"""`aws.sns.TopicSubscription`; its id is its ARN. Its endpoint is often a secret."""

from local.provider.handler import Handler, json_text
from local.provider.services.sns.attributes import answered, attributes, changed
from local.provider.session import Aws
from local.provider.values import Plain

_ATTRIBUTES = [
    "deliveryPolicy",
    "filterPolicyScope",
    "filterPolicy",
    "rawMessageDelivery",
    "redrivePolicy",
    "replayPolicy",
    "subscriptionRoleArn",
]


class TopicSubscription(Handler):
    """One receiver of a topic's messages."""

    token = "aws:sns/topicSubscription:TopicSubscription"
    force_new = frozenset({"endpoint", "protocol", "topic"})
    defaults = {
        "confirmationTimeoutInMinutes": 1,
        "endpointAutoConfirms": False,
        "rawMessageDelivery": False,
    }
    meanings = {
        "deliveryPolicy": json_text,
        "filterPolicy": json_text,
        "redrivePolicy": json_text,
        "replayPolicy": json_text,
    }

    def create(self, aws: Aws, inputs: Plain) -> str:
        made = aws.sns.subscribe(
            TopicArn=inputs["topic"],
            Protocol=inputs["protocol"],
            Endpoint=inputs["endpoint"],
            Attributes=attributes(inputs, _ATTRIBUTES),
            ReturnSubscriptionArn=True,
        )
        return str(made["SubscriptionArn"])

    def read(self, aws: Aws, identity: str, state: Plain) -> Plain | None:
        found = aws.sns.get_subscription_attributes(SubscriptionArn=identity)["Attributes"]
        return {
            **answered(found, _ATTRIBUTES),
            "arn": identity,
            "topic": found["TopicArn"],
            "protocol": found["Protocol"],
            "endpoint": found["Endpoint"],
            "ownerId": found["Owner"],
            "confirmationWasAuthenticated": found["ConfirmationWasAuthenticated"],
            "pendingConfirmation": found["PendingConfirmation"],
        }

    def update(self, aws: Aws, identity: str, old: Plain, new: Plain) -> None:
        for name, value in changed(old, new, _ATTRIBUTES).items():
            aws.sns.set_subscription_attributes(
                SubscriptionArn=identity, AttributeName=name, AttributeValue=value
            )

    def delete(self, aws: Aws, identity: str, state: Plain) -> None:
        aws.sns.unsubscribe(SubscriptionArn=identity)

    def find(self, aws: Aws, inputs: Plain) -> str | None:
        pages = aws.sns.get_paginator("list_subscriptions_by_topic").paginate(
            TopicArn=inputs["topic"]
        )
        for found in (found for page in pages for found in page["Subscriptions"]):
            if (found["Protocol"], found["Endpoint"]) == (inputs["protocol"], inputs["endpoint"]):
                return str(found["SubscriptionArn"])
        return None
