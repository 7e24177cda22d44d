"""Pulumi: `pulumi preview --json` and `pulumi stack export`.

Source: Pulumi's `display.PreviewDigest` (steps, newState) and `apitype.DeploymentV3` (resources).
"""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from ecr_lifecycle.linting.found import Item, Skipped, items, mapping, policy_at
from ecr_lifecycle.positions import Steps

PROPERTIES: Final[Mapping[str, Steps]] = {
    "aws:ecr/lifecyclePolicy:LifecyclePolicy": ("policy",),
    "aws:ecr/repositoryCreationTemplate:RepositoryCreationTemplate": ("lifecyclePolicy",),
    "aws-native:ecr:Repository": ("lifecyclePolicy", "lifecyclePolicyText"),
    "aws-native:ecr:RepositoryCreationTemplate": ("lifecyclePolicy",),
}
_UNKNOWN: Final = "04da6b54-80e4-46f7-96ec-b56ff0331ba9"
"""The sentinel of a value that is computed (pulumi, sdk/go/common/resource/plugin)."""


def is_preview(document: Mapping[str, Any]) -> bool:
    """Whether it is a preview's digest."""
    return isinstance(document.get("steps"), list)


def of_preview(document: Mapping[str, Any]) -> Iterator[Item]:
    """The policies as they will be; what is deleted has none."""
    for index, step in items(document["steps"]):
        if isinstance(step.get("newState"), Mapping) and step.get("op") != "delete":
            yield from _resource(step["newState"], ("steps", index, "newState"))


def is_export(document: Mapping[str, Any]) -> bool:
    """Whether it is an exported stack."""
    return isinstance(mapping(document.get("deployment")).get("resources"), list)


def of_export(document: Mapping[str, Any]) -> Iterator[Item]:
    """The policies of a stack as they are."""
    for index, resource in items(document["deployment"]["resources"]):
        yield from _resource(resource, ("deployment", "resources", index))


def _resource(state: Mapping[str, Any], steps: Steps) -> Iterator[Item]:
    path = PROPERTIES.get(str(state.get("type")))
    if path is None:
        return
    value: Any = state.get("inputs")
    for step in path:
        value = mapping(value).get(str(step))
    name = str(state.get("urn", ""))
    if value is None and path != ("policy",):
        return
    if value == _UNKNOWN:
        yield Skipped(name, "its policy is not known before the update")
    else:
        yield policy_at(value, (*steps, "inputs", *path), name)
