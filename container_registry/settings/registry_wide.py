"""What one stack per account and Region owns for all: scanning filters and replication."""

from typing import Annotated

from pydantic import StringConstraints

from container_registry.catalogue.limits import Limit
from container_registry.settings.base import SettingsModel, setting
from container_registry.settings.grammar import Grammar
from container_registry.settings.vocabulary import AccountId, Region

_Prefix = Annotated[
    str,
    StringConstraints(
        pattern=r"^[a-z0-9][a-z0-9._/-]*$",
        min_length=Limit.REPLICATION_FILTER_LEAST.number,
        max_length=Limit.REPLICATION_FILTER_MOST.number,
    ),
    Grammar(
        noun="the beginning of a repository's name",
        letters="a-z0-9._/-",
        shape="the beginning of a repository's name",
        impact="ECR refuses the replication configuration",
        fix="write a beginning such as feed- or team/, without `*`",
        least=Limit.REPLICATION_FILTER_LEAST.number,
        most=Limit.REPLICATION_FILTER_MOST.number,
    ),
]


class DestinationSettings(SettingsModel):
    """Where images are replicated to."""

    region: Region = setting(
        says="The destination's Region.",
        impact="there is no Region to copy images to",
        fix="write a Region's code, such as ap-northeast-1",
    )
    account: AccountId | None = setting(
        None,
        says="The destination's account; this one if left out.",
        impact="there is no account to copy images to",
        fix="write an account id in quotes; its registry must accept from this one",
    )


class ReplicationRuleSettings(SettingsModel):
    """One replication rule."""

    destinations: tuple[DestinationSettings, ...] = setting(
        says="Where the images go.",
        impact="ECR refuses the replication configuration",
        fix="write one to 25 destinations, such as `- region: ap-northeast-1`",
        min_length=1,
        max_length=Limit.REPLICATION_DESTINATIONS.number,
    )
    prefixes: tuple[_Prefix, ...] = setting(
        (),
        says="Beginnings of the repository names to replicate; all repositories if left out.",
        impact="ECR takes 100 filters in a rule, and refuses the replication configuration",
        fix='write a list such as ["feed-"]',
        max_length=Limit.REPLICATION_FILTERS.number,
    )


class RegistrySettings(SettingsModel):
    """What the registry of this account and Region does for all its repositories."""

    owner: bool = setting(
        False,
        says="This stack owns the registry-wide settings. One stack per account and Region may; "
        "any other would overwrite it in turn.",
        impact="it could not be told which stack writes the registry-wide settings",
        fix="write true in one stack, false in all others",
    )
    replication: tuple[ReplicationRuleSettings, ...] = setting(
        (),
        says="Replication rules, at most ten.",
        impact="ECR takes ten rules, and refuses the replication configuration",
        fix="write up to ten rules with `destinations`",
        max_length=Limit.REPLICATION_RULES.number,
    )
    accept_replication_from: tuple[AccountId, ...] = setting(
        (),
        says="Accounts that may replicate into this registry.",
        impact="no other account could replicate into this registry",
        fix='write account ids in quotes, such as ["222222222222"]',
    )
