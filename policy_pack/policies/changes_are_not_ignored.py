"""No `ignoreChanges` hides what the other policies judge."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from policy_pack.framework.policy import Case, Policy, Violation
from policy_pack.subjects import documents, lifecycle, repository, scanning
from policy_pack.subjects.alarm import COMPOSITE, METRIC, is_about_registry

_REPOSITORY: Final = (
    "imageScanningConfiguration",
    "imageTagMutability",
    "imageTagMutabilityExclusionFilters",
)
_TEMPLATE: Final = ("imageTagMutability", "imageTagMutabilityExclusionFilters", "lifecyclePolicy")


def _watched() -> dict[str, tuple[str, ...]]:
    """By type: every property that a policy of this pack reads."""
    found: dict[str, set[str]] = {
        repository.CLASSIC: {*_REPOSITORY, "encryptionConfigurations", "forceDelete"},
        repository.NATIVE: {
            *_REPOSITORY, "encryptionConfiguration", "emptyOnDelete", "lifecyclePolicy",
        },
        lifecycle.POLICY: {"policy", "repository"},
        lifecycle.TEMPLATE: {*_TEMPLATE, "encryptionConfigurations"},
        lifecycle.NATIVE_TEMPLATE: {*_TEMPLATE, "encryptionConfiguration"},
        "aws:ecr/replicationConfiguration:ReplicationConfiguration": {"replicationConfiguration"},
        "aws-native:ecr:ReplicationConfiguration": {"replicationConfiguration"},
        "aws:kms/key:Key": {"enableKeyRotation"},
        "aws-native:kms:Key": {"enableKeyRotation"},
        "aws:sns/topic:Topic": {"kmsMasterKeyId"},
        "aws:ec2/vpcEndpoint:VpcEndpoint": {"privateDnsEnabled", "routeTableIds"},
        METRIC: {"actionsEnabled", "alarmActions", "dimensions", "metricName", "namespace"},
        COMPOSITE: {"actionsEnabled", "alarmActions"},
        documents.ROLE: {"managedPolicyArns"},
        documents.NATIVE_ROLE: {"managedPolicyArns"},
        **{kind: {"rules", "scanType"} for kind in scanning.TYPES},
    }  # fmt: skip
    for places in documents.ALL:
        for kind, path in places.items():
            found.setdefault(kind, set()).add(str(path[0]))
    return {kind: tuple(sorted(names)) for kind, names in found.items()}


WATCHED: Final = _watched()
_FIRST_STEP: Final = re.compile(r'\["(?P<quoted>(?:[^"\\]|\\.)*)"\]|(?P<plain>[^.\[]*)')


def nothing_hidden(case: Case) -> Iterator[Violation]:
    """None of the ignored paths is, or is in, a property that is judged."""
    if case.resource.type == METRIC and not is_about_registry(case.resource):
        return
    for path in case.resource.ignore_changes:
        root = _root(path)
        if root == "*" or root in WATCHED[case.resource.type]:
            yield Violation(
                path=(),
                problem=f"ignoreChanges has {path[:100]!r}",
                impact="what the program says of it is never applied: previews are green while AWS "
                "has something else, even after a correction",
                fix=f"the resource option `ignoreChanges` without {path[:100]!r}; `pulumi refresh` "
                "takes over a change that was made by hand",
            )


def _root(path: str) -> str:
    """The first step of a property path: `root.a`, `root[0]` or `["root"].a`."""
    found = _FIRST_STEP.match(path)
    return (found["quoted"] or found["plain"] or "") if found else ""


POLICY = Policy(
    id="changes-are-not-ignored",
    title="Changes are not ignored",
    description="No ignoreChanges hides a property that this pack judges.",
    why="An ignored property keeps the value that it has in AWS, whatever the program says. The "
    "pack judges what the program says.",
    remediation="Remove the property from ignoreChanges.",
    link="https://www.pulumi.com/docs/iac/concepts/options/ignorechanges/",
    severity="medium",
    scope="resource",
    types=tuple(WATCHED),
    checks=(nothing_hidden,),
    level="advisory",
    standards={"NIST SP 800-53 Rev. 5": ("CM-3", "CM-6")},
)
