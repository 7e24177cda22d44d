"""`aws.sns.TopicPolicy`: who may publish to a topic; its id is the topic's ARN."""

import json

from local.provider.handler import Put, policy_text
from local.provider.session import Aws
from local.provider.values import Plain


class TopicPolicy(Put):
    """The policy of a topic. A topic always has one: deleting it puts AWS's default back."""

    token = "aws:sns/topicPolicy:TopicPolicy"
    force_new = frozenset({"arn"})
    meanings = {"policy": policy_text}

    def put(self, aws: Aws, inputs: Plain) -> str:
        arn: str = inputs["arn"]
        _set(aws, arn, inputs["policy"])
        return arn

    def read(self, aws: Aws, identity: str, state: Plain) -> Plain | None:
        found = aws.sns.get_topic_attributes(TopicArn=identity)["Attributes"]
        return {"arn": identity, "owner": found["Owner"], "policy": found["Policy"]}

    def delete(self, aws: Aws, identity: str, state: Plain) -> None:
        _set(aws, identity, json.dumps(_default(identity, aws.account)))

    def identify(self, aws: Aws, inputs: Plain) -> str | None:
        return inputs.get("arn")


def _set(aws: Aws, arn: str, policy: str) -> None:
    aws.sns.set_topic_attributes(TopicArn=arn, AttributeName="Policy", AttributeValue=policy)


def _default(arn: str, account: str) -> Plain:
    """The policy of a new topic: its owner's own principals (SNS developer guide)."""
    actions = ["GetTopicAttributes", "SetTopicAttributes", "AddPermission", "RemovePermission"]
    actions += ["DeleteTopic", "Subscribe", "ListSubscriptionsByTopic", "Publish"]
    statement = {
        "Sid": "__default_statement_ID",
        "Effect": "Allow",
        "Principal": {"AWS": "*"},
        "Action": [f"SNS:{action}" for action in actions],
        "Resource": arn,
        "Condition": {"StringEquals": {"AWS:SourceOwner": account}},
    }
    return {"Version": "2008-10-17", "Id": "__default_policy_ID", "Statement": [statement]}
