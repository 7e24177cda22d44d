"""Where alerts go: encrypted topics, their key, and who is told.

Owns one topic for all messages, one more for each severity with readers of its own, their policies
and subscriptions. Refuses to own a queue or its policy: a queue that is subscribed must itself
admit `sns.amazonaws.com`.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Literal, NotRequired, TypedDict

import pulumi
from pulumi_aws import kms, sns

from components.arguments import Later, TaggedModel, resolve_scope
from components.arguments.said import Said
from container_registry.monitoring import arns
from container_registry.monitoring import topic as policies
from container_registry.monitoring.severity import SEVERITIES, Severity
from container_registry.monitoring.subscribers import label
from container_registry.naming import shared_name
from container_registry.scope import Scope
from container_registry.settings.addresses import Protocol
from container_registry.settings.base import SettingsModel, setting

_UNREAD = "alerts would reach nobody"


class SubscriptionArgs(TypedDict):
    """Who is told."""

    protocol: Literal["email", "https", "sqs"]
    """`email` (confirmed by its reader), `https` (confirmed by its server) or `sqs`."""

    endpoint: pulumi.Input[str]
    """E-mail address, HTTPS address or queue ARN; kept secret."""

    label: NotRequired[str]
    """A word that names the subscription, needed where `endpoint` is an output. Else its name is a
    digest of the address, so that removing one address leaves the others alone."""


class AlertTopicArgs(TypedDict):
    """What the topics are made from."""

    scope: NotRequired[Scope]
    """Account, partition, Region and environment; the provider's and the stack's if left out."""

    environment: NotRequired[str]
    """The first word of every physical name; the stack's name if left out."""

    subscriptions: NotRequired[Sequence[SubscriptionArgs]]
    """Who is told of what has no route of its own; without any, such alerts reach nobody."""

    routes: NotRequired[Mapping[Literal["page", "ticket", "info"], Sequence[SubscriptionArgs]]]
    """Who is told of one severity alone: it gets a topic of its own, which may have no
    subscription here but a chat channel."""

    tags: NotRequired[Mapping[str, pulumi.Input[str]]]
    """Tags of every resource; `Name` is added."""


class SubscriptionSettings(SettingsModel):
    """One subscription, checked."""

    protocol: Protocol = setting(
        says="How the address is reached.", impact=_UNREAD, fix="email, https or sqs"
    )
    endpoint: Later[str] = setting(
        says="The address.", impact=_UNREAD, fix="an address that fits the protocol"
    )
    label: str | None = setting(
        None,
        pattern=r"^[a-z0-9]([a-z0-9-]{0,30}[a-z0-9])?$",
        says="A word that names the subscription.",
        impact="the engine refuses the name",
        fix="a few lower-case letters, digits and hyphens",
    )


class AlertTopicModel(TaggedModel):
    """The arguments, checked."""

    noun, arguments = "AlertTopic", AlertTopicArgs
    hidden = frozenset({"subscriptions", "routes"})

    subscriptions: tuple[SubscriptionSettings, ...] = setting(
        (), says="Who is told.", impact=_UNREAD, fix="a list of protocol and endpoint"
    )
    routes: dict[Severity, tuple[SubscriptionSettings, ...]] = setting(
        says="Who is told of one severity alone.",
        impact=_UNREAD,
        fix="lists under page, ticket and info",
        default_factory=dict,
    )

    @classmethod
    def across(cls, name: str, given: Mapping[str, Any]) -> Iterator[Said]:
        """An address that nobody knows yet can't name its subscription."""
        yield from super().across(name, given)
        lists: dict[tuple[str, ...], Any] = {("subscriptions",): given.get("subscriptions")}
        routes = given.get("routes")
        if isinstance(routes, Mapping):
            lists |= {("routes", severity): listed for severity, listed in routes.items()}
        for path, listed in lists.items():
            for index, entry in enumerate(listed if isinstance(listed, list) else ()):
                if not isinstance(entry, Mapping) or entry.get("label"):
                    continue
                if str(entry.get("endpoint", "")).startswith("\x00output "):
                    yield Said(
                        code="argument-label-missing",
                        path=(*path, index, "label"),
                        problem="is missing, and the endpoint is an output",
                        impact="the subscription would have no name that stays the same",
                        fix="a word that names it, such as `label: ops`",
                    )


