"""Amazon Simple Queue Service: queues and their policies, whose ids are the queue's URL."""

from typing import Any

from local.provider.handler import AutoName, Handler, Put, json_text, policy_text
from local.provider.kinds import bare, is_filled
from local.provider.session import Aws
from local.provider.values import Plain

_ATTRIBUTES = {
    "contentBasedDeduplication": "ContentBasedDeduplication",
    "deduplicationScope": "DeduplicationScope",
    "delaySeconds": "DelaySeconds",
    "fifoThroughputLimit": "FifoThroughputLimit",
    "kmsDataKeyReusePeriodSeconds": "KmsDataKeyReusePeriodSeconds",
    "kmsMasterKeyId": "KmsMasterKeyId",
    "maxMessageSize": "MaximumMessageSize",
    "messageRetentionSeconds": "MessageRetentionPeriod",
    "policy": "Policy",
    "receiveWaitTimeSeconds": "ReceiveMessageWaitTimeSeconds",
    "redriveAllowPolicy": "RedriveAllowPolicy",
    "redrivePolicy": "RedrivePolicy",
    "sqsManagedSseEnabled": "SqsManagedSseEnabled",
    "visibilityTimeoutSeconds": "VisibilityTimeout",
}
_FIFO_ALONE = {"contentBasedDeduplication", "deduplicationScope", "fifoThroughputLimit"}


class Queue(Handler):
    """A queue."""

    token = "aws:sqs/queue:Queue"
    force_new = frozenset({"fifoQueue", "name", "namePrefix"})
    defaults = {
        "contentBasedDeduplication": False,
        "delaySeconds": 0,
        "fifoQueue": False,
        "maxMessageSize": 262144,
        "messageRetentionSeconds": 345600,
        "receiveWaitTimeSeconds": 0,
        "visibilityTimeoutSeconds": 30,
    }
    autoname = AutoName(80)
    meanings = {"policy": policy_text, "redrivePolicy": json_text, "redriveAllowPolicy": json_text}

    def create(self, aws: Aws, inputs: Plain) -> str:
        attributes = _encoded(
            {n: inputs[n] for n in _ATTRIBUTES if inputs.get(n) not in (None, "")}
        )
        if not inputs["fifoQueue"]:
            attributes = {k: v for k, v in attributes.items() if _ours(k) not in _FIFO_ALONE}
        else:
            attributes["FifoQueue"] = "true"
        made = aws.sqs.create_queue(
            QueueName=inputs["name"], Attributes=attributes, tags=inputs.get("tagsAll") or {}
        )
        return str(made["QueueUrl"])

    def read(self, aws: Aws, identity: str, state: Plain) -> Plain | None:
        found = aws.sqs.get_queue_attributes(QueueUrl=identity, AttributeNames=["All"])
        attributes = found["Attributes"]
        return {
            **{
                name: _decoded(bare(self.schema.inputs[name]), attributes[key])
                for name, key in _ATTRIBUTES.items()
                if key in attributes
            },
            "name": identity.rpartition("/")[2],
            "arn": attributes["QueueArn"],
            "url": identity,
            "fifoQueue": attributes.get("FifoQueue") == "true",
            "tagsAll": aws.sqs.list_queue_tags(QueueUrl=identity).get("Tags", {}),
        }

    def update(self, aws: Aws, identity: str, old: Plain, new: Plain) -> None:
        names = [n for n in _ATTRIBUTES if n in new or not is_filled(self.schema.inputs[n])]
        changed = {n: new.get(n, "") for n in names if new.get(n) != old.get(n)}
        aws.sqs.set_queue_attributes(QueueUrl=identity, Attributes=_encoded(changed))

    def delete(self, aws: Aws, identity: str, state: Plain) -> None:
        aws.sqs.delete_queue(QueueUrl=identity)

    def tag(self, aws: Aws, state: Plain, tags: dict[str, str]) -> None:
        aws.sqs.tag_queue(QueueUrl=state["url"], Tags=tags)

    def untag(self, aws: Aws, state: Plain, keys: list[str]) -> None:
        aws.sqs.untag_queue(QueueUrl=state["url"], TagKeys=keys)

    def find(self, aws: Aws, inputs: Plain) -> str | None:
        return str(aws.sqs.get_queue_url(QueueName=inputs["name"])["QueueUrl"])


class QueuePolicy(Put):
    """Who may send to a queue."""

    token = "aws:sqs/queuePolicy:QueuePolicy"
    force_new = frozenset({"queueUrl"})
    meanings = {"policy": policy_text}

    def put(self, aws: Aws, inputs: Plain) -> str:
        url: str = inputs["queueUrl"]
        aws.sqs.set_queue_attributes(QueueUrl=url, Attributes={"Policy": inputs["policy"]})
        return url

    def read(self, aws: Aws, identity: str, state: Plain) -> Plain | None:
        found = aws.sqs.get_queue_attributes(QueueUrl=identity, AttributeNames=["Policy"])
        policy = found.get("Attributes", {}).get("Policy")
        return {"queueUrl": identity, "policy": policy} if policy else None

    def delete(self, aws: Aws, identity: str, state: Plain) -> None:
        aws.sqs.set_queue_attributes(QueueUrl=identity, Attributes={"Policy": ""})

    def identify(self, aws: Aws, inputs: Plain) -> str | None:
        return inputs.get("queueUrl")


def _ours(key: str) -> str:
    return next(name for name, theirs in _ATTRIBUTES.items() if theirs == key)


def _encoded(values: Plain) -> dict[str, str]:
    return {
        _ATTRIBUTES[name]: str(value).lower() if isinstance(value, bool) else str(value)
        for name, value in values.items()
    }


def _decoded(kind: Any, text: str) -> Any:
    if kind == "bool":
        return text == "true"
    return int(text) if kind == "int" else text
