"""Alerts reach a mailing list and a queue; whoever is on call gets those that can't wait."""

import pulumi

from components.alert_topic import AlertTopic
from components.stack_config import load_settings, scope_of

scope = scope_of(load_settings())
topic = AlertTopic(
    "alerts",
    {
        "subscriptions": [
            # In a program of your own: pulumi.Config().require_secret("address"), with a `label`.
            {"protocol": "email", "endpoint": "ops@example.com"},
            {
                "protocol": "sqs",
                "endpoint": f"arn:{scope.partition}:sqs:{scope.region}:{scope.account}:alerts",
            },
        ],
        "routes": {"page": [{"protocol": "https", "endpoint": "https://oncall.example.com/hook"}]},
    },
)
pulumi.export("alertTopicArn", topic.arn)
