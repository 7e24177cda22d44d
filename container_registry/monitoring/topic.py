"""Who may publish to the alert topic, and who may use its key: two policy documents.

An encrypted topic whose key doesn't admit the publisher swallows every message without an error,
so the two documents are built side by side. Nobody outside the account is admitted.
"""

from collections.abc import Mapping

from container_registry.documents.document import Condition, Statement, allow, document
from container_registry.monitoring import arns
from container_registry.scope import Scope


def topic_policy(scope: Scope, topic: str) -> str:
    """CloudWatch, EventBridge and Budgets may publish, on behalf of this account's own resources.

    EventBridge's statement has no condition, because "you can't use Condition blocks in Amazon SNS
    topic policies for EventBridge" (Amazon EventBridge user guide, "Using resource-based policies
    for Amazon EventBridge"): with one, every event is lost without an error. What bounds it
    instead: a rule publishes with its own account's rights, so a rule of another account would need
    this account in its own target, and the topic's key admits EventBridge for this topic alone.
    Such a message would name another account in its text.

    Args:
        scope: account, Region and environment.
        topic: the topic's name.
    """
    arn = arns.topic(scope, topic)
    unencrypted = allow(
        "OnlyEncryptedInTransit",
        ["sns:Publish"],
        principals="*",
        resources=[arn],
        condition={"Bool": {"aws:SecureTransport": "false"}},
    )
    return document(
        _publish("CloudWatchAlarms", "cloudwatch", arn, _bound(scope, arns.alarms(scope))),
        _publish("EventRules", "events", arn, None),
        _publish("Budgets", "budgets", arn, _bound(scope, arns.budgets(scope))),
        {**unencrypted, "Effect": "Deny"},
    )


def key_policy(scope: Scope, *topics: str) -> str:
    """CloudWatch, EventBridge and Budgets may encrypt and decrypt messages of these topics.

    `aws:SourceArn` and `aws:SourceAccount` aren't supported for EventBridge in a key's policy
    (Amazon SNS developer guide, "Managing Amazon SNS encryption keys and costs"): a statement with
    them drops every event. Its statement is bound to the topic by the encryption context that SNS
    passes (same guide, "Securing Amazon SNS data with server-side encryption").

    Args:
        scope: account, Region and environment.
        topics: the topics' names.
    """
    encrypted = [arns.topic(scope, topic) for topic in topics]
    return document(
        allow(
            # AWS's default key policy: without it nobody could ever change the key.
            "AccountDecides",
            ["kms:*"],
            principals={"AWS": [scope.account_root_arn()]},
            resources=["*"],
        ),
        _use_key("CloudWatchAlarms", "cloudwatch", _bound(scope, arns.alarms(scope))),
        _use_key(
            "EventRules",
            "events",
            {
                "StringEquals": {
                    "kms:EncryptionContext:aws:sns:topicArn": encrypted
                    if len(encrypted) > 1
                    else encrypted[0]
                }
            },
        ),
        _use_key("Budgets", "budgets", _bound(scope, arns.budgets(scope))),
    )


def _bound(scope: Scope, source: str) -> Mapping[str, Mapping[str, str]]:
    return {
        "StringEquals": {"aws:SourceAccount": scope.account},
        "ArnLike": {"aws:SourceArn": source},
    }


def _publish(sid: str, service: str, topic_arn: str, condition: Condition | None) -> Statement:
    return allow(
        sid,
        ["sns:Publish"],
        principals={"Service": [f"{service}.amazonaws.com"]},
        resources=[topic_arn],
        condition=condition,
    )


def _use_key(sid: str, service: str, condition: Condition) -> Statement:
    return allow(
        sid,
        ["kms:Decrypt", "kms:GenerateDataKey*"],
        principals={"Service": [f"{service}.amazonaws.com"]},
        # In a key's policy `*` is the key itself (KMS developer guide, "Key policies").
        resources=["*"],
        condition=condition,
    )
