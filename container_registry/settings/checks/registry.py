"""The registry as a whole: who owns it, and where its images are replicated to."""

import json
from collections.abc import Iterator

from container_registry.catalogue.limits import Limit
from container_registry.catalogue.regions import partition_of
from container_registry.settings.checks.given import Given, Raw, entries, mapping, texts
from container_registry.settings.checks.places import REGION_CODE, partition_differs
from container_registry.settings.fault import Fault, Faults, Location

_Destination = tuple[str, str]


def check(given: Given) -> Faults:
    """What is wrong with the registry-wide settings."""
    registry = mapping(given.raw.get("registry"))
    yield from _without_owner(registry)
    rules = entries(registry.get("replication"))
    yield from _destinations(given, rules)
    yield from _many(given, rules)
    yield from _rules_twice(rules)
    yield from _accepts_itself(given, registry)


def _without_owner(registry: Raw) -> Faults:
    if registry.get("owner") is True:
        return
    for key in ("replication", "acceptReplicationFrom"):
        if registry.get(key):
            yield Fault(
                at=("registry", key),
                code="registry-without-owner",
                problem="is the registry's own, but this stack is not its owner",
                impact="it has no effect",
                fix="write `owner: true` beside it, in one stack per account and Region",
            )


def _destinations(given: Given, rules: list[object]) -> Faults:
    home = (given.account, given.region)
    for at, rule in _of_rules(rules):
        seen: set[_Destination] = set()
        for place, target in _targets(given, at, rule):
            if target == home:
                yield Fault(
                    at=place,
                    code="replication-to-itself",
                    problem="is this stack's own account and Region",
                    impact="the images are there already, so nothing is copied",
                    fix="name another Region, or another account",
                )
            elif target in seen:
                yield Fault(
                    at=place,
                    code="destination-twice",
                    problem="is the same destination as another one of this rule",
                    impact="it can have no effect of its own",
                    fix="keep one of them",
                )
            elif partition_of(target[1]) is None and REGION_CODE.fullmatch(target[1]):
                yield Fault(
                    at=(*place, "region"),
                    code="no-such-region",
                    problem="is in none of AWS's partitions",
                    impact="AWS has no such Region, and ECR refuses the replication configuration",
                    fix="write a Region's code, such as ap-northeast-1",
                    found=target[1],
                )
            elif partition_differs(given, target[1]):
                yield Fault(
                    at=(*place, "region"),
                    code="other-partition",
                    problem=f"is in the partition {partition_of(target[1])}, and the stack is in "
                    f"{given.partition}",
                    impact="ECR replicates within one partition alone",
                    fix="name a Region of the same partition",
                    found=target[1],
                )
            seen.add(target)


def _many(given: Given, rules: list[object]) -> Faults:
    most = Limit.REPLICATION_DESTINATIONS.number
    every = {target for at, rule in _of_rules(rules) for _, target in _targets(given, at, rule)}
    # A single rule that is too long is what pydantic reports.
    longest = max(
        (len(entries(rule.get("destinations"))) for _, rule in _of_rules(rules)), default=0
    )
    if len(every) > most >= longest:
        yield Fault(
            at=("registry", "replication"),
            code="many-destinations",
            problem=f"names {len(every)} destinations over all rules",
            impact=f"ECR takes {most}, and refuses the replication configuration",
            fix=f"keep {most} or fewer",
        )


def _rules_twice(rules: list[object]) -> Faults:
    seen: dict[str, int] = {}
    for index, rule in enumerate(rules):
        text = json.dumps(rule, sort_keys=True, default=str)
        first = seen.setdefault(text, index)
        if first != index and mapping(rule):
            yield Fault(
                at=("registry", "replication", index),
                code="rule-twice",
                problem=f"is the same rule as the one at [{first}]",
                impact="it can have no effect of its own",
                fix="remove it",
            )


def _accepts_itself(given: Given, registry: Raw) -> Faults:
    for index, account in enumerate(texts(registry.get("acceptReplicationFrom"))):
        if account == given.account:
            yield Fault(
                at=("registry", "acceptReplicationFrom", index),
                code="accepts-itself",
                problem="is this stack's own account",
                impact="an account needs no leave to replicate into its own registries, so it has "
                "no effect",
                fix="remove it, or name the other account",
            )


def _of_rules(rules: list[object]) -> Iterator[tuple[Location, Raw]]:
    for index, rule in enumerate(rules):
        yield ("registry", "replication", index), mapping(rule)


def _targets(given: Given, at: Location, rule: Raw) -> Iterator[tuple[Location, _Destination]]:
    for index, entry in enumerate(entries(rule.get("destinations"))):
        destination = mapping(entry)
        region, account = destination.get("region"), destination.get("account")
        if isinstance(region, str) and (account is None or isinstance(account, str)):
            yield (*at, "destinations", index), (account or given.account, region)
