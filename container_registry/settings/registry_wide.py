"""What one stack per account and Region owns for all: scanning filters and replication."""

from typing import Annotated

from pydantic import StringConstraints

from container_registry.settings.base import SettingsModel, setting
from container_registry.settings.vocabulary import AccountId, Region

#: `ReplicationRuleList` holds up to 10, `ReplicationDestinationList` up to 25 (botocore, ECR).
RULE_LIMIT = 10
DESTINATION_LIMIT = 25
_Prefix = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9._/-]*$", max_length=256)]


class DestinationSettings(SettingsModel):
    """Where images are replicated to."""

    region: Region = setting(
        says="The destination's Region.",
        otherwise="ECR refuses the replication configuration",
        instead="a Region's code, such as ap-northeast-1",
    )
    account: AccountId | None = setting(
        None,
        says="The destination's account; this one if left out.",
        otherwise="images would have been copied to a stranger, or nowhere",
        instead="an account id in quotes; that account's registry must accept from this one",
    )


class ReplicationRuleSettings(SettingsModel):
    """One replication rule."""

    destinations: tuple[DestinationSettings, ...] = setting(
        says="Where the images go.",
        otherwise="ECR refuses the replication configuration",
        instead="one to 25 destinations",
        min_length=1,
        max_length=DESTINATION_LIMIT,
    )
    prefixes: tuple[_Prefix, ...] = setting(
        (),
        says="Beginnings of the repository names to replicate; all repositories if left out.",
        otherwise="the wrong repositories would have been copied, at the price of the transfer",
        instead='a list such as ["feed-"]',
    )


class RegistrySettings(SettingsModel):
    """What the registry of this account and Region does for all its repositories."""

    owner: bool = setting(
        False,
        says="This stack owns the registry-wide settings. One stack per account and Region may; "
        "any other would overwrite it in turn.",
        otherwise="two stacks would overwrite each other's scanning and replication",
        instead="true in one stack, false in all others",
    )
    replication: tuple[ReplicationRuleSettings, ...] = setting(
        (),
        says="Replication rules, at most ten.",
        otherwise="ECR refuses the replication configuration",
        instead="up to ten rules with `destinations`",
        max_length=RULE_LIMIT,
    )
    accept_replication_from: tuple[AccountId, ...] = setting(
        (),
        says="Accounts that may replicate into this registry.",
        otherwise="their replication would fail, or a stranger could fill this registry",
        instead='account ids in quotes, such as ["222222222222"]',
    )
