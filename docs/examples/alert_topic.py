"""Alerts of one environment reach a mailing list and a queue."""

import pulumi

from components.alert_topic import AlertTopic, AlertTopicArgs, Subscription
from components.stack_config import load_settings, scope_of

settings = load_settings()
scope = scope_of(settings)
topic = AlertTopic(
    "alerts",
    AlertTopicArgs(
        scope=scope,
        subscriptions=[
            # In a program of your own: pulumi.Config().require_secret("address").
            Subscription(protocol="email", endpoint=pulumi.Output.secret("ops@example.com")),
            Subscription(
                protocol="sqs",
                endpoint=f"arn:{scope.partition}:sqs:{scope.region}:{scope.account}:alerts",
            ),
        ],
        tags=settings.shared_tags,
    ),
)
pulumi.export("alertTopicArn", topic.arn)
