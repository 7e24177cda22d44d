"""A chat channel that alerts go to, by Amazon Q Developer in chat applications.

Owns the channel's configuration and its role, which may do nothing: messages need no rights.
Refuses to authorise Amazon Q for a workspace, which an administrator does in AWS's console.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NotRequired, TypedDict

import pulumi
from pulumi_aws import chatbot

from components.arguments import Later, as_in, resolve_scope
from components.arguments.said import Said
from components.iam_role import RoleModel, iam_role
from components.inputs import IamArgs
from container_registry.documents.alerting import chat_trust
from container_registry.naming import ROLE_NAME_LIMIT, shared_name
from container_registry.scope import Scope
from container_registry.settings.base import setting
from container_registry.settings.routes import SlackSettings, TargetSettings, TeamsSettings

_UNTOLD = "the channel would get no message"


class SlackArgs(TypedDict):
    """A Slack channel."""

    workspace: str
    """The workspace's id."""

    channel: str
    """The channel's id."""


class TeamsArgs(TypedDict):
    """A Microsoft Teams channel."""

    tenant: str
    """The tenant's id."""

    team: str
    """The team's id."""

    channel: str
    """The channel's id, as its link spells it."""


class AlertChannelArgs(TypedDict):
    """What the channel is made from: exactly one of `slack` and `teams`."""

    topic_arns: Sequence[pulumi.Input[str]]
    """Topics whose messages the channel shows."""

    scope: NotRequired[Scope]
    """Account, partition, Region and environment; the provider's and the stack's if left out."""

    environment: NotRequired[str]
    """The first word of every physical name; the stack's name if left out."""

    slack: NotRequired[SlackArgs]
    """A Slack channel."""

    teams: NotRequired[TeamsArgs]
    """A Microsoft Teams channel."""

    iam: NotRequired[IamArgs]
    """What your organisation demands of every IAM role."""

    tags: NotRequired[Mapping[str, pulumi.Input[str]]]
    """Tags of every resource; `Name` is added."""


class AlertChannelModel(RoleModel):
    """The arguments, checked."""

    noun, arguments = "AlertChannel", AlertChannelArgs

    topic_arns: tuple[Later[str], ...] = setting(
        min_length=1, says="Topics.", impact=_UNTOLD, fix="one topic's ARN at least"
    )
    slack: SlackSettings | None = as_in(TargetSettings, "slack")
    teams: TeamsSettings | None = as_in(TargetSettings, "teams")

    @classmethod
    def across(cls, name: str, given: Mapping[str, Any]) -> Iterator[Said]:
        """A channel is at Slack or at Teams."""
        yield from super().across(name, given)
        if (given.get("slack") is None) == (given.get("teams") is None):
            yield Said(
                code="argument-channel",
                path=("slack",),
                problem="and `teams`: exactly one is needed",
                impact=_UNTOLD,
                fix="give `slack` or `teams`, and another component for another channel",
            )


class AlertChannel(pulumi.ComponentResource):
    """A Slack or Teams channel that shows the messages of topics, in a thread a repository."""

    model = AlertChannelModel

    configuration_name: str
    """The configuration's name."""

    def __init__(
        self, name: str, args: AlertChannelArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        checked = self.model.checked(name, args)
        super().__init__("container-registry:index:AlertChannel", name, {}, opts)
        scope = resolve_scope(self, args, checked)
        self.configuration_name = shared_name(scope.environment, name, limit=128)
        physical = shared_name(scope.environment, name, limit=ROLE_NAME_LIMIT)
        role = iam_role(
            f"{name}-role",
            checked,
            scope,
            physical=physical,
            description=f"Amazon Q shows alerts of {scope.environment}; it may do nothing else",
            trust=chat_trust(scope),
            parent=self,
        )
        common: dict[str, Any] = {
            "configuration_name": self.configuration_name,
            "iam_role_arn": role.arn,
            "sns_topic_arns": list(checked.topic_arns),
            # Without guardrails a channel's members could run commands by the role.
            "guardrail_policy_arns": [scope.managed_policy_arn("AWSDenyAll")],
            "logging_level": "ERROR",
            "region": scope.region,
            "tags": {**checked.tags, "Name": self.configuration_name},
            "opts": pulumi.ResourceOptions(parent=self),
        }
        if checked.slack is not None:
            chatbot.SlackChannelConfiguration(
                f"{name}-slack",
                slack_team_id=checked.slack.workspace,
                slack_channel_id=checked.slack.channel,
                **common,
            )
        elif checked.teams is not None:
            chatbot.TeamsChannelConfiguration(
                f"{name}-teams",
                tenant_id=checked.teams.tenant,
                team_id=checked.teams.team,
                channel_id=checked.teams.channel,
                **common,
            )
        self.register_outputs({"configurationName": self.configuration_name})
