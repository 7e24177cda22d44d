"""Who may publish to the alert topic, and who may use its key: two policy documents.

An encrypted topic whose key doesn't admit the publisher swallows every message without an error,
so the two documents are built side by side. Nobody outside the account is admitted.
"""

from dataclasses import dataclass
from typing import Any, Final

_VERSION: Final = "2012-10-17"


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where the topic is.

    Attributes:
        partition: `aws`, `aws-cn` or `aws-us-gov`.
        region: AWS region.
        account: account ID.
        environment: the environment, which begins the names of its alarms and rules.
        topic: the topic's name.
    """

    partition: str
    region: str
    account: str
    environment: str
    topic: str

    @property
    def topic_arn(self) -> str:
        """ARN of the topic."""
        return f"arn:{self.partition}:sns:{self.region}:{self.account}:{self.topic}"

    @property
    def alarms(self) -> str:
        """ARNs of the environment's alarms."""
        return self._regional("cloudwatch", "alarm:")

    @property
    def rules(self) -> str:
        """ARNs of the environment's event rules on the default bus."""
        return self._regional("events", "rule/")

    @property
    def budgets(self) -> str:
        """ARNs of the account's budgets, in the form of the Budgets guide (no region)."""
        return f"arn:{self.partition}:budgets::{self.account}:*"

    def _regional(self, service: str, kind: str) -> str:
        place = f"arn:{self.partition}:{service}:{self.region}:{self.account}"
        return f"{place}:{kind}{self.environment}-*"


def topic_policy(place: Place) -> dict[str, Any]:
    """CloudWatch, EventBridge and Budgets may publish, on behalf of this account's own resources.

    EventBridge sends `aws:SourceArn`, which holds the account; whether it sends
    `aws:SourceAccount` to a topic isn't documented, so that condition holds only if it is there.
    """
    return {
        "Version": _VERSION,
        "Statement": [
            _publish("CloudWatchAlarms", "cloudwatch", place, place.alarms),
            _publish("EventRules", "events", place, place.rules, account="StringEqualsIfExists"),
            _publish("Budgets", "budgets", place, place.budgets),
            {
                "Sid": "OnlyEncryptedInTransit",
                "Effect": "Deny",
                "Principal": "*",
                "Action": "sns:Publish",
                "Resource": place.topic_arn,
                "Condition": {"Bool": {"aws:SecureTransport": "false"}},
            },
        ],
    }


def key_policy(place: Place) -> dict[str, Any]:
    """CloudWatch, EventBridge and Budgets may encrypt and decrypt messages of this topic.

    `aws:SourceArn` and `aws:SourceAccount` aren't supported for EventBridge in a key's policy
    (Amazon SNS developer guide, "Managing encryption keys"): a statement with them drops every
    event. Its statement is bound to the topic by the encryption context that SNS uses.

    The account's statement is AWS's default key policy: without it nobody could change the key.
    """
    context = {"StringEquals": {"kms:EncryptionContext:aws:sns:topicArn": place.topic_arn}}
    return {
        "Version": _VERSION,
        "Statement": [
            {
                "Sid": "AccountAdministers",
                "Effect": "Allow",
                "Principal": {"AWS": f"arn:{place.partition}:iam::{place.account}:root"},
                "Action": "kms:*",
                "Resource": "*",
            },
            _use_key("CloudWatchAlarms", "cloudwatch", _bound(place, place.alarms)),
            _use_key("EventRules", "events", context),
            _use_key("Budgets", "budgets", _bound(place, place.budgets)),
        ],
    }


def _bound(place: Place, source: str, account: str = "StringEquals") -> dict[str, Any]:
    return {
        account: {"aws:SourceAccount": place.account},
        "ArnLike": {"aws:SourceArn": source},
    }


def _publish(
    sid: str, service: str, place: Place, source: str, account: str = "StringEquals"
) -> dict[str, Any]:
    return {
        "Sid": sid,
        "Effect": "Allow",
        "Principal": {"Service": f"{service}.amazonaws.com"},
        "Action": "sns:Publish",
        "Resource": place.topic_arn,
        "Condition": _bound(place, source, account),
    }


def _use_key(sid: str, service: str, condition: dict[str, Any]) -> dict[str, Any]:
    return {
        "Sid": sid,
        "Effect": "Allow",
        "Principal": {"Service": f"{service}.amazonaws.com"},
        "Action": ["kms:Decrypt", "kms:GenerateDataKey*"],
        # In a key's policy `*` is the key itself (KMS developer guide, "Key policies").
        "Resource": "*",
        "Condition": condition,
    }
