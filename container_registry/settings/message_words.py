"""The words of monitoring: topics, channels, pages, deployers, each with its grammar.

Sources: Amazon SNS API, "CreateTopic" (names); Amazon Q Developer in chat applications API,
CreateSlackChannelConfiguration and CreateMicrosoftTeamsChannelConfiguration, whose ids are Slack's
and Microsoft's own; CloudTrail user guide, "userIdentity" (a role's session names the role's ARN).
"""

import re
from typing import Annotated, Final
from urllib.parse import quote

from pydantic import StringConstraints

from container_registry.settings.grammar import Grammar, Said

UNREAD: Final = "nobody would be told of what takes this route"
_UNHEARD: Final = "a repository that doesn't begin with it would not be heard"
_DEPLOYMENTS: Final = "its deployments would raise a message for each service"

_TOPIC: Final = r"arn:aws[a-z-]*:sns:[a-z0-9-]+:[0-9]{12}:[A-Za-z0-9_-]{1,256}"


def _other_topic(text: str) -> Said | None:
    if text.endswith(".fifo"):
        return (
            "is a FIFO topic",
            "alarms and event rules send to standard topics alone, so " + UNREAD,
            "write the ARN of a standard topic",
        )
    subscription = re.fullmatch(rf"({_TOPIC}):[0-9a-f-]+", text)
    if subscription:
        return "is the ARN of a subscription", UNREAD, f"write `{subscription[1]}`"
    return None


TopicArn = Annotated[
    str,
    StringConstraints(pattern=rf"^{_TOPIC}$"),
    Grammar(
        noun="a topic's ARN",
        letters="A-Za-z0-9_.:-",
        shape="the whole ARN of a topic",
        impact=UNREAD,
        fix="write arn:aws:sns:REGION:ACCOUNT:NAME, with the account's twelve digits",
        known=_other_topic,
    ),
]
Workspace = Annotated[
    str,
    StringConstraints(pattern=r"^[0-9A-Z]+$", max_length=255),
    Grammar(
        noun="a workspace's id",
        letters="0-9A-Z",
        shape="a workspace's id",
        impact=UNREAD,
        fix="copy the id from the console of Amazon Q; it looks like T0123ABCD",
        most=255,
    ),
]


def _channels_name(text: str) -> Said | None:
    if not text.startswith("#"):
        return None
    return "is a channel's name", UNREAD, "copy the end of the channel's link, such as C0123ABCD"


Channel = Annotated[
    str,
    StringConstraints(pattern=r"^[A-Za-z0-9]+$", max_length=255),
    Grammar(
        noun="a channel's id",
        letters="A-Za-z0-9",
        shape="a channel's id",
        impact=UNREAD,
        fix="copy the end of the channel's link, such as C0123ABCD",
        most=255,
        known=_channels_name,
    ),
]
MicrosoftId = Annotated[
    str,
    StringConstraints(pattern=r"^[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}$"),
    Grammar(
        noun="an id",
        letters="0-9A-Fa-f-",
        shape="32 hexadecimal digits in five groups",
        impact=UNREAD,
        fix="copy it from the channel's link; it looks like 01234567-89ab-cdef-0123-456789abcdef",
    ),
]


def _decoded(text: str) -> Said | None:
    if re.fullmatch(r"[0-9]+:[A-Za-z0-9_.-]+@[A-Za-z0-9_.-]+", text) is None:
        return None
    return "is not as the channel's link spells it", UNREAD, f"write `{quote(text, safe='')}`"


TeamsChannelId = Annotated[
    str,
    StringConstraints(pattern=r"^[A-Za-z0-9_=+/.,-]*%3[aA][A-Za-z0-9%._-]+$", max_length=400),
    Grammar(
        noun="a channel's id",
        letters="A-Za-z0-9_=+/.,%-",
        shape="a channel's id as its link spells it",
        impact=UNREAD,
        fix="copy the part of the link that begins with 19%3a",
        most=400,
        known=_decoded,
    ),
]
Beginning = Annotated[
    str,
    StringConstraints(pattern=r"^[a-z0-9][a-z0-9._/-]*$", max_length=256),
    Grammar(
        noun="the beginning of a repository's name",
        letters="a-z0-9._/-",
        shape="the beginning of a repository's name",
        impact=_UNHEARD,
        fix="write the common beginning, such as team-a/, without `*`",
        most=256,
    ),
]
#: An address that can stand in a message, which EventBridge doesn't escape.
Page = Annotated[
    str,
    StringConstraints(pattern=r'^[^\s"<>\\#]+$', max_length=200),
    Grammar(
        noun="an address",
        letters='^\\s"<>\\\\#',
        shape="an address",
        impact="the link of every message would lead nowhere",
        fix="write an address such as https://git.example.com/registry/blob/main/docs/runbooks.md",
        most=200,
    ),
]


def _other_deployer(text: str) -> Said | None:
    session = re.fullmatch(r"arn:(aws[a-z-]*):sts::([0-9]{12}):assumed-role/([^/]+)/.*", text)
    if session:
        return (
            "names a session of a role",
            _DEPLOYMENTS,
            f"write arn:{session[1]}:iam::{session[2]}:role/{session[3]}, with the role's path",
        )
    if re.fullmatch(r"arn:aws[a-z-]*:iam::[0-9]{12}:user/.+", text):
        return (
            "is the ARN of a user",
            "the rule compares roles alone, so " + _DEPLOYMENTS,
            "deploy with a role, and write its ARN",
        )
    if "*" in text or "?" in text:
        return "has a wildcard", _DEPLOYMENTS, "write the whole ARN of each role"
    return None


#: A role's ARN as CloudTrail tells it: the session's issuer.
DeployerArn = Annotated[
    str,
    StringConstraints(
        pattern=r"^arn:aws[a-z-]*:iam::[0-9]{12}:role/(?:[A-Za-z0-9_+=,.@-]+/)*[A-Za-z0-9_+=,.@-]{1,64}$"
    ),
    Grammar(
        noun="a role's ARN",
        letters="A-Za-z0-9_+=,.@/:-",
        shape="the whole ARN of a role",
        impact=_DEPLOYMENTS,
        fix="write arn:aws:iam::ACCOUNT:role/NAME, with the role's path",
        known=_other_deployer,
    ),
]
