"""Where alerts go: one encrypted topic per environment, its key, and who is told.

Owns the topic with its policies and subscriptions. Refuses to own a queue or its policy: a queue
that is subscribed must itself admit `sns.amazonaws.com`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

import pulumi
from pulumi_aws import kms, sns

from container_registry.monitoring import topic as policies
from container_registry.naming import shared_name
from container_registry.scope import Scope

Protocol = Literal["email", "https", "sqs"]


@dataclass(frozen=True, kw_only=True)
class Subscription:
    """Who is told.

    Attributes:
        protocol: `email` (confirmed by its reader), `https` (confirmed by its server) or `sqs`.
        endpoint: e-mail address, HTTPS address or queue ARN; kept secret.
    """

    protocol: Protocol
    endpoint: pulumi.Input[str]


@dataclass(frozen=True, kw_only=True)
class AlertTopicArgs:
    """What the topic is made from.

    Attributes:
        scope: account, Region and environment; alarms and rules of this environment may publish.
        subscriptions: who is told; without any, alerts reach nobody.
        tags: tags of every resource; `Name` is added.
    """

    scope: Scope
    subscriptions: Sequence[Subscription] = ()
    tags: Mapping[str, str] = field(default_factory=dict)


class AlertTopic(pulumi.ComponentResource):
    """An encrypted SNS topic that CloudWatch, EventBridge and Budgets can really publish to.

    Outputs:
        arn: the topic's ARN, once its policy is there: who publishes earlier is refused.
    """

    arn: pulumi.Output[str]

    def __init__(
        self, name: str, args: AlertTopicArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("container-registry:index:AlertTopic", name, {}, opts)
        topic_name = shared_name(args.scope.environment, "alerts")
        key = self._key(name, topic_name, args)
        topic = sns.Topic(
            f"{name}-topic",
            name=topic_name,
            region=args.scope.region,
            kms_master_key_id=key.arn,
            tags={**args.tags, "Name": topic_name},
            opts=pulumi.ResourceOptions(parent=self),
        )
        policy = sns.TopicPolicy(
            f"{name}-policy",
            arn=topic.arn,
            region=args.scope.region,
            policy=policies.topic_policy(args.scope, topic_name),
            opts=pulumi.ResourceOptions(parent=self),
        )
        for number, subscription in enumerate(args.subscriptions, start=1):
            sns.TopicSubscription(
                # An address must not show in a name, so it is its place in the list.
                f"{name}-subscription-{number}",
                topic=topic.arn,
                region=args.scope.region,
                protocol=subscription.protocol,
                endpoint=pulumi.Output.secret(subscription.endpoint),
                opts=pulumi.ResourceOptions(parent=self),
            )
        self.arn = policy.arn
        self.register_outputs({"arn": self.arn})

    def _key(self, name: str, topic_name: str, args: AlertTopicArgs) -> kms.Key:
        key = kms.Key(
            f"{name}-key",
            region=args.scope.region,
            description=f"Messages of the topic {topic_name}",
            enable_key_rotation=True,
            policy=policies.key_policy(args.scope, topic_name),
            tags={**args.tags, "Name": topic_name},
            opts=pulumi.ResourceOptions(parent=self),
        )
        kms.Alias(
            f"{name}-alias",
            name=f"alias/{topic_name}",
            region=args.scope.region,
            target_key_id=key.key_id,
            opts=pulumi.ResourceOptions(parent=self),
        )
        return key
