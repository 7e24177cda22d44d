"""The metric alarms of a stack: one a kind, whatever the number of its services.

Owns the alarms on pulls, on breaches that last and on messages that were lost. The reporter's own
are `UsageReporter`'s.
"""

from collections.abc import Mapping, Sequence
from typing import Literal, NotRequired

import pulumi

from components.arguments import Later, as_in, resolve_scope
from components.metric_alarm import metric_alarm
from components.telling import Topics, route, topics_by_severity
from components.watching import WatchingArgs, WatchingModel
from container_registry.monitoring import alarms
from container_registry.monitoring import reporter as reported
from container_registry.monitoring.alarm import Alarm
from container_registry.monitoring.alarms import Scanning
from container_registry.monitoring.severity import Severity
from container_registry.naming import shared_name
from container_registry.quotas import ALARMS
from container_registry.settings.base import setting
from container_registry.settings.quotas import QuotaSettings

_UNTOLD = "nobody would be told"


class RegistryAlarmsArgs(WatchingArgs):
    """What the alarms are made from."""

    topic_arn: pulumi.Input[str]
    """Where alerts go that have no topic of their severity."""

    topics: NotRequired[Mapping[Literal["page", "ticket", "info"], pulumi.Input[str]]]
    """The topic of each severity that has one of its own."""

    scanning: NotRequired[Literal["basic", "enhanced"]]
    """Which scanning the registry has; basic by default."""

    reporter: NotRequired[str]
    """Name of the usage reporter's function, which judges; none without one."""

    rule_names: NotRequired[Sequence[str]]
    """Event rules whose lost events are told."""

    topic_names: NotRequired[Sequence[str]]
    """Topics whose lost messages are told, at most nine."""

    dead_letters: NotRequired[str]
    """Name of the dead-letter queue that is watched."""

    alarms: NotRequired[int]
    """Alarms that one update may make: CloudWatch takes 3 a second."""


class RegistryAlarmsModel(WatchingModel):
    """The arguments, checked."""

    noun, arguments = "RegistryAlarms", RegistryAlarmsArgs

    topic_arn: Later[str] = setting(says="Where alerts go.", impact=_UNTOLD, fix="a topic's ARN")
    topics: Topics = topics_by_severity(impact=_UNTOLD)
    scanning: Scanning = setting(
        "basic",
        says="Which scanning the registry has.",
        impact="alarms would wait for data that never come",
        fix="basic or enhanced",
    )
    reporter: str = setting(
        "",
        says="Name of the usage reporter.",
        impact="a breach that lasts would not be told again",
        fix="the function's name",
    )
    rule_names: tuple[str, ...] = setting(
        (), says="Event rules.", impact="lost events would go unnoticed", fix="their names"
    )
    topic_names: tuple[str, ...] = setting(
        (),
        max_length=9,
        says="Topics.",
        impact="lost messages would go unnoticed",
        fix="the names of at most nine topics",
    )
    dead_letters: str = setting(
        "",
        says="The dead-letter queue.",
        impact="lost messages would go unnoticed",
        fix="the queue's name",
    )
    alarms: int | None = as_in(QuotaSettings, "alarms")


class RegistryAlarms(pulumi.ComponentResource):
    """Alarms on pulls of every repository, on breaches that last a day, and on lost messages."""

    model = RegistryAlarmsModel

    alarm_names: dict[str, Severity]
    """Names of the alarms, with the severity of each."""

    def __init__(
        self, name: str, args: RegistryAlarmsArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        checked = self.model.checked(name, args)
        made = _alarms(checked)
        ALARMS.require(len(made), checked.alarms, where=f"RegistryAlarms {name}")
        super().__init__("container-registry:index:RegistryAlarms", name, {}, opts)
        scope, told = resolve_scope(self, args, checked), checked.telling.told
        self.alarm_names = {}
        for alarm in made:
            physical = shared_name(scope.environment, alarm.noun)
            metric_alarm(
                f"{name}-{alarm.noun}",
                alarm,
                physical_name=physical,
                region=scope.region,
                topic_arn=route(alarm.severity, checked.topic_arn, checked.topics),
                over=told.over,
                tags=checked.tags,
                parent=self,
            )
            self.alarm_names[physical] = alarm.severity
        self.register_outputs({"alarmNames": self.alarm_names})


def _alarms(args: RegistryAlarmsModel) -> list[Alarm]:
    told, thresholds = args.telling.told, args.thresholds_by_name()
    made = list(alarms.of_pulls(args.thresholds, thresholds, told))
    if args.reporter:
        kinds = reported.kinds(
            list(thresholds.values()), args.scanning, others=bool(args.shared_stack)
        )
        made += alarms.of_breaches(args.reporter, kinds, told)
    if args.dead_letters:
        made += alarms.of_delivery(args.rule_names, args.topic_names, args.dead_letters, told)
    return made
