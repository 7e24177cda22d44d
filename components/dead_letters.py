"""Where messages stay that nobody took: one queue per environment.

Owns the queue and who may send to it. Refuses to be a mailbox: an alarm tells when something lies
in it, and people empty it.
"""

from collections.abc import Mapping
from typing import Final, NotRequired, TypedDict

import pulumi
from pulumi_aws import sqs

from components.arguments import TaggedModel, resolve_scope
from container_registry.monitoring import arns
from container_registry.monitoring.dead_letters import queue_policy
from container_registry.naming import shared_name
from container_registry.scope import Scope

#: SQS keeps a message for 14 days at most.
_KEEP_SECONDS: Final = 1_209_600


class DeadLettersArgs(TypedDict):
    """What the queue is made from."""

    scope: NotRequired[Scope]
    """Account, partition, Region and environment; the provider's and the stack's if left out."""

    environment: NotRequired[str]
    """The first word of every physical name; the stack's name if left out."""

    tags: NotRequired[Mapping[str, pulumi.Input[str]]]
    """Tags of every resource; `Name` is added."""


class DeadLettersModel(TaggedModel):
    """The arguments, checked."""

    noun, arguments = "DeadLetters", DeadLettersArgs


class DeadLetters(pulumi.ComponentResource):
    """An encrypted queue that keeps lost events and failed runs for 14 days."""

    model = DeadLettersModel

    arn: pulumi.Output[str]
    """The queue's ARN."""

    queue_name: str
    """The queue's name."""

    def __init__(
        self, name: str, args: DeadLettersArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        checked = self.model.checked(name, args)
        super().__init__("container-registry:index:DeadLetters", name, {}, opts)
        scope = resolve_scope(self, args, checked)
        self.queue_name = shared_name(scope.environment, "dead-letters", limit=80)
        queue = sqs.Queue(
            f"{name}-queue",
            name=self.queue_name,
            region=scope.region,
            message_retention_seconds=_KEEP_SECONDS,
            sqs_managed_sse_enabled=True,
            policy=queue_policy(scope, self.queue_name),
            tags={**checked.tags, "Name": self.queue_name},
            opts=pulumi.ResourceOptions(parent=self),
        )
        known = arns.queue(scope, self.queue_name)
        self.arn = queue.id.apply(lambda _: known)
        self.register_outputs({"arn": self.arn, "queueName": self.queue_name})
