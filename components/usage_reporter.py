"""The function that measures and judges what ECR doesn't, its schedule, and what watches it.

Owns every resource of it. Its code is the room `usage_reporter/`, zipped as it is.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Final, Literal, NotRequired

import pulumi
from pulumi_aws import cloudwatch, iam, lambda_, scheduler

from components.arguments import Later, resolve_scope
from components.iam_role import RoleModel, iam_role
from components.inputs import IamArgs
from components.metric_alarm import metric_alarm
from components.telling import Topics, route, topics_by_severity
from components.watching import WatchingArgs, WatchingModel
from container_registry.monitoring import alarms, arns
from container_registry.monitoring import reporter as documents
from container_registry.monitoring.severity import Severity
from container_registry.naming import FUNCTION_NAME_LIMIT, ROLE_NAME_LIMIT, shared_name
from container_registry.settings.base import setting

_ROOM: Final = Path(__file__).parent.parent / "usage_reporter"
#: Lambda's most; 1,000 repositories take about a minute, one with 100,000 images about another.
_TIMEOUT_SECONDS: Final = 900
_MEMORY_MB: Final = 512
#: What auditors ask for (CloudWatch.16 of AWS Security Hub); the log grows by some kB a day.
_LOG_DAYS: Final = 365
_UNTOLD: Final = "nobody would be told of a silent reporter"


class UsageReporterArgs(WatchingArgs):
    """What the reporter is made from."""

    iam: NotRequired[IamArgs]
    """What your organisation demands of every IAM role."""

    topic_arn: pulumi.Input[str]
    """Where alerts go that have no topic of their severity."""

    topics: NotRequired[Mapping[Literal["page", "ticket", "info"], pulumi.Input[str]]]
    """The topic of each severity that has one of its own."""

    enhanced: NotRequired[bool]
    """Whether the registry scans with Inspector; false by default."""

    judged: NotRequired[bool]
    """Whether the reporter judges thresholds and tells of breaches, by the events that
    `RegistryEvents` hears; true by default."""

    dead_letters: NotRequired[str]
    """Name of a queue in this account and Region for runs that fail."""

    dead_letters_arn: NotRequired[pulumi.Input[str]]
    """Its ARN, where it is made in the same program, so that it is there first."""


class UsageReporterModel(WatchingModel, RoleModel):
    """The arguments, checked."""

    noun, arguments = "UsageReporter", UsageReporterArgs

    topic_arn: Later[str] = setting(says="Where alerts go.", impact=_UNTOLD, fix="a topic's ARN")
    topics: Topics = topics_by_severity(impact=_UNTOLD)
    enhanced: bool = setting(
        False,
        says="Whether the registry scans with Inspector.",
        impact="findings could not be read",
        fix="true or false",
    )
    judged: bool = setting(
        True,
        says="Whether the reporter judges and tells.",
        impact="breaches would be told twice, or not at all",
        fix="true or false",
    )
    dead_letters: str = setting(
        "",
        says="Name of the queue for failed runs.",
        impact="a failed run would be gone",
        fix="a queue's name",
    )
    dead_letters_arn: Later[str] | None = setting(
        None,
        says="ARN of that queue.",
        impact="a failed run would be gone",
        fix="a queue's ARN, beside `dead_letters`",
    )


class UsageReporter(pulumi.ComponentResource):
    """A scheduled Lambda function that publishes size, images, age and findings per repository,
    judges them by each one's thresholds, and tells who is beyond one.
    """

    model = UsageReporterModel

    function_name: str
    """The function's name, which is the `Reporter` of its own metrics."""

    alarm_names: dict[str, Severity]
    """Names of its alarms, with the severity of each."""

    def __init__(
        self, name: str, args: UsageReporterArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        self._args = checked = self.model.checked(name, args)
        super().__init__("container-registry:index:UsageReporter", name, {}, opts)
        self._name, self._scope = name, resolve_scope(self, args, checked)
        environment = self._scope.environment
        self.function_name = shared_name(environment, "usage", limit=FUNCTION_NAME_LIMIT)
        schedule = self._schedule(self._function())
        told = checked.telling.told
        self.alarm_names = {}
        for alarm in alarms.of_reporter(self.function_name, told):
            physical = shared_name(environment, alarm.noun)
            self.alarm_names[physical] = alarm.severity
            metric_alarm(
                f"{name}-{alarm.noun}",
                alarm,
                physical_name=physical,
                region=self._scope.region,
                topic_arn=route(alarm.severity, checked.topic_arn, checked.topics),
                over=told.over,
                tags=checked.tags,
                parent=self,
                depends_on=[schedule],
            )
        self.register_outputs({"functionName": self.function_name, "alarmNames": self.alarm_names})

    @property
    def _found(self) -> documents.Found | None:
        """The repositories of other stacks."""
        stack = self._args.shared_stack
        if not stack:
            return None
        return documents.Found(self._scope.environment, stack, self._args.thresholds)

    @property
    def _lost(self) -> pulumi.Input[str] | None:
        """The ARN of the queue for failed runs."""
        if not self._args.dead_letters:
            return None
        return self._args.dead_letters_arn or arns.queue(self._scope, self._args.dead_letters)

    def _function(self) -> lambda_.Function:
        name, tags = self._name, {**self._args.tags, "Name": self.function_name}
        log_group = cloudwatch.LogGroup(
            f"{name}-log",
            name=documents.log_group(self.function_name),
            region=self._scope.region,
            retention_in_days=_LOG_DAYS,
            tags=tags,
            opts=pulumi.ResourceOptions(parent=self),
        )
        role, policy = self._role(
            f"{name}-function",
            noun="usage",
            trust=documents.function_trust(),
            policy=documents.function_policy(
                self._scope,
                self.function_name,
                self._args.repositories,
                enhanced=self._args.enhanced,
                dead_letters=self._args.dead_letters,
                found=bool(self._args.shared_stack),
            ),
        )
        lost = self._lost
        return lambda_.Function(
            f"{name}-function",
            name=self.function_name,
            region=self._scope.region,
            description="Publishes usage and findings of ECR repositories as metrics",
            role=role.arn,
            runtime="python3.12",
            architectures=["arm64"],
            handler="usage_reporter.handler.handler",
            code=pulumi.AssetArchive(
                {
                    f"{_ROOM.name}/{file.name}": pulumi.FileAsset(str(file))
                    for file in sorted(_ROOM.glob("*.py"))
                }
            ),
            timeout=_TIMEOUT_SECONDS,
            memory_size=_MEMORY_MB,
            dead_letter_config=None
            if lost is None
            else lambda_.FunctionDeadLetterConfigArgs(target_arn=lost),
            logging_config=lambda_.FunctionLoggingConfigArgs(
                log_format="Text", log_group=log_group.name
            ),
            tags=tags,
            # Lambda checks at the creation that the role may send to the queue.
            opts=pulumi.ResourceOptions(parent=self, depends_on=[policy]),
        )

    def _schedule(self, function: lambda_.Function) -> scheduler.Schedule:
        role, policy = self._role(
            f"{self._name}-schedule",
            noun="usage-schedule",
            trust=documents.scheduler_trust(self._scope),
            policy=documents.scheduler_policy(
                self._scope, self.function_name, self._args.dead_letters
            ),
        )
        lost = self._lost
        return scheduler.Schedule(
            f"{self._name}-schedule",
            name=self.function_name,
            region=self._scope.region,
            description="Runs the usage reporter once per period of its metrics",
            schedule_expression=documents.SCHEDULE,
            flexible_time_window=scheduler.ScheduleFlexibleTimeWindowArgs(mode="OFF"),
            target=scheduler.ScheduleTargetArgs(
                arn=function.arn,
                role_arn=role.arn,
                input=documents.schedule_input(
                    self._args.thresholds_by_name(),
                    "enhanced" if self._args.enhanced else "basic",
                    self._args.telling.told,
                    judged=self._args.judged,
                    found=self._found,
                ),
                dead_letter_config=None
                if lost is None
                else scheduler.ScheduleTargetDeadLetterConfigArgs(arn=lost),
                retry_policy=scheduler.ScheduleTargetRetryPolicyArgs(
                    maximum_event_age_in_seconds=3600, maximum_retry_attempts=5
                ),
            ),
            # A rate without a start date starts at once (Scheduler user guide, "Schedule types").
            opts=pulumi.ResourceOptions(parent=self, depends_on=[policy]),
        )

    def _role(
        self, name: str, *, noun: str, trust: str, policy: str
    ) -> tuple[iam.Role, iam.RolePolicy]:
        physical = shared_name(self._scope.environment, noun, limit=ROLE_NAME_LIMIT)
        role = iam_role(
            f"{name}-role", self._args, self._scope, physical=physical, trust=trust, parent=self
        )
        rights = iam.RolePolicy(
            f"{name}-policy",
            name=physical,
            role=role.name,
            policy=policy,
            opts=pulumi.ResourceOptions(parent=self),
        )
        return role, rights
