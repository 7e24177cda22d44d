"""The function that measures what ECR doesn't, its schedule, and the alarms that watch it.

Owns every resource of it. Its code is the room `usage_reporter/`, zipped as it is.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import pulumi
from pulumi_aws import cloudwatch, iam, lambda_, scheduler

from components.metric_alarm import metric_alarm
from container_registry.monitoring import alarms
from container_registry.monitoring import reporter as documents
from container_registry.naming import FUNCTION_NAME_LIMIT, ROLE_NAME_LIMIT, shared_name
from container_registry.scope import Scope

_ROOM: Final = Path(__file__).parent.parent / "usage_reporter"
#: Lambda's most; 1,000 repositories take about a minute, one with 100,000 images about another.
_TIMEOUT_SECONDS: Final = 900
_MEMORY_MB: Final = 512
_LOG_DAYS: Final = 30


@dataclass(frozen=True, kw_only=True)
class UsageReporterArgs:
    """What the reporter is made from.

    Attributes:
        scope: account, Region and environment.
        repositories: names of the repositories to report.
        topic_arn: where alerts go.
        enhanced: whether the registry scans with Inspector.
        tags: tags of every resource; `Name` is added.
    """

    scope: Scope
    repositories: Sequence[str]
    topic_arn: pulumi.Input[str]
    enhanced: bool
    tags: Mapping[str, str] = field(default_factory=dict)


class UsageReporter(pulumi.ComponentResource):
    """A scheduled Lambda function that publishes size, images, age and findings per repository.

    Outputs:
        functionName: the function's name, which is the `Reporter` of its own metrics.
    """

    function_name: str

    def __init__(
        self, name: str, args: UsageReporterArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("container-registry:index:UsageReporter", name, {}, opts)
        environment = args.scope.environment
        self.function_name = shared_name(environment, "usage", limit=FUNCTION_NAME_LIMIT)
        function = self._function(name, args)
        self._schedule(name, args, function)
        for alarm in alarms.of_reporter(self.function_name):
            metric_alarm(
                f"{name}-{alarm.noun}",
                alarm,
                physical_name=shared_name(environment, alarm.noun),
                region=args.scope.region,
                topic_arn=args.topic_arn,
                tags=args.tags,
                parent=self,
            )
        self.register_outputs({"functionName": self.function_name})

    def _function(self, name: str, args: UsageReporterArgs) -> lambda_.Function:
        log_group = cloudwatch.LogGroup(
            f"{name}-log",
            name=documents.log_group(self.function_name),
            region=args.scope.region,
            retention_in_days=_LOG_DAYS,
            tags={**args.tags, "Name": self.function_name},
            opts=pulumi.ResourceOptions(parent=self),
        )
        role = self._role(
            f"{name}-function",
            args,
            noun="usage",
            trust=documents.function_trust(),
            policy=documents.function_policy(
                args.scope, self.function_name, args.repositories, enhanced=args.enhanced
            ),
        )
        return lambda_.Function(
            f"{name}-function",
            name=self.function_name,
            region=args.scope.region,
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
            logging_config=lambda_.FunctionLoggingConfigArgs(
                log_format="Text", log_group=log_group.name
            ),
            tags={**args.tags, "Name": self.function_name},
            opts=pulumi.ResourceOptions(parent=self),
        )

    def _schedule(self, name: str, args: UsageReporterArgs, function: lambda_.Function) -> None:
        role = self._role(
            f"{name}-schedule",
            args,
            noun="usage-schedule",
            trust=documents.scheduler_trust(args.scope),
            policy=documents.scheduler_policy(args.scope, self.function_name),
        )
        scheduler.Schedule(
            f"{name}-schedule",
            name=self.function_name,
            region=args.scope.region,
            description="Runs the usage reporter once per period of its metrics",
            schedule_expression=documents.SCHEDULE,
            flexible_time_window=scheduler.ScheduleFlexibleTimeWindowArgs(mode="OFF"),
            target=scheduler.ScheduleTargetArgs(
                arn=function.arn,
                role_arn=role.arn,
                input=documents.schedule_input(args.repositories),
                retry_policy=scheduler.ScheduleTargetRetryPolicyArgs(
                    maximum_event_age_in_seconds=3600, maximum_retry_attempts=5
                ),
            ),
            opts=pulumi.ResourceOptions(parent=self),
        )

    def _role(
        self, name: str, args: UsageReporterArgs, *, noun: str, trust: str, policy: str
    ) -> iam.Role:
        physical = shared_name(args.scope.environment, noun, limit=ROLE_NAME_LIMIT)
        role = iam.Role(
            f"{name}-role",
            name=physical,
            assume_role_policy=trust,
            tags={**args.tags, "Name": physical},
            opts=pulumi.ResourceOptions(parent=self),
        )
        iam.RolePolicy(
            f"{name}-policy",
            name=physical,
            role=role.name,
            policy=policy,
            opts=pulumi.ResourceOptions(parent=self),
        )
        return role
