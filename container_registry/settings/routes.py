"""Where messages go: who is paged, who gets a ticket, who reads what is only good to know.

Owns the targets of `monitoring.routes`. Addresses and keys are secrets and are never repeated.
"""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from pydantic import SecretStr

from container_registry.settings.addresses import Protocol, other_partition, protocol_of
from container_registry.settings.base import SettingsModel, setting
from container_registry.settings.fault import Fault, Faults
from container_registry.settings.message_words import (
    UNREAD,
    Channel,
    MicrosoftId,
    TeamsChannelId,
    TopicArn,
    Workspace,
)
from container_registry.settings.stack_file import Secret


class SlackSettings(SettingsModel):
    """A Slack channel, by Amazon Q Developer in chat applications."""

    workspace: Workspace = setting(
        says="The workspace's id, after an administrator has authorised Amazon Q for it.",
        impact=UNREAD,
        fix="the id from the console of Amazon Q, such as T0123ABCD",
    )
    channel: Channel = setting(
        says="The channel's id; invite Amazon Q into it.",
        impact=UNREAD,
        fix="the end of the channel's link, such as C0123ABCD",
    )


class TeamsSettings(SettingsModel):
    """A Microsoft Teams channel, by Amazon Q Developer in chat applications."""

    tenant: MicrosoftId = setting(
        says="The tenant's id, after an administrator has authorised Amazon Q for it.",
        impact=UNREAD,
        fix="`tenantId` of the channel's link",
    )
    team: MicrosoftId = setting(
        says="The team's id.", impact=UNREAD, fix="`groupId` of the channel's link"
    )
    channel: TeamsChannelId = setting(
        says="The channel's id, as its link spells it.",
        impact=UNREAD,
        fix="the part of the link that begins with 19%3a",
    )


class TargetSettings(SettingsModel):
    """One target of a route: exactly one of these."""

    email: SecretStr | None = setting(
        None,
        says="An e-mail address. Its reader confirms within two days, or it is forgotten. Secret.",
        impact=UNREAD,
        fix="an address such as ops@example.com",
    )
    queue: SecretStr | None = setting(
        None,
        says="The ARN of an SQS queue whose policy admits sns.amazonaws.com. Secret.",
        impact=UNREAD,
        fix="the ARN of an SQS queue",
    )
    webhook: SecretStr | None = setting(
        None,
        says="An HTTPS address that confirms the subscription. Secret.",
        impact=UNREAD,
        fix="an address that begins with https://",
    )
    topic: TopicArn | None = setting(
        None,
        says="The ARN of a topic that exists, for the whole route; its policy and its key's must "
        "admit CloudWatch and EventBridge.",
        impact=UNREAD,
        fix="the ARN of an SNS topic of this Region, as the route's only target beside pagers",
    )
    slack: SlackSettings | None = setting(
        None, says="A Slack channel.", impact=UNREAD, fix="`workspace` and `channel`"
    )
    teams: TeamsSettings | None = setting(
        None,
        says="A Microsoft Teams channel.",
        impact=UNREAD,
        fix="`tenant`, `team` and `channel`",
    )
    pagerduty: SecretStr | None = setting(
        None,
        says="The integration key of a PagerDuty service (Events API v2). Secret.",
        impact=UNREAD,
        fix="the 32 characters of an Events API v2 integration",
    )
    opsgenie: SecretStr | None = setting(
        None,
        says="The API key of an Opsgenie integration. Secret.",
        impact=UNREAD,
        fix="the key of an API integration",
    )
    eu: bool = setting(
        False,
        says="Whether the pager's account is in its EU service region.",
        impact="the pager would refuse the key",
        fix="true or false, beside `pagerduty` or `opsgenie`",
    )

    @classmethod
    def together(cls, given: Mapping[str, Any]) -> Faults:
        """Each entry is one target."""
        kinds = [name for name in given if name != "eu" and given[name] is not None]
        if len(kinds) != 1:
            named = " and ".join(f"`{name}`" for name in kinds)
            yield Fault(
                at=(),
                code="target-count",
                problem=f"must be exactly one target, and names {named or 'none'}",
                impact="one entry is told by one way, so the others would be told nothing"
                if kinds
                else UNREAD,
                fix="write one of email, queue, webhook, topic, slack, teams, pagerduty, opsgenie, "
                "and another entry for another target",
            )
        elif given.get("eu") and kinds[0] not in ("pagerduty", "opsgenie"):
            yield Fault(
                at=("eu",),
                code="without-effect",
                problem=f"has no effect beside `{kinds[0]}`",
                impact="it is about pagers alone",
                fix="remove it",
            )

    def _given(self) -> Iterator[str]:
        for kind in TargetSettings.model_fields:
            if kind != "eu" and getattr(self, kind) is not None:
                yield kind

    @property
    def kind(self) -> str:
        """Which of the targets it is."""
        return next(self._given())

    @property
    def address(self) -> tuple[Protocol, str] | None:
        """Protocol and address of a subscriber of a topic, none for every other target."""
        protocol = _PROTOCOLS.get(self.kind)
        if protocol is None:
            return None
        value: SecretStr = getattr(self, self.kind)
        return protocol, value.get_secret_value()


