"""One service's alarms and event rules, all of which end at the alert topic.

Owns the resources; what is watched, and in which words people are told, is
`container_registry.monitoring`.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field

import pulumi
from pulumi_aws import cloudwatch

from components.metric_alarm import metric_alarm
from container_registry.monitoring import alarms, rules
from container_registry.monitoring.alarm import Alarm
from container_registry.monitoring.alarms import Scanning
from container_registry.monitoring.rule import Rule
from container_registry.naming import RULE_NAME_LIMIT, physical_name
from container_registry.scope import Scope
from container_registry.settings.thresholds import ThresholdSettings


@dataclass(frozen=True, kw_only=True)
class ServiceAlarmsArgs:
    """What a service's alarms are made from.

    Attributes:
        scope: account, Region and environment.
        service: the service's name.
        repository: its repository's name.
        topic_arn: where alerts go.
        scanning: which scanning the registry has; basic and enhanced send different events.
        thresholds: from which point on people are told.
        reported: whether a usage reporter publishes this repository's metrics; without one, only
            the alarm on pulls is made, for the others would never have data.
        tags: tags of every resource; `Name` is added.
    """

    scope: Scope
    service: str
    repository: str
    topic_arn: pulumi.Input[str]
    scanning: Scanning
    thresholds: ThresholdSettings = field(default_factory=ThresholdSettings)
    reported: bool = True
    tags: Mapping[str, str] = field(default_factory=dict)


class ServiceAlarms(pulumi.ComponentResource):
    """Alarms on a repository's pulls, images, size, pushes and vulnerabilities, and event rules.

    The rule on lost protection needs a CloudTrail trail that logs management events; the usage
    reporter checks that there is one, and has an alarm of its own for it.

    Outputs:
        alarmNames: names of the metric alarms.
        ruleNames: names of the event rules.
    """

    alarm_names: list[str]
    rule_names: list[str]

    def __init__(
        self, name: str, args: ServiceAlarmsArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("container-registry:index:ServiceAlarms", name, {}, opts)
        watched = alarms.of_service(
            args.service,
            args.repository,
            args.thresholds,
            args.scanning,
            reported=args.reported,
        )
        self.alarm_names = [self._alarm(name, alarm, args) for alarm in watched]
        self.rule_names = [
            self._rule(name, rule, args)
            for rule in rules.of_service(args.service, args.thresholds, args.scanning)
        ]
        self.register_outputs({"alarmNames": self.alarm_names, "ruleNames": self.rule_names})

    def _alarm(self, name: str, alarm: Alarm, args: ServiceAlarmsArgs) -> str:
        physical = physical_name(args.scope.environment, args.service, alarm.noun)
        metric_alarm(
            f"{name}-{alarm.noun}",
            alarm,
            physical_name=physical,
            region=args.scope.region,
            topic_arn=args.topic_arn,
            tags=args.tags,
            parent=self,
        )
        return physical

    def _rule(self, name: str, rule: Rule, args: ServiceAlarmsArgs) -> str:
        physical = physical_name(
            args.scope.environment, args.service, rule.noun, limit=RULE_NAME_LIMIT
        )
        arn = args.scope.repository_arn(args.repository)
        created = cloudwatch.EventRule(
            f"{name}-{rule.noun}-rule",
            name=physical,
            region=args.scope.region,
            description=rule.description,
            event_pattern=json.dumps(rule.pattern(args.repository, arn), separators=(",", ":")),
            tags={**args.tags, "Name": physical},
            opts=pulumi.ResourceOptions(parent=self),
        )
        cloudwatch.EventTarget(
            f"{name}-{rule.noun}-target",
            rule=created.name,
            region=args.scope.region,
            target_id="alerts",
            # No role: EventBridge uses the topic's policy, and with a role an encrypted topic may
            # never get the event (EventBridge user guide, "Using resource-based policies").
            arn=args.topic_arn,
            input_transformer=cloudwatch.EventTargetInputTransformerArgs(
                input_paths=rule.paths, input_template=rule.template
            ),
            opts=pulumi.ResourceOptions(parent=self),
        )
        return physical
