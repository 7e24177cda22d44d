"""What Amazon ECS runs, keeps for a rollback, or starts by schedule.

Owns tasks, services with their deployments, task sets and revisions, and the task definitions that
services and schedules name. Independent questions go side by side. ECS
resolves a tag to a digest when a service is deployed and starts later tasks by that digest
(`versionConsistency`, on by default), so a tag that moved leaves the old image in use: the digest
of the task and of the service revision is what counts. Source: ECS API reference, DescribeTasks,
DescribeServices, ListServiceDeployments, DescribeServiceRevisions.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, Final, TypeVar

from ecr_lifecycle.finding import Finding, Where
from operations.aws import Aws
from operations.batches import batched
from operations.concurrent import Answers, ask_all
from operations.failures import CouldNotFindOut, asking, unknown
from operations.usage.schedules import scheduled
from operations.usage.use import How, Use, image_name

A = TypeVar("A")

_TASKS: Final = 100
_SERVICES: Final = 10
_REVISIONS: Final = 20
_PAGE: Final = 100


def uses_of_ecs(aws: Aws) -> Iterator[Use]:
    """Every image that a cluster of this account and Region uses, or a schedule starts.

    Raises:
        CouldNotFindOut: something of it may not be read; what could be comes first.
    """
    reasons: list[Finding] = []
    definitions: dict[str, set[tuple[How, str]]] = {}

    def found(answers: Answers[A]) -> list[A]:
        reasons.extend(answers.reasons)
        return answers.found

    clusters = found(
        ask_all([None], lambda _: _pages(aws, "list_clusters", "clusterArns", "clusters"))
    )
    tasks = found(ask_all(clusters, lambda cluster: _listed(aws, cluster, "task")))
    services = found(ask_all(clusters, lambda cluster: _listed(aws, cluster, "service")))
    yield from found(ask_all(_batches(tasks, _TASKS), lambda few: _tasks(aws, *few)))
    revisions: dict[str, How] = {}
    for service in found(ask_all(_batches(services, _SERVICES), lambda few: _of(aws, *few))):
        by = str(service["serviceArn"])
        for part in (service, *service.get("deployments", ()), *service.get("taskSets", ())):
            if part.get("taskDefinition"):
                users = definitions.setdefault(str(part["taskDefinition"]), set())
                users.add((How.RUNNING, by))
        for revision in service.get("currentServiceRevisions", ()):
            revisions[str(revision["arn"])] = How.RUNNING
    for arn in found(ask_all(services, lambda service: _earlier(aws, *service))):
        revisions.setdefault(arn, How.ROLLBACK)
    yield from found(
        ask_all(batched(revisions, _REVISIONS), lambda few: _revisions(aws, few, revisions))
    )
    for arn, how, by in found(scheduled(aws)):
        definitions.setdefault(arn, set()).add((how, by))
    yield from found(
        ask_all(definitions, lambda arn: _definition(aws, arn, sorted(definitions[arn])))
    )
    if reasons:
        raise CouldNotFindOut(reasons)


def _batches(named: Iterable[tuple[str, str]], size: int) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Of each cluster so many at a time, with the cluster."""
    clusters: dict[str, list[str]] = {}
    for cluster, arn in named:
        clusters.setdefault(cluster, []).append(arn)
    for cluster, arns in clusters.items():
        for few in batched(arns, size):
            yield cluster, few


def _listed(aws: Aws, cluster: str, what: str) -> Iterator[tuple[str, str]]:
    """The tasks or services of a cluster, with the cluster: 100 a page, of services 10 unless
    asked for more.
    """
    pages = _pages(
        aws,
        f"list_{what}s",
        f"{what}Arns",
        cluster,
        cluster=cluster,
        PaginationConfig={"PageSize": _PAGE},
    )
    for arn in pages:
        yield cluster, arn


def _definition(aws: Aws, arn: str, users: Iterable[tuple[How, str]]) -> Iterator[Use]:
    """The images of a task definition, as used by each of its users."""
    with asking(Where(resource=arn), "ecs:DescribeTaskDefinition"):
        answer = aws.client("ecs").describe_task_definition(taskDefinition=arn)
    for container in answer["taskDefinition"].get("containerDefinitions", ()):
        for how, by in users:
            yield from _use(str(container.get("image", "")), "", how, by)


def _use(reference: str, digest: str, how: How, by: str) -> Iterator[Use]:
    image = image_name(reference, digest)
    if image is not None:
        yield Use(image, how, by)


def _pages(aws: Aws, operation: str, member: str, where: str, **named: Any) -> Iterator[Any]:
    action = "ecs:" + "".join(word.capitalize() for word in operation.split("_"))
    with asking(Where(resource=where), action):
        for page in aws.client("ecs").get_paginator(operation).paginate(**named):
            yield from page.get(member, ())


def _described(
    arns: Sequence[str], action: str, ask: Callable[[list[str]], Any], member: str
) -> Iterator[Any]:
    """What is described in a batch. `MISSING` is what has ended meanwhile; every other failure is
    one of looking.
    """
    with asking(Where(resource=arns[0]), action):
        answer = ask(list(arns))
    yield from answer.get(member, ())
    for failure in answer.get("failures", ()):
        if failure.get("reason") != "MISSING":
            raise unknown(
                "not-described",
                Where(resource=str(failure.get("arn"))),
                f"{action} failed with {failure.get('reason')}",
                "look at it in the console, and run it again",
            )


def _tasks(aws: Aws, cluster: str, arns: Sequence[str]) -> Iterator[Use]:
    ecs = aws.client("ecs")
    for task in _described(
        arns,
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


def _of(aws: Aws, cluster: str, arns: Sequence[str]) -> Iterator[Any]:
    ecs = aws.client("ecs")
    return _described(
        arns,
        "ecs:DescribeServices",
        lambda batch: ecs.describe_services(cluster=cluster, services=batch),
        "services",
    )


def _revisions(aws: Aws, arns: Sequence[str], used: Mapping[str, How]) -> Iterator[Use]:
    ecs = aws.client("ecs")
    for revision in _described(
        arns,
        "ecs:DescribeServiceRevisions",
        lambda batch: ecs.describe_service_revisions(serviceRevisionArns=batch),
        "serviceRevisions",
    ):
        arn = str(revision["serviceRevisionArn"])
        for image in revision.get("containerImages", ()):
            yield from _use(
                str(image.get("image", "")), str(image.get("imageDigest", "")), used[arn], arn
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
