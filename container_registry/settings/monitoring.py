"""What is watched, and who is told."""

from collections.abc import Collection, Mapping
from typing import Annotated, Final, Literal

from pydantic import AfterValidator, Field
from pydantic.alias_generators import to_camel

from container_registry.catalogue.prices import Item
from container_registry.monitoring.runbook import PAGE
from container_registry.monitoring.runbooks import RUNBOOKS
from container_registry.monitoring.severity import Severity
from container_registry.monitoring.told import Told
from container_registry.settings.base import SettingsModel, setting
from container_registry.settings.message_words import Beginning, DeployerArn, Page
from container_registry.settings.routes import RouteSettings
from container_registry.settings.thresholds import ThresholdSettings
from container_registry.settings.vocabulary import refused
from container_registry.settings.wording import nearest

#: The items of the price list, spelled as settings are: `storage`, `endpointHour`.
_ITEMS: Final[Mapping[str, Item]] = {to_camel(item.name.lower()): item for item in Item}


def _one_of(given: str, known: Collection[str]) -> str:
    close = nearest(given, known)
    return f"{f'write `{close}`; ' if close else ''}one of {', '.join(sorted(known))}"


def _priced(item: str) -> str:
    if item not in _ITEMS:
        raise refused(
            "price-item",
            "is no item of the price list",
            "the price is ignored",
            _one_of(item, _ITEMS),
        )
    return item


def _told(kind: str) -> str:
    if kind not in RUNBOOKS:
        raise refused(
            "message-kind",
            "is no kind of message",
            "its severity is ignored",
            _one_of(kind, RUNBOOKS),
        )
    return kind


class MonitoringSettings(SettingsModel):
    """Alarms, events, the usage reporter, the dashboard and the budget of one stack."""

    enabled: bool = setting(
        True,
        says="Make the alert topic, and alarms and event rules for every service.",
        impact="silence would look like health",
        fix="true (the default) or false",
    )
    alarms: Literal["kinds", "perService"] = setting(
        "kinds",
        says="`kinds`: one alarm a kind for all services, and the reporter's messages name the "
        "service. `perService`: an alarm a kind and service, six for each.",
        impact="CloudWatch's rate of 3 alarms a second would make an update last for minutes",
        fix="kinds (the default), or perService for a handful of services",
    )
    thresholds: ThresholdSettings = setting(
        says="From which point on people are told; a service may have its own.",
        impact="alarms would be silent for ever, or always on",
        fix="see the thresholds, each has a default",
        default_factory=ThresholdSettings,
    )
    reporter: bool = setting(
        True,
        says="Run the function that publishes size, images, age and findings: ECR publishes none "
        "of them.",
        impact="the alarms on size, images, pushes and findings would have no data",
        fix="true (the default) or false",
    )
    routes: RouteSettings = setting(
        says="Where messages go, by how soon somebody must act; without a route of its own a "
        "message goes to `alertAddresses`.",
        impact="people would be woken for nothing, or not at all",
        fix="lists of targets under `page`, `ticket` and `info`",
        default_factory=RouteSettings,
    )
    severities: dict[Annotated[str, AfterValidator(_told)], Severity] = setting(
        says="How soon somebody must act, by kind of message, where it isn't what docs/runbooks.md "
        "says.",
        impact="a message would take the wrong route",
        fix="a kind of docs/runbooks.md with `page`, `ticket` or `info`",
        default_factory=dict,
    )
    runbooks: Page = setting(
        PAGE,
        says="Where docs/runbooks.md is for the readers of messages: each message links to its "
        "section.",
        impact="the link of every message would lead nowhere",
        fix="an address such as https://git.example.com/registry/blob/main/docs/runbooks.md",
    )
    ok_messages: bool = setting(
        False,
        says="Tell, too, when an alarm or a breach is over.",
        impact="twice as many messages, or people who never learn that it is over",
        fix="false (the default) or true",
    )
    listen: Literal["named", "account"] = setting(
        "named",
        says="`named`: hear events of this stack's repositories. `account`: of every repository "
        "of the account and Region, for the one stack that owns the registry.",
        impact="events of other stacks' repositories would be told twice, or nobody's",
        fix="named (the default), or account with `registry.owner: true`",
    )
    prefix: Beginning | None = setting(
        None,
        says="The beginning of all of this stack's repositories and of no other's: rules then hold "
        "it in place of the names.",
        impact="a repository that doesn't begin with it would not be heard",
        fix="the common beginning, such as team-a/, or leave it out",
    )
    critical_findings: bool = setting(
        False,
        says="Tell of each CRITICAL finding of Inspector's on its own: one message a vulnerability "
        "and image, hundreds when Inspector is first switched on.",
        impact="people would be told hundreds of times",
        fix="false (the default) or true",
    )
    replicated_into: bool | None = setting(
        None,
        says="Tell when an image did not arrive here by replication; by default where "
        "`registry.acceptReplicationFrom` names an account.",
        impact="a rule would wait for events that never come, or a lost image go unnoticed",
        fix="true where another Region replicates into this one",
    )
    deployers: tuple[DeployerArn, ...] = setting(
        (),
        says="ARNs of the roles that deploy this stack: their changes raise no `access` message.",
        impact="EventBridge takes patterns of 2,048 characters, which more ARNs would fill",
        fix="a list of role ARNs, at most ten",
        max_length=10,
    )
    dashboard: bool = setting(
        True,
        says="Make the dashboard; the first three of an account are free.",
        impact="nobody could see at a glance how the registry is",
        fix="true (the default) or false",
    )
    budget: float | None = setting(
        None,
        says="US dollars a month that ECR may cost; none makes no budget.",
        impact="AWS refuses the budget",
        fix="an amount above 0, such as 20",
        gt=0,
    )
    prices: dict[Annotated[str, AfterValidator(_priced)], Annotated[float, Field(ge=0)]] = setting(
        says="Prices of one's own contract in US dollars, by item, in place of AWS's list.",
        impact="the dashboard would show costs that nobody pays",
        fix="an item of the price list with its price",
        default_factory=dict,
    )

    @property
    def told(self) -> Told:
        """How people are told."""
        return Told(severities=self.severities, page=self.runbooks, over=self.ok_messages)

    @property
    def prices_by_item(self) -> dict[Item, float]:
        """The prices in the words of the catalogue."""
        return {_ITEMS[name]: price for name, price in self.prices.items()}
