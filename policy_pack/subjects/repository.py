"""Repositories, of the `aws` and of the `aws-native` provider, read alike.

Sources: the schemas of pulumi-aws 7.51.1 (`aws.ecr.Repository`) and of the AWS::ECR::Repository
resource type, whose properties `aws-native` registers in camel case.
"""

from __future__ import annotations

from typing import Final

from policy_pack.framework.resource import Resource, UnknownProperty

CLASSIC: Final = "aws:ecr/repository:Repository"
NATIVE: Final = "aws-native:ecr:Repository"
TYPES: Final = (CLASSIC, NATIVE)


def name_property(repository: Resource) -> str:
    """The property that holds the physical name."""
    return "name" if repository.type == CLASSIC else "repositoryName"


def physical_name(repository: Resource) -> str | None:
    """The physical name; None where it is known only in the update, or said nowhere."""
    try:
        name = repository.get(name_property(repository))
    except UnknownProperty:
        return None
    return name if isinstance(name, str) else None


def tags(repository: Resource) -> dict[str, object]:
    """The tags that it gets: its own, those that the provider adds, a native list as a map."""
    found: dict[str, object] = {}
    for name in ("tagsAll", "tags"):
        value = repository.partly(name)
        if isinstance(value, dict):
            found.update(value)
        elif isinstance(value, list):
            found.update({str(one["key"]): one.get("value") for one in value if _is_tag(one)})
    return found


def _is_tag(value: object) -> bool:
    return isinstance(value, dict) and "key" in value
