"""Which stack an environment belongs to.

Owns the tags that say so and the look before anything is registered. Refuses a second stack for
one environment of an account and Region: their resources have the same names, and CloudWatch,
EventBridge and SNS overwrite what is there without a word. A shared stack and those that take from
it are admitted to each other, because the others make nothing but repositories and roles of their
own services; a service that another of them has is refused. Source: Resource Groups Tagging API
reference, GetResources (one Region, tagged resources alone).
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

import pulumi
import pulumi_aws as aws

from container_registry.catalogue.limits import SHARED_STACK_TAG, STACK_TAG
from container_registry.settings import Settings
from ecr_lifecycle.finding import Finding, Severity, Where
from ecr_lifecycle.rendering import to_text

_ENVIRONMENT: Final = "Environment"


def owner() -> str:
    """What the tags of this stack's resources say: `PROJECT/STACK`."""
    return f"{pulumi.get_project()}/{pulumi.get_stack()}"


def owned(settings: Settings) -> Settings:
    """The settings, with the owner among the tags of everything that the stack makes."""
    tags = {**settings.tags, STACK_TAG: owner()}
    if settings.shared.owner is not None:
        tags[SHARED_STACK_TAG] = settings.shared.owner
    return settings.model_copy(update={"tags": tags})


def refuse_foreign(settings: Settings) -> None:
    """Look whether another stack has the environment, or a service of this one.

    Raises:
        pulumi.RunError: one has, or nobody may look; nothing was registered.
    """
    environment = settings.environment
    wanted = aws.resourcegroupstaggingapi.GetResourcesTagFilterArgs(
        key=_ENVIRONMENT, values=[environment]
    )
    try:
        found = aws.resourcegroupstaggingapi.get_resources(
            tag_filters=[wanted], region=settings.region
        )
    except Exception as error:  # noqa: BLE001 - the SDK raises Exception itself
        raise pulumi.RunError(to_text(_unseen(str(error).splitlines()[0]))) from None
    others = [
        (each.tags, each.resource_arn)
        for each in found.resource_tag_mapping_lists or []
        if each.tags.get(STACK_TAG, owner()) != owner()
    ]
    foreign = sorted(
        {(tags[STACK_TAG], arn) for tags, arn in others if not _admitted(tags, settings)}
    )
    if foreign:
        raise pulumi.RunError(to_text(_taken(environment, foreign)))
    if taken := list(_of_others(settings, others)):
        raise pulumi.RunError("\n".join(map(to_text, taken)))


def _admitted(tags: Mapping[str, str], settings: Settings) -> bool:
    """Whether a resource of another stack may be there: both share one stack, or one is it."""
    shared = settings.shared.owner or (owner() if settings.shared.offer else None)
    return shared is not None and shared in (tags[STACK_TAG], tags.get(SHARED_STACK_TAG))


def _of_others(
    settings: Settings, others: Iterable[tuple[Mapping[str, str], str]]
) -> Iterator[Finding]:
    """The services whose repositories another stack has."""
    by_name = {
        arn.partition(":repository/")[2]: tags[STACK_TAG] for tags, arn in others if ":ecr:" in arn
    }
    for service in settings.services:
        name = settings.repository_name(service)
        if stack := by_name.get(name):
            yield Finding(
                code="service-taken",
                severity=Severity.DANGEROUS,
                where=Where(path=f"container-registry:services.{service}"),
                problem=f"comes to the repository {name}, which the stack {stack} has",
                impact="the second creation would have failed in the middle of the update",
                fix="remove the service from one of the stacks, or give it another `repository`",
            )


def _taken(environment: str, foreign: Iterable[tuple[str, str]]) -> Finding:
    listed = list(foreign)
    stack, arn = listed[0]
    return Finding(
        code="environment-taken",
        severity=Severity.DANGEROUS,
        where=Where(path="container-registry:environment"),
        problem=f"belongs to the stack {stack} in this account and Region, whose tag is on "
        f"{len(listed)} {'resource' if len(listed) == 1 else 'resources'}, such as {arn}",
        found=environment,
        impact="both stacks would have written the same dashboard, alarms, rules and topic, and "
        "the one that is destroyed first would have taken them along",
        fix="another `environment` for this stack, or another account; or let one stack offer what "
        "all share, and name it in the others: docs/several-stacks.md",
    )


def _unseen(answer: str) -> Finding:
    return Finding(
        code="environment-unseen",
        severity=Severity.DANGEROUS,
        where=Where(path="container-registry:environment"),
        problem=f"nobody may look whether another stack has it: {answer}",
        impact="another stack's dashboard, alarms and topic could have been overwritten",
        fix="allow `tag:GetResources` to whoever deploys",
    )
