"""What Amazon ECS runs, keeps for a rollback, or starts by schedule.

Owns tasks, services with their deployments, task sets and revisions, and scheduled tasks. ECS
resolves a tag to a digest when a service is deployed and starts later tasks by that digest
(`versionConsistency`, on by default), so a tag that moved leaves the old image in use: the digest
of the task and of the service revision is what counts. Source: ECS API reference, DescribeTasks,
DescribeServices, ListServiceDeployments, DescribeServiceRevisions.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, Final

from ecr_lifecycle.finding import Where
from operations.aws import Aws
from operations.batches import batched
from operations.failures import asking, unknown
from operations.usage.use import How, Use, image_name

_TASKS: Final = 100
_SERVICES: Final = 10
_REVISIONS: Final = 20


def uses_of_ecs(aws: Aws) -> Iterator[Use]:
    """Every image that a cluster of this account and Region uses.

    Raises:
        CouldNotFindOut: something of it may not be read.
    """
    definitions = _Definitions(aws)
    for cluster in _pages(aws, "list_clusters", "clusterArns", "ecs:ListClusters", "clusters"):
        yield from _tasks(aws, cluster)
        yield from _services(aws, cluster, definitions)
    yield from _scheduled(aws, definitions)


class _Definitions:
    """The images of task definitions; each is read once."""

    def __init__(self, aws: Aws) -> None:
        self._aws = aws
        self._known: dict[str, tuple[str, ...]] = {}

    def images(self, arn: str) -> tuple[str, ...]:
        """The references of its containers."""
        if arn not in self._known:
            with asking(Where(resource=arn), "ecs:DescribeTaskDefinition"):
                answer = self._aws.client("ecs").describe_task_definition(taskDefinition=arn)
            containers = answer["taskDefinition"].get("containerDefinitions", ())
            self._known[arn] = tuple(str(one.get("image", "")) for one in containers)
        return self._known[arn]

    def uses(self, arn: str, how: How, by: str) -> Iterator[Use]:
        """Its images, as used by `by`."""
        for reference in self.images(arn):
            yield from _use(reference, "", how, by)


def _use(reference: str, digest: str, how: How, by: str) -> Iterator[Use]:
    image = image_name(reference, digest)
    if image is not None:
        yield Use(image, how, by)


def _pages(
    aws: Aws, operation: str, member: str, action: str, where: str, **named: Any
) -> Iterator[Any]:
    with asking(Where(resource=where), action):
        for page in aws.client("ecs").get_paginator(operation).paginate(**named):
            yield from page.get(member, ())


def _described(
    arns: Iterable[str],
    size: int,
    action: str,
    ask: Callable[[Sequence[str]], Any],
    member: str,
) -> Iterator[Any]:
    """What is described in batches. `MISSING` is what has ended meanwhile; every other failure is
    one of looking.
    """
    for batch in batched(arns, size):
        with asking(Where(resource=batch[0]), action):
            answer = ask(list(batch))
        yield from answer.get(member, ())
        for failure in answer.get("failures", ()):
            if failure.get("reason") != "MISSING":
                raise unknown(
                    "not-described",
                    Where(resource=str(failure.get("arn"))),
                    f"{action} failed with {failure.get('reason')}",
                    "look at it in the console, and run it again",
                )


def _tasks(aws: Aws, cluster: str) -> Iterator[Use]:
    ecs = aws.client("ecs")
    arns = _pages(aws, "list_tasks", "taskArns", "ecs:ListTasks", cluster, cluster=cluster)
    for task in _described(
        arns,
        _TASKS,
        "ecs:DescribeTasks",
        lambda batch: ecs.describe_tasks(cluster=cluster, tasks=batch),
        "tasks",
    ):
        for container in task.get("containers", ()):
            yield from _use(
                str(container.get("image", "")),
                str(container.get("imageDigest", "")),
                How.RUNNING,
                str(task["taskArn"]),
            )


def _services(aws: Aws, cluster: str, definitions: _Definitions) -> Iterator[Use]:
    ecs = aws.client("ecs")
    arns = _pages(aws, "list_services", "serviceArns", "ecs:ListServices", cluster, cluster=cluster)
    revisions: dict[str, How] = {}
    for service in _described(
        arns,
        _SERVICES,
        "ecs:DescribeServices",
        lambda batch: ecs.describe_services(cluster=cluster, services=batch),
        "services",
    ):
        by = str(service["serviceArn"])
        for part in (service, *service.get("deployments", ()), *service.get("taskSets", ())):
            if part.get("taskDefinition"):
                yield from definitions.uses(str(part["taskDefinition"]), How.RUNNING, by)
        for revision in service.get("currentServiceRevisions", ()):
            revisions[str(revision["arn"])] = How.RUNNING
        for arn in _earlier(aws, cluster, by):
            revisions.setdefault(arn, How.ROLLBACK)
    for revision in _described(
        revisions,
        _REVISIONS,
        "ecs:DescribeServiceRevisions",
        lambda batch: ecs.describe_service_revisions(serviceRevisionArns=batch),
        "serviceRevisions",
    ):
        arn = str(revision["serviceRevisionArn"])
        for image in revision.get("containerImages", ()):
            yield from _use(
                str(image.get("image", "")), str(image.get("imageDigest", "")), revisions[arn], arn
            )


def _earlier(aws: Aws, cluster: str, service: str) -> Iterator[str]:
    """The revisions that a rollback of a service could start: of the deployments ECS still
    lists.
    """
    ecs = aws.client("ecs")
    token: dict[str, str] = {}
    listed: list[str] = []
    while True:
        with asking(Where(resource=service), "ecs:ListServiceDeployments"):
            page = ecs.list_service_deployments(cluster=cluster, service=service, **token)
        listed += (
            str(one["targetServiceRevisionArn"])
            for one in page.get("serviceDeployments", ())
            if one.get("targetServiceRevisionArn")
        )
        if not page.get("nextToken"):
            yield from listed
            return
        token = {"nextToken": page["nextToken"]}


def _scheduled(aws: Aws, definitions: _Definitions) -> Iterator[Use]:
    """Tasks that EventBridge's rules and schedules start."""
    events, where = aws.client("events"), Where(resource="event rules")
    with asking(where, "events:ListRules"):
        rules = [
            str(rule["Name"])
            for page in events.get_paginator("list_rules").paginate()
            for rule in page.get("Rules", ())
        ]
    for rule in rules:
        with asking(Where(resource=rule), "events:ListTargetsByRule"):
            pages = events.get_paginator("list_targets_by_rule").paginate(Rule=rule)
            targets = [target for page in pages for target in page.get("Targets", ())]
        for target in targets:
            arn = (target.get("EcsParameters") or {}).get("TaskDefinitionArn")
            if arn:
                yield from definitions.uses(str(arn), How.STARTABLE, f"rule/{rule}")
    scheduler = aws.client("scheduler")
    with asking(Where(resource="schedules"), "scheduler:ListSchedules"):
        schedules = [
            (str(one.get("GroupName", "default")), str(one["Name"]))
            for page in scheduler.get_paginator("list_schedules").paginate()
            for one in page.get("Schedules", ())
            if ":ecs:" in str((one.get("Target") or {}).get("Arn", ""))
        ]
    for group, name in schedules:
        with asking(Where(resource=name), "scheduler:GetSchedule"):
            schedule = scheduler.get_schedule(GroupName=group, Name=name)
        arn = ((schedule.get("Target") or {}).get("EcsParameters") or {}).get("TaskDefinitionArn")
        if arn:
            yield from definitions.uses(str(arn), How.STARTABLE, f"schedule/{group}/{name}")
