"""No `ignoreChanges` hides what the other policies judge."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from policy_pack.framework.policy import Case, Policy, Violation
from policy_pack.subjects import lifecycle, repository, scanning

WATCHED: Final = {
    repository.CLASSIC: (
        "imageScanningConfiguration",
        "imageTagMutability",
        "imageTagMutabilityExclusionFilters",
        "encryptionConfigurations",
    ),
    repository.NATIVE: (
        "imageScanningConfiguration",
        "imageTagMutability",
        "imageTagMutabilityExclusionFilters",
        "encryptionConfiguration",
        "lifecyclePolicy",
        "repositoryPolicyText",
    ),
    lifecycle.POLICY: ("policy", "repository"),
    scanning.TYPE: ("rules", "scanType"),
    "aws:ecr/repositoryPolicy:RepositoryPolicy": ("policy",),
    "aws:ecr/registryPolicy:RegistryPolicy": ("policy",),
    "aws:iam/role:Role": ("assumeRolePolicy", "inlinePolicies"),
}


_FIRST_STEP: Final = re.compile(r'\["(?P<quoted>(?:[^"\\]|\\.)*)"\]|(?P<plain>[^.\[]*)')


def nothing_hidden(case: Case) -> Iterator[Violation]:
    """None of the ignored paths is, or is in, a property that is judged."""
    for path in case.resource.ignore_changes:
        root = _root(path)
        if root == "*" or root in WATCHED[case.resource.type]:
            yield Violation(
                path=(),
                problem=f"ignoreChanges has {path!r}",
                consequence="what the program says of it is never applied: previews are green and "
                "AWS has something else, also after a correction",
                remedy=f"opts without ignore_changes=[{path!r}]; `pulumi refresh` takes over a "
                "change that was made by hand",
            )


def _root(path: str) -> str:
    """The first step of a property path: `root.a`, `root[0]` or `["root"].a`."""
    found = _FIRST_STEP.match(path)
    return (found["quoted"] or found["plain"] or "") if found else ""


POLICY = Policy(
    id="changes-are-not-ignored",
    title="Changes are not ignored",
    description="No ignoreChanges hides scanning, mutability, encryption or a policy.",
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
