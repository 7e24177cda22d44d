import json

from tests.local.provider.example import Example


def publish(principal):
    return json.dumps(
        {
            "Version": "2012-10-17",
            "Statement": [
                {
                    "Sid": "One",
                    "Effect": "Allow",
                    "Principal": {"Service": principal},
                    "Action": "sns:Publish",
                    "Resource": "*",
                }
            ],
        }
    )


TOPIC = Example(
    "aws:sns/topic:Topic",
    lambda made: {"displayName": "alerts", "tags": {"Service": "one"}},
    changed=lambda made: {
        "displayName": "changed",
        "kmsMasterKeyId": "alias/aws/sns",
        "tags": {"Service": "two"},
    },
    replaced=lambda made: {"name": "another", "fifoTopic": True},
)

EXAMPLES = [
    TOPIC,
    Example(
        "aws:sns/topicPolicy:TopicPolicy",
        lambda made: {
            "arn": made.topic.state["arn"],
            "policy": publish("cloudwatch.amazonaws.com"),
        },
        changed=lambda made: {"policy": publish("events.amazonaws.com")},
        replaced=lambda made: {"arn": "another"},
        needs={"topic": TOPIC},
        outlives=True,
    ),
    Example(
        "aws:sns/topicSubscription:TopicSubscription",
        lambda made: {
            "topic": made.topic.state["arn"],
            "protocol": "email",
            "endpoint": "alerts@example.com",
        },
        changed=lambda made: {
            "rawMessageDelivery": True,
            "filterPolicy": json.dumps({"severity": ["CRITICAL"]}),
        },
        replaced=lambda made: {
            "topic": "another",
            "protocol": "sqs",
            "endpoint": "other@example.com",
        },
        needs={"topic": TOPIC},
    ),
]