class AlertTopic(pulumi.ComponentResource):
    """Encrypted SNS topics that CloudWatch, EventBridge and Budgets can really publish to."""

    model = AlertTopicModel

    arn: pulumi.Output[str]
    """ARN of the topic for everything without a route of its own, once its policy is there: who
    publishes earlier is refused."""

    topics: dict[Severity, pulumi.Output[str]]
    """The topic of each severity that has one of its own."""

    names: dict[str, str]
    """The topics' names, by severity; `alerts` for the usual one."""

    def __init__(
        self, name: str, args: AlertTopicArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        checked = self.model.checked(name, args)
        super().__init__("container-registry:index:AlertTopic", name, {}, opts)
        self._name, self._tags = name, checked.tags
        self._scope = scope = resolve_scope(self, args, checked)
        routes = [severity for severity in SEVERITIES if severity in checked.routes]
        self.names = {
            noun: shared_name(scope.environment, noun, limit=256) for noun in ("alerts", *routes)
        }
        key = self._key()
        self.arn = self._topic("alerts", "", key, checked.subscriptions)
        self.topics = {
            severity: self._topic(severity, f"{severity}-", key, checked.routes[severity])
            for severity in routes
        }
        self.register_outputs({"arn": self.arn, "topics": self.topics, "names": self.names})

    def _topic(
        self,
        noun: str,
        prefix: str,
        key: kms.Key,
        subscriptions: Sequence[SubscriptionSettings],
    ) -> pulumi.Output[str]:
        name, physical = f"{self._name}-{prefix}", self.names[noun]
        topic = sns.Topic(
            f"{name}topic",
            name=physical,
            region=self._scope.region,
            kms_master_key_id=key.arn,
            tags={**self._tags, "Name": physical},
            opts=pulumi.ResourceOptions(parent=self),
        )
        policy = sns.TopicPolicy(
            f"{name}policy",
            arn=topic.arn,
            region=self._scope.region,
            policy=policies.topic_policy(self._scope, physical),
            opts=pulumi.ResourceOptions(parent=self),
        )
        known = arns.topic(self._scope, physical)
        named: dict[str, tuple[SubscriptionSettings, str]] = {}
        for number, subscription in enumerate(subscriptions, start=1):
            endpoint = subscription.endpoint
            word = subscription.label or label(known, subscription.protocol, str(endpoint))
            # An address that is listed twice is told once.
            named.setdefault(word, (subscription, f"{name}subscription-{number}"))
        for word, (subscription, place) in named.items():
            sns.TopicSubscription(
                f"{name}subscription-{word}",
                topic=topic.arn,
                region=self._scope.region,
                protocol=subscription.protocol,
                endpoint=pulumi.Output.secret(subscription.endpoint),
                opts=pulumi.ResourceOptions(
                    # Release 0.1.0 named subscriptions by their place in the list.
                    parent=self,
                    aliases=[pulumi.Alias(name=place)] if noun == "alerts" else None,
                ),
            )
        return policy.arn

    def _key(self) -> kms.Key:
        physical = self.names["alerts"]
        key = kms.Key(
            f"{self._name}-key",
            region=self._scope.region,
            description=f"Messages of the topic {physical}",
            enable_key_rotation=True,
            policy=policies.key_policy(self._scope, *self.names.values()),
            tags={**self._tags, "Name": physical},
            opts=pulumi.ResourceOptions(parent=self),
        )
        kms.Alias(
            f"{self._name}-alias",
            name=f"alias/{physical}",
            region=self._scope.region,
            target_key_id=key.key_id,
            opts=pulumi.ResourceOptions(parent=self),
        )
        return key
