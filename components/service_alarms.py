"""One service's alarms and event rules, all of which end at the alert topic.

Owns the resources for a service that is used alone, or where `alarms: perService` asks for them: a
stack of many services has `RegistryEvents` and `RegistryAlarms`, one rule and alarm a kind. What is
watched, and in which words people are told, is `container_registry.monitoring`'s.
"""

from collections.abc import Mapping
from typing import Literal, NotRequired, TypedDict

import pulumi

from components.arguments import Later, TaggedModel, resolve_scope
from components.event_rule import Target, event_rule
from components.inputs import ThresholdsArgs
from components.metric_alarm import metric_alarm
from components.telling import TellingArgs, TellingSettings, Topics, route, topics_by_severity
from container_registry.monitoring import alarms, rules
from container_registry.monitoring.alarms import Scanning
from container_registry.naming import RULE_NAME_LIMIT, physical_name
from container_registry.scope import Scope
from container_registry.settings.base import setting
from container_registry.settings.thresholds import ThresholdSettings
from container_registry.settings.vocabulary import RepositoryName

_UNTOLD = "nobody would be told"


class ServiceAlarmsArgs(TypedDict):
    """What a service's alarms are made from."""

    topic_arn: pulumi.Input[str]
    """Where alerts go that have no topic of their severity."""

    service: str
    """The service's name, the second word of every physical name."""

    scope: NotRequired[Scope]
    """Account, partition, Region and environment; the provider's and the stack's if left out."""

    environment: NotRequired[str]
    """The first word of every physical name; the stack's name if left out."""

    repository: NotRequired[str]
    """Its repository's name; the service's if left out."""

    topics: NotRequired[Mapping[Literal["page", "ticket", "info"], pulumi.Input[str]]]
    """The topic of each severity that has one of its own."""

    scanning: NotRequired[Literal["basic", "enhanced"]]
    """Which scanning the registry has; basic (the default) and enhanced send different events."""

    thresholds: NotRequired[ThresholdsArgs]
    """From which point on people are told."""

    reported: NotRequired[bool]
    """Whether a usage reporter publishes this repository's metrics; without one, only the alarm on
    pulls is made, for the others would never have data."""

    events: NotRequired[bool]
    """Whether event rules are made too; true by default."""

    dead_letters_arn: NotRequired[pulumi.Input[str]]
    """The queue for events that the topic never took."""

    telling: NotRequired[TellingArgs]
    """How people are told."""

    tags: NotRequired[Mapping[str, pulumi.Input[str]]]
    """Tags of every resource; `Name` is added."""


class ServiceAlarmsModel(TaggedModel):
    """The arguments, checked."""

    noun, arguments = "ServiceAlarms", ServiceAlarmsArgs

    topic_arn: Later[str] = setting(says="Where alerts go.", impact=_UNTOLD, fix="a topic's ARN")
    service: RepositoryName = setting(
        says="The service's name.",
        impact="its alarms would have had no name",
        fix="2 to 256 lower-case letters and digits, separated by single `.`, `_`, `-` or `/`",
    )
    repository: RepositoryName | None = setting(
        None,
        says="Its repository's name.",
        impact="its alarms would watch nothing",
        fix="the name of a repository",
    )
    topics: Topics = topics_by_severity(impact=_UNTOLD)
    scanning: Scanning = setting(
        "basic",
        says="Which scanning the registry has.",
        impact="its rules would wait for events that never come",
        fix="basic or enhanced",
    )
    thresholds: ThresholdSettings = setting(
        says="From which point on people are told.",
        impact="alarms would be silent for ever, or always on",
        fix="see the thresholds, each has a default",
        default_factory=ThresholdSettings,
    )
    reported: bool = setting(
        True,
        says="Whether a usage reporter publishes.",
        impact="alarms would wait for data that never come",
        fix="true or false",
    )
    events: bool = setting(
        True,
        says="Whether event rules are made.",
        impact="an event would be told twice, or not at all",
        fix="true or false",
    )
    dead_letters_arn: Later[str] | None = setting(
        None,
        says="The queue for lost events.",
        impact="what was lost would be gone",
        fix="a queue's ARN",
    )
    telling: TellingSettings = setting(
        says="How people are told.",
        impact="a message would take the wrong route",
        fix="severities, runbooks and ok_messages",
        default_factory=TellingSettings,
    )


class ServiceAlarms(pulumi.ComponentResource):
    """Alarms on a repository's pulls, images, size, pushes and vulnerabilities, and event rules.

    The rule on lost protection needs a CloudTrail trail that logs management events; the usage
    reporter checks that there is one, and has an alarm of its own for it.
    """

    model = ServiceAlarmsModel

    alarm_names: list[str]
    """Names of the metric alarms."""

    rule_names: list[str]
    """Names of the event rules."""

    def __init__(
        self, name: str, args: ServiceAlarmsArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        self._args = checked = self.model.checked(name, args)
        super().__init__("container-registry:index:ServiceAlarms", name, {}, opts)
        self._name, self._scope = name, resolve_scope(self, args, checked)
        repository = checked.repository or checked.service
        self.alarm_names = self._alarms(repository)
        self.rule_names = self._rules(repository) if checked.events else []
        self.register_outputs({"alarmNames": self.alarm_names, "ruleNames": self.rule_names})

    def _alarms(self, repository: str) -> list[str]:
        args, told = self._args, self._args.telling.told
        names = []
        for alarm in alarms.of_service(
            args.service,
            repository,
            args.thresholds,
            args.scanning,
            reported=args.reported,
            told=told,
        ):
            physical = physical_name(self._scope.environment, args.service, alarm.noun)
            metric_alarm(
                f"{self._name}-{alarm.noun}",
                alarm,
                physical_name=physical,
                region=self._scope.region,
                topic_arn=route(alarm.severity, args.topic_arn, args.topics),
                over=told.over,
                tags=args.tags,
                parent=self,
            )
            names.append(physical)
        return names

    def _rules(self, repository: str) -> list[str]:
        args, names = self._args, []
        for rule in rules.of_service(repository, args.thresholds, args.scanning, args.telling.told):
            physical = physical_name(
                self._scope.environment, args.service, rule.noun, limit=RULE_NAME_LIMIT
            )
            topic = route(rule.severity, args.topic_arn, args.topics)
            event_rule(
                self._name,
                rule,
                physical_name=physical,
                region=self._scope.region,
                targets=[Target(noun="alerts", arn=topic)],
                dead_letters_arn=args.dead_letters_arn,
                tags=args.tags,
                parent=self,
            )
            names.append(physical)
        return names
