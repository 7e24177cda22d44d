"""The event rules of a stack: one a kind of event, whatever the number of its services.

Owns the rules and their targets. Which events, of which repositories and in which words, is
`container_registry.monitoring.rules`'.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Literal, NotRequired, TypedDict

import pulumi

from components.arguments import Later, as_in, resolve_scope
from components.arguments.said import Said
from components.event_rule import Target, event_rule
from components.telling import Topics, route, topics_by_severity
from components.watching import WatchingArgs, WatchingModel
from container_registry.monitoring import own_rules, rules
from container_registry.monitoring.alarms import Scanning
from container_registry.monitoring.pagers import Pager
from container_registry.monitoring.rule import Rule
from container_registry.monitoring.rules import Events
from container_registry.monitoring.severity import SEVERITIES, Severity
from container_registry.monitoring.thresholds import Watched
from container_registry.naming import RULE_NAME_LIMIT, shared_name
from container_registry.quotas import EVENT_PATTERN, EVENT_RULES, EVENT_TARGETS
from container_registry.settings.base import SettingsModel, setting
from container_registry.settings.monitoring import MonitoringSettings
from container_registry.settings.quotas import QuotaSettings

_UNTOLD = "nobody would be told"


class PagerTargetArgs(TypedDict):
    """A pager that gets messages of one severity."""

    kind: Literal["pagerduty", "opsgenie"]
    """Whose form the messages have."""

    destination_arn: pulumi.Input[str]
    """The API destination; `AlertPager` makes one."""

    role_arn: pulumi.Input[str]
    """The role that may call it."""

    label: str
    """A word that names the pager."""


class RegistryEventsArgs(WatchingArgs):
    """What the rules are made from."""

    topic_arn: pulumi.Input[str]
    """Where messages go that have no topic of their severity."""

    topics: NotRequired[Mapping[Literal["page", "ticket", "info"], pulumi.Input[str]]]
    """The topic of each severity that has one of its own."""

    pagers: NotRequired[Mapping[Literal["page", "ticket", "info"], Sequence[PagerTargetArgs]]]
    """Pagers, by the severity of what they get."""

    dead_letters_arn: NotRequired[pulumi.Input[str]]
    """The queue for events that a target never took."""

    scanning: NotRequired[Literal["basic", "enhanced"]]
    """Which scanning the registry has; basic (the default) and enhanced send different events."""

    reporter: NotRequired[str]
    """Name of the usage reporter's function, whose messages are heard; none without one."""

    listen: NotRequired[Literal["named", "account"]]
    """`named` (the default) for these repositories, `account` for all of the account."""

    prefix: NotRequired[str]
    """The beginning of these repositories' names and of no other's."""

    critical_findings: NotRequired[bool]
    """Tell of each CRITICAL finding of Inspector's on its own; false by default."""

    replicated_into: NotRequired[bool]
    """Whether images arrive here by replication; false by default."""

    deployers: NotRequired[Sequence[str]]
    """ARNs of the roles whose changes are deployments."""

    event_rules: NotRequired[int]
    """Rules that the bus takes, where AWS has raised the quota L-244521F2."""

    event_pattern: NotRequired[int]
    """Characters that a pattern takes, where AWS has raised the quota L-664C5505."""


class PagerTargetSettings(SettingsModel):
    """A pager, checked."""

    kind: Pager = setting(says="Whose form it has.", impact=_UNTOLD, fix="pagerduty or opsgenie")
    destination_arn: Later[str] = setting(
        says="The API destination.", impact=_UNTOLD, fix="its ARN"
    )
    role_arn: Later[str] = setting(says="The role that calls it.", impact=_UNTOLD, fix="its ARN")
    label: str = setting(
        pattern=r"^[a-z0-9][a-z0-9-]*$",
        max_length=32,
        says="A word that names it.",
        impact="the engine refuses the name",
        fix="a few lower-case letters, digits and hyphens",
    )


