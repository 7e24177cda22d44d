"""Where lost messages stay: who may put one into the dead-letter queue.

Owns the queue's policy. The queue is encrypted by SQS itself, which needs no key policy of a
service that sends (Amazon SQS developer guide, "Encryption at rest").
"""

from container_registry.documents.document import allow, document
from container_registry.monitoring import arns
from container_registry.scope import Scope


def queue_policy(scope: Scope, queue: str) -> str:
    """Rules of this environment may send; the function and the scheduler do so by their own roles.

    The condition is the documented one (Amazon EventBridge user guide, "Using dead-letter queues to
    process undelivered events").

    Args:
        scope: account, Region and environment.
        queue: the queue's name.
    """
    arn = arns.queue(scope, queue)
    unencrypted = allow(
        "OnlyEncryptedInTransit",
        ["sqs:SendMessage"],
        principals="*",
        resources=[arn],
        condition={"Bool": {"aws:SecureTransport": "false"}},
    )
    return document(
        allow(
            "LostEvents",
            ["sqs:SendMessage"],
            principals={"Service": ["events.amazonaws.com"]},
            resources=[arn],
            condition={"ArnLike": {"aws:SourceArn": arns.rules(scope)}},
        ),
        {**unencrypted, "Effect": "Deny"},
    )
