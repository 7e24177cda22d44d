"""Whether a message gets through an encrypted topic: what a publisher needs of both policies.

The local AWS enforces neither policy, so the question is put to `container_registry.iam`. Which
condition
keys a service sends is from the Amazon SNS developer guide: EventBridge sends no source keys to
KMS, and SNS passes the topic as encryption context.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from container_registry.iam.document import Principal, parse
from container_registry.iam.evaluate import Request, allowed

KEY_ACTIONS = ("kms:GenerateDataKey", "kms:Decrypt")


@dataclass(frozen=True)
class Publisher:
    """An AWS service that publishes for one of somebody's resources."""

    service: str
    topic_context: Mapping[str, str]
    key_context: Mapping[str, str]


def _source(arn: str, account: str) -> dict[str, str]:
    return {"aws:SourceArn": arn, "aws:SourceAccount": account}


def cloudwatch(alarm: str, account: str, region: str) -> Publisher:
    source = _source(f"arn:aws:cloudwatch:{region}:{account}:alarm:{alarm}", account)
    return Publisher("cloudwatch", source, source)


def eventbridge(rule: str, account: str, region: str) -> Publisher:
    source = {"aws:SourceArn": f"arn:aws:events:{region}:{account}:rule/{rule}"}
    return Publisher("events", source, {})


def budgets(budget: str, account: str) -> Publisher:
    source = _source(f"arn:aws:budgets::{account}:budget/{budget}", account)
    return Publisher("budgets", source, source)


def delivered(publisher: Publisher, topic_arn: str, topic_policy: str, key_policy: str) -> bool:
    """Whether SNS takes the publisher's message, and KMS lets it be encrypted."""
    caller = Principal("Service", f"{publisher.service}.amazonaws.com")
    publish = Request(
        "sns:Publish",
        topic_arn,
        caller,
        {**publisher.topic_context, "aws:SecureTransport": "true"},
    )
    context = {**publisher.key_context, "kms:EncryptionContext:aws:sns:topicArn": topic_arn}
    key = parse(key_policy)
    return allowed(parse(topic_policy), publish) and all(
        allowed(key, Request(action, "*", caller, context)) for action in KEY_ACTIONS
    )
