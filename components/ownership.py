"""Which stack an environment belongs to.

Owns the tag that says so and the look before anything is registered. Refuses a second stack for
one environment of an account and Region: their resources have the same names, and CloudWatch,
EventBridge and SNS overwrite what is there without a word. Source: Resource Groups Tagging API
reference, GetResources (one Region, tagged resources alone).
"""

from collections.abc import Iterable
from typing import Final

import pulumi
import pulumi_aws as aws

from container_registry.catalogue.limits import STACK_TAG
from container_registry.settings import Settings
from ecr_lifecycle.finding import Finding, Severity, Where
from ecr_lifecycle.rendering import to_text

_ENVIRONMENT: Final = "Environment"


def owner() -> str:
    """What the tags of this stack's resources say: `PROJECT/STACK`."""
    return f"{pulumi.get_project()}/{pulumi.get_stack()}"


def owned(settings: Settings) -> Settings:
    """The settings, with the owner among the tags of everything that the stack makes."""
    return settings.model_copy(update={"tags": {**settings.tags, STACK_TAG: owner()}})


def refuse_foreign(settings: Settings) -> None:
    """Look whether another stack has the environment.

    Raises:
        pulumi.RunError: it has, or nobody may look; nothing was registered.
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
    mappings = found.resource_tag_mapping_lists or []
    foreign = sorted(
        {
            (each.tags[STACK_TAG], each.resource_arn)
            for each in mappings
            if each.tags.get(STACK_TAG, owner()) != owner()
        }
    )
    if foreign:
        raise pulumi.RunError(to_text(_taken(environment, foreign)))


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
        fix="another `environment` for this stack, or another account",
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