class RegistryEventsModel(WatchingModel):
    """The arguments, checked."""

    noun, arguments = "RegistryEvents", RegistryEventsArgs

    topic_arn: Later[str] = setting(says="Where messages go.", impact=_UNTOLD, fix="a topic's ARN")
    topics: Topics = topics_by_severity(impact=_UNTOLD)
    pagers: dict[Severity, tuple[PagerTargetSettings, ...]] = setting(
        says="Pagers by severity.",
        impact=_UNTOLD,
        fix="lists under page, ticket and info",
        default_factory=dict,
    )
    dead_letters_arn: Later[str] | None = setting(
        None,
        says="The queue for lost events.",
        impact="what was lost would be gone",
        fix="a queue's ARN",
    )
    scanning: Scanning = setting(
        "basic",
        says="Which scanning the registry has.",
        impact="its rules would wait for events that never come",
        fix="basic or enhanced",
    )
    reporter: str = setting(
        "",
        says="Name of the usage reporter.",
        impact="breaches would be told to nobody",
        fix="the function's name",
    )
    listen: Literal["named", "account"] = as_in(MonitoringSettings, "listen")
    prefix: str | None = as_in(MonitoringSettings, "prefix")
    critical_findings: bool = as_in(MonitoringSettings, "critical_findings")
    replicated_into: bool | None = as_in(MonitoringSettings, "replicated_into")
    deployers: tuple[str, ...] = as_in(MonitoringSettings, "deployers")
    event_rules: int | None = as_in(QuotaSettings, "event_rules")
    event_pattern: int | None = as_in(QuotaSettings, "event_pattern")

    @classmethod
    def across(cls, name: str, given: Mapping[str, Any]) -> Iterator[Said]:
        """Repositories of other stacks have no names here."""
        yield from super().across(name, given)
        wide = given.get("listen") == "account" or given.get("prefix")
        if given.get("sharedStack") and not wide:
            yield Said(
                code="argument-hears-nobody",
                path=("listen",),
                problem="hears named repositories alone, and those of other stacks have no names "
                "here",
                impact="events of the services of other stacks reach nobody",
                fix="account for the registry's owner, or the `prefix` of all their names",
            )


class RegistryEvents(pulumi.ComponentResource):
    """One rule for each kind of event, with the names of many repositories, and its messages."""

    model = RegistryEventsModel

    rule_names: list[str]
    """Names of the event rules."""

    def __init__(
        self, name: str, args: RegistryEventsArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        self._args = checked = self.model.checked(name, args)
        made = [*_of_services(checked), *_of_reporter(checked)]
        heard = [severity for severity in SEVERITIES if checked.pagers.get(severity)]
        count = len(made) + len(heard)
        EVENT_RULES.require(count, checked.event_rules, where=f"RegistryEvents {name}")
        targets = 1 + max((len(pagers) for pagers in checked.pagers.values()), default=0)
        EVENT_TARGETS.require(targets, None, where=f"RegistryEvents {name}")
        super().__init__("container-registry:index:RegistryEvents", name, {}, opts)
        self._name, self._scope = name, resolve_scope(self, args, checked)
        self.rule_names = [
            *(self._rule(rule) for rule in made),
            *(self._physical(own_rules.alarm_noun(severity)) for severity in heard),
        ]
        self.register_outputs({"ruleNames": self.rule_names})

    def hear_alarms(self, alarm_names: Mapping[str, Severity]) -> None:
        """Let pagers hear that alarms fire; topics are told by CloudWatch itself.

        Args:
            alarm_names: names of metric alarms, with the severity of each.
        """
        for severity in SEVERITIES:
            names = [name for name, of in alarm_names.items() if of == severity]
            if names and self._args.pagers.get(severity):
                self._rule(own_rules.of_alarms(names, severity, self._args.telling.told))

    def _physical(self, noun: str) -> str:
        return shared_name(self._scope.environment, noun, limit=RULE_NAME_LIMIT)

    def _rule(self, rule: Rule) -> str:
        args = self._args
        physical = self._physical(rule.noun)
        topic = Target(noun="alerts", arn=route(rule.severity, args.topic_arn, args.topics))
        pagers = [
            Target(
                noun=pager.label,
                arn=pager.destination_arn,
                pager=pager.kind,
                role_arn=pager.role_arn,
            )
            for pager in args.pagers.get(rule.severity, ())
        ]
        event_rule(
            self._name,
            rule,
            physical_name=physical,
            region=self._scope.region,
            # CloudWatch itself tells the topic of an alarm.
            targets=pagers if rule.kind == own_rules.ALARM_KIND else [topic, *pagers],
            dead_letters_arn=args.dead_letters_arn,
            tags=args.tags,
            parent=self,
        )
        return physical


def _of_services(args: RegistryEventsModel) -> tuple[Rule, ...]:
    watched = [Watched(name, of) for name, of in args.thresholds_by_name().items()]
    heard = Events(
        scanning=args.scanning,
        told=args.telling.told,
        listening=args.listen,
        prefix=args.prefix or "",
        critical_findings=args.critical_findings,
        replicated_into=bool(args.replicated_into),
        deployers=args.deployers,
        pattern_limit=args.event_pattern or EVENT_PATTERN.default,
        others=args.thresholds if args.shared_stack else None,
    )
    return rules.of_stack(watched, heard)


def _of_reporter(args: RegistryEventsModel) -> Iterator[Rule]:
    """One rule for the severities that go the same way."""
    if not args.reporter:
        return
    alone = [s for s in SEVERITIES if s in args.topics or args.pagers.get(s)]
    together = [s for s in SEVERITIES if s not in alone]
    for severities in [*([s] for s in alone), *([together] if together else [])]:
        yield own_rules.of_breaches(args.reporter, severities, args.telling.told)