_PROTOCOLS: Final[dict[str, Protocol]] = {"email": "email", "queue": "sqs", "webhook": "https"}
_FORMS: Final = {
    "email": "an address such as ops@example.com",
    "queue": "the ARN of an SQS queue",
    "webhook": "an address that begins with https://",
    "pagerduty": "the key of an Events API v2 integration",
    "opsgenie": "the key of an API integration",
}


class RouteSettings(SettingsModel):
    """The routes; what has none goes to `alertAddresses`."""

    page: tuple[TargetSettings, ...] = setting(
        (),
        says="Who is woken.",
        impact=UNREAD,
        fix="a list of targets, such as `- pagerduty: KEY`",
    )
    ticket: tuple[TargetSettings, ...] = setting(
        (),
        says="Who sees to it on the next working day.",
        impact=UNREAD,
        fix="a list of targets, such as `- queue: ARN`",
    )
    info: tuple[TargetSettings, ...] = setting(
        (),
        says="Who reads what is only good to know.",
        impact=UNREAD,
        fix="a list of targets, such as `- slack: {workspace: T0123ABCD, channel: C0123ABCD}`",
    )


def route_faults(raw: Mapping[str, Any], *, decrypted: bool) -> Faults:
    """What is wrong with the secrets of the routes; no value is shown.

    Args:
        raw: our settings by name.
        decrypted: whether the engine has decrypted it; before, a secret must be encrypted.
    """
    monitoring = raw.get("monitoring")
    routes = monitoring.get("routes") if isinstance(monitoring, Mapping) else None
    for severity, targets in routes.items() if isinstance(routes, Mapping) else ():
        for index, target in enumerate(targets if isinstance(targets, list) else ()):
            for kind in _FORMS:
                value = target.get(kind) if isinstance(target, Mapping) else None
                at = ("monitoring", "routes", str(severity), index, kind)
                if not isinstance(value, str):
                    continue
                if not decrypted and not isinstance(value, Secret):
                    path = f"monitoring.routes.{severity}[{index}].{kind}"
                    yield Fault(
                        at=at,
                        code="address-in-clear",
                        problem="stands in clear; it must be a secret",
                        impact="whoever reads the stack file, the plan or the state reads it",
                        fix=f"pulumi config set --path --secret '{path}' VALUE",
                    )
                elif decrypted and not _reaches(kind, value):
                    yield Fault(
                        at=at,
                        code="no-address",
                        problem="is nothing that messages can go to",
                        impact=UNREAD,
                        fix=f"write {_FORMS[kind]}",
                    )
                elif decrypted and (other := other_partition(value, raw.get("region"))):
                    yield Fault(
                        at=at,
                        code="other-partition",
                        problem=f"is a queue of the partition {other}, and the stack is in another",
                        impact="SNS refuses the subscription in the middle of the update",
                        fix="name a queue of the stack's own partition",
                    )


def _reaches(kind: str, value: str) -> bool:
    protocol = _PROTOCOLS.get(kind)
    if protocol is None:
        return value.isprintable() and value.strip() == value != ""
    return protocol_of(value) == protocol
