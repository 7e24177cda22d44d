"""A pager that alerts go to: PagerDuty or Opsgenie, by an API destination of EventBridge.

Owns the connection, which keeps the key in a secret of its own, the destination and the role that
may call it. The messages are `RegistryEvents`'.
"""

from collections.abc import Mapping
from typing import Final, Literal, NotRequired, TypedDict

import pulumi
from pulumi_aws import cloudwatch, iam

from components.arguments import Later, resolve_scope
from components.iam_role import RoleModel, iam_role
from components.inputs import IamArgs
from container_registry.documents.alerting import pager_policy, pager_trust
from container_registry.monitoring.pagers import ADDRESSES, Pager
from container_registry.naming import ROLE_NAME_LIMIT, shared_name
from container_registry.scope import Scope
from container_registry.settings.base import setting

_UNTOLD = "the pager would get no message"
#: Messages a second; PagerDuty takes 120 a minute of one integration and client.
_RATE: Final = 2


class AlertPagerArgs(TypedDict):
    """What the pager is made from."""

    kind: Literal["pagerduty", "opsgenie"]
    """Whose API it is."""

    key: pulumi.Input[str]
    """PagerDuty's integration key (Events API v2), or Opsgenie's API key; kept secret."""

    scope: NotRequired[Scope]
    """Account, partition, Region and environment; the provider's and the stack's if left out."""

    environment: NotRequired[str]
    """The first word of every physical name; the stack's name if left out."""

    eu: NotRequired[bool]
    """Whether the account is in the pager's EU service region; false by default."""

    iam: NotRequired[IamArgs]
    """What your organisation demands of every IAM role."""

    tags: NotRequired[Mapping[str, pulumi.Input[str]]]
    """Tags of the role; `Name` is added. Connections and destinations take none."""


class AlertPagerModel(RoleModel):
    """The arguments, checked."""

    noun, arguments = "AlertPager", AlertPagerArgs
    hidden = frozenset({"key"})

    kind: Pager = setting(says="Whose API.", impact=_UNTOLD, fix="pagerduty or opsgenie")
    key: Later[str] = setting(says="The key.", impact=_UNTOLD, fix="the integration's key")
    eu: bool = setting(False, says="EU service region.", impact=_UNTOLD, fix="true or false")


class AlertPager(pulumi.ComponentResource):
    """An API destination of PagerDuty or Opsgenie with its connection and role."""

    model = AlertPagerModel

    kind: Pager
    """Whose API it is."""

    destination_arn: pulumi.Output[str]
    """The API destination's ARN."""

    role_arn: pulumi.Output[str]
    """The role that may call it, once it may."""

    def __init__(
        self, name: str, args: AlertPagerArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        checked = self.model.checked(name, args)
        super().__init__("container-registry:index:AlertPager", name, {}, opts)
        scope = resolve_scope(self, args, checked)
        self.kind = checked.kind
        physical = shared_name(scope.environment, name, limit=ROLE_NAME_LIMIT)
        connection = cloudwatch.EventConnection(
            f"{name}-connection",
            name=physical,
            region=scope.region,
            description=f"Alerts of {scope.environment} to {checked.kind}",
            authorization_type="API_KEY",
            auth_parameters=_authorisation(checked.kind, pulumi.Output.secret(checked.key)),
            opts=pulumi.ResourceOptions(parent=self),
        )
        destination = cloudwatch.EventApiDestination(
            f"{name}-destination",
            name=physical,
            region=scope.region,
            description=f"Alerts of {scope.environment} to {checked.kind}",
            connection_arn=connection.arn,
            http_method="POST",
            invocation_endpoint=ADDRESSES[f"{checked.kind}-eu" if checked.eu else checked.kind],
            invocation_rate_limit_per_second=_RATE,
            opts=pulumi.ResourceOptions(parent=self),
        )
        role = iam_role(
            f"{name}-role",
            checked,
            scope,
            physical=physical,
            trust=pager_trust(scope),
            parent=self,
        )
        rights = iam.RolePolicy(
            f"{name}-policy",
            name=physical,
            role=role.name,
            policy=pager_policy(scope, physical),
            opts=pulumi.ResourceOptions(parent=self),
        )
        self.destination_arn = destination.arn
        self.role_arn = pulumi.Output.all(role.arn, rights.id).apply(lambda made: str(made[0]))
        self.register_outputs(
            {"kind": self.kind, "destinationArn": self.destination_arn, "roleArn": self.role_arn}
        )


def _authorisation(
    kind: Pager, key: pulumi.Output[str]
) -> cloudwatch.EventConnectionAuthParametersArgs:
    """Where each API wants its key: PagerDuty in the body, Opsgenie in a header."""
    if kind == "opsgenie":
        return cloudwatch.EventConnectionAuthParametersArgs(
            api_key=cloudwatch.EventConnectionAuthParametersApiKeyArgs(
                key="Authorization", value=key.apply(lambda text: f"GenieKey {text}")
            )
        )
    return cloudwatch.EventConnectionAuthParametersArgs(
        # A connection must have an authorisation; PagerDuty reads the body's alone.
        api_key=cloudwatch.EventConnectionAuthParametersApiKeyArgs(key="X-Routing-Key", value=key),
        invocation_http_parameters=cloudwatch.EventConnectionAuthParametersInvocationHttpParametersArgs(
            bodies=[
                cloudwatch.EventConnectionAuthParametersInvocationHttpParametersBodyArgs(
                    key="routing_key", value=key, is_value_secret=True
                )
            ]
        ),
    )
