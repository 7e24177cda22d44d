"""Amazon Q Developer in chat applications, which moto lacks: channels of Slack and Teams."""

from local.provider.recorded import Recorded
from local.provider.session import Aws
from local.provider.values import Plain


class _Channel(Recorded):
    """A channel's configuration; its id is its ARN."""

    not_applied = "Amazon Q Developer in chat applications"

    def identify(self, aws: Aws, inputs: Plain) -> str | None:
        name = inputs.get("configurationName")
        if not name:
            return None
        return f"arn:{aws.partition}:chatbot::{aws.account}:chat-configuration/{self._kind}/{name}"

    def outputs(self, aws: Aws, inputs: Plain) -> Plain:
        return {"chatConfigurationArn": self.identify(aws, inputs), **self._names}

    _kind = ""
    _names: Plain = {}


class SlackChannelConfiguration(_Channel):
    """A Slack channel."""

    token = "aws:chatbot/slackChannelConfiguration:SlackChannelConfiguration"
    force_new = frozenset({"slackChannelId", "slackTeamId"})
    _kind = "slack-channel"
    _names: Plain = {"slackChannelName": "", "slackTeamName": ""}


class TeamsChannelConfiguration(_Channel):
    """A Microsoft Teams channel."""

    token = "aws:chatbot/teamsChannelConfiguration:TeamsChannelConfiguration"
    force_new = frozenset({"teamId"})
    _kind = "microsoft-teams-channel"
