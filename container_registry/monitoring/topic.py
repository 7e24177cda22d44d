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

    EventBridge sends `aws:SourceArn`, which holds the account; whether it sends
    `aws:SourceAccount` to a topic isn't documented, so that condition holds only where it is there.

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
        _publish(
            "EventRules",
            "events",
            arn,
            {
                "StringEqualsIfExists": {"aws:SourceAccount": scope.account},
                "ArnLike": {"aws:SourceArn": arns.rules(scope)},
            },
        ),
        _publish("Budgets", "budgets", arn, _bound(scope, arns.budgets(scope))),
        {**unencrypted, "Effect": "Deny"},
    )


def key_policy(scope: Scope, topic: str) -> str:
    """CloudWatch, EventBridge and Budgets may encrypt and decrypt messages of this topic.

    `aws:SourceArn` and `aws:SourceAccount` aren't supported for EventBridge in a key's policy
    (Amazon SNS developer guide, "Managing Amazon SNS encryption keys and costs"): a statement with
    them drops every event. Its statement is bound to the topic by the encryption context that SNS
    passes (same guide, "Securing Amazon SNS data with server-side encryption").

    Args:
        scope: account, Region and environment.
        topic: the topic's name.
    """
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
            {"StringEquals": {"kms:EncryptionContext:aws:sns:topicArn": arns.topic(scope, topic)}},
        ),
        _use_key("Budgets", "budgets", _bound(scope, arns.budgets(scope))),
    )


def _bound(scope: Scope, source: str) -> Mapping[str, Mapping[str, str]]:
    return {
        "StringEquals": {"aws:SourceAccount": scope.account},
        "ArnLike": {"aws:SourceArn": source},
    }


def _publish(sid: str, service: str, topic_arn: str, condition: Condition) -> Statement:
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
