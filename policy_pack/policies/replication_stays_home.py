"""Images are replicated to regions and accounts from a list."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from policy_pack.framework.policy import Case, Policy, Setting, Violation
from policy_pack.framework.resource import UnknownProperty
from policy_pack.framework.values import UNKNOWN
from policy_pack.subjects.registry import own_accounts

TYPE: Final = "aws:ecr/replicationConfiguration:ReplicationConfiguration"
TYPES: Final = (TYPE, "aws-native:ecr:ReplicationConfiguration")
RULES: Final = ("replicationConfiguration", "rules")
REGIONS = Setting(
    name="regions",
    schema={"type": "array", "items": {"type": "string", "pattern": "^[a-z]{2}(-[a-z]+)+-[0-9]$"}},
    default=[],
    description="Regions that images may be replicated to. Without any, regions are not judged.",
)
REGISTRIES = Setting(
    name="registries",
    schema={"type": "array", "items": {"type": "string", "pattern": "^[0-9]{12}$"}},
    default=[],
    description="Account ids that images may be replicated to, besides the stack's own. Without "
    "any, accounts are not judged.",
)


def listed(case: Case) -> Iterator[Violation]:
    """Each destination's region and registry are on the lists."""
    regions, registries = case.settings["regions"], case.settings["registries"]
    ours = own_accounts(case.resource, case.stack) | set(registries)
    for rule, destination, entry in _destinations(case):
        path = (*RULES, rule, "destinations", destination)
        region, registry = entry.get("region"), entry.get("registryId")
        strange = [
            *([f"region {region}"] if regions and region not in (*regions, UNKNOWN) else []),
            *([f"registry {registry}"] if registries and registry not in (*ours, UNKNOWN) else []),
        ]
        if strange:
            yield Violation(
                path=path,
                problem=f"the destination {' and '.join(strange)} is on no list",
                impact="every image that the rule matches is copied to a place that may not have "
                "it, and each copy is transferred and stored at your cost",
                fix="a destination of the lists, or the destination in this policy's settings "
                "`regions` and `registries`",
            )
        for key, listed_ones in (("region", regions), ("registryId", registries)):
            if listed_ones and entry.get(key) is UNKNOWN:
                raise UnknownProperty(case.resource, (*path, key))


def _destinations(case: Case) -> Iterator[tuple[int, int, Mapping[str, Any]]]:
    rules = case.resource.partly(*RULES)
    for index, rule in enumerate(rules if isinstance(rules, list) else []):
        found = rule.get("destinations") if isinstance(rule, Mapping) else None
        for place, entry in enumerate(found if isinstance(found, list) else []):
            if isinstance(entry, Mapping):
                yield index, place, entry


POLICY = Policy(
    id="replication-stays-home",
    title="Replication stays home",
    description="Images are replicated only to regions and accounts that are listed.",
    why="Replication copies every image that a rule matches, from then on, without asking again.",
    remediation="List the destination, or remove it.",
    link="https://docs.aws.amazon.com/AmazonECR/latest/userguide/replication.html",
    severity="high",
    scope="resource",
    types=TYPES,
    late=TYPES,
    checks=(listed,),
    level="advisory",
    settings=(REGIONS, REGISTRIES),
    standards={"NIST SP 800-53 Rev. 5": ("AC-4",)},
    notes="Nothing is said until a list is configured. The stack's own account is known from "
    "`allowedAccountIds`, from the role that the provider assumes, or from the ARN or registry id "
    "of "
    "any of its resources.",
)
