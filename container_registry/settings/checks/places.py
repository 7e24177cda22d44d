"""Places: whether Region, partition and account of what the settings name fit the stack's own."""

import re
from collections.abc import Iterator
from typing import Any, Final

from container_registry.catalogue.regions import partition_of
from container_registry.settings.checks.given import Given, entries, mapping
from container_registry.settings.fault import Fault, Faults, Location

_KEY: Final = re.compile(r"arn:(?P<partition>aws[a-z-]*):kms:(?P<region>[a-z0-9-]+):[0-9]{12}:.+")
#: The grammar of `aws:region`.
REGION_CODE: Final = re.compile(r"[a-z]{2,4}(?:-[a-z]+)+-[0-9]")
_ARN: Final = re.compile(r"arn:(aws[a-z-]*):[a-z0-9-]+:[a-z0-9-]*:[0-9]{12}:.+")
_ACROSS: Final = {
    "pushPrincipals": "ECR refuses principals of another partition",
    "managers": "no caller here has such an ARN, so whoever was meant is refused",
    "signingProfiles": "nobody here can sign with it, so images would be pushed unsigned",
}


def check(given: Given) -> Faults:
    """What lies elsewhere."""
    if given.partition is None:
        yield from _no_partition(given)
        return
    yield from _keys(given, given.partition)
    for at, arn in _arns(given):
        yield from _other_partition(at, arn, given.partition)


def _no_partition(given: Given) -> Faults:
    """Said where the Region's grammar is right; `explain` says the rest."""
    if REGION_CODE.fullmatch(given.region):
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


def _arns(given: Given) -> Iterator[tuple[Location, str]]:
    """ARNs that may be of any account, with the places where they are named."""
    lists: list[tuple[Location, Any]] = [
        ((*place, "pushPrincipals"), sharing.get("pushPrincipals"))
        for place, sharing in given.of_stack_and_services("sharing")
    ]
    for part, name in (("endpoints", "managers"), ("ci", "signingProfiles")):
        lists.append(((part, name), mapping(given.raw.get(part)).get(name)))
    for at, listed in lists:
        for index, arn in enumerate(entries(listed)):
            if isinstance(arn, str):
                yield (*at, index), arn


def _other_partition(at: Location, arn: str, partition: str) -> Faults:
    found = _ARN.fullmatch(arn)
    if found is not None and found[1] != partition:
        yield Fault(
            at=at,
            code="other-partition",
            problem=f"is in the partition {found[1]}, and the stack is in {partition}",
            impact=_ACROSS.get(str(at[-2]), "no resource reaches from one partition into another"),
            fix=f"name one whose ARN begins with arn:{partition}:, or remove it",
            found=arn,
        )


def partition_differs(given: Given, region: str) -> bool:
    """Whether a Region is in another partition than the stack's."""
    other = partition_of(region)
    return given.partition is not None and other is not None and other != given.partition
