"""Places: whether Region, partition and account of what the settings name fit the stack's own."""

import re
from typing import Final

from container_registry.catalogue.regions import partition_of
from container_registry.settings.checks.given import Given, texts
from container_registry.settings.fault import Fault, Faults

_KEY: Final = re.compile(r"arn:(?P<partition>aws[a-z-]*):kms:(?P<region>[a-z0-9-]+):[0-9]{12}:.+")
_PRINCIPAL: Final = re.compile(r"arn:(?P<partition>aws[a-z-]*):iam::[0-9]{12}:.+")


def check(given: Given) -> Faults:
    """What lies elsewhere."""
    if given.partition is None:
        yield from _no_partition(given)
        return
    yield from _keys(given, given.partition)
    yield from _principals(given, given.partition)


def _no_partition(given: Given) -> Faults:
    """Said where the Region's grammar is right; `explain` says the rest."""
    if re.fullmatch(r"[a-z]{2,4}(?:-[a-z]+)+-[0-9]", given.region):
        yield Fault(
            at=("region",),
            code="no-such-region",
            problem="is in none of AWS's partitions",
            impact="AWS has no such Region",
            fix="write a Region's code, such as ap-northeast-2",
            found=given.region,
        )


def _keys(given: Given, partition: str) -> Faults:
    for place, encryption in given.of_stack_and_services("encryption"):
        key = encryption.get("key")
        found = _KEY.fullmatch(key) if isinstance(key, str) else None
        if found is None:
            continue
        if found["partition"] != partition:
            yield Fault(
                at=(*place, "key"),
                code="other-partition",
                problem=f"is a key of the partition {found['partition']}, and the stack is in "
                f"{partition}",
                impact="no resource reaches from one partition into another",
                fix=f"name a key of {given.region}",
                found=key,
            )
        elif found["region"] != given.region:
            yield Fault(
                at=(*place, "key"),
                code="other-region",
                problem=f"is a key in {found['region']}, and the repository is in {given.region}",
                impact="ECR takes keys of its own Region alone, so the repository can't be created",
                fix=f"name a key of {given.region}",
                found=key,
            )


def _principals(given: Given, partition: str) -> Faults:
    for place, sharing in given.of_stack_and_services("sharing"):
        for index, arn in enumerate(texts(sharing.get("pushPrincipals"))):
            found = _PRINCIPAL.fullmatch(arn)
            if found is not None and found["partition"] != partition:
                yield Fault(
                    at=(*place, "pushPrincipals", index),
                    code="other-partition",
                    problem=f"is in the partition {found['partition']}, and the stack is in "
                    f"{partition}",
                    impact="ECR refuses principals of another partition",
                    fix="name a role or user of the same partition, or remove it",
                    found=arn,
                )


def partition_differs(given: Given, region: str) -> bool:
    """Whether a Region is in another partition than the stack's."""
    other = partition_of(region)
    return given.partition is not None and other is not None and other != given.partition
