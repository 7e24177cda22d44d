"""Terraform: `terraform show -json PLAN` and `.tf.json`.

Sources: Terraform, "JSON Output Format" (resource_changes, planned_values, values) and "JSON
Configuration Syntax". A policy of `.tf.json` is a text; a function call such as `jsonencode` has
its value in the plan only.
"""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from ecr_lifecycle.linting.found import Item, Skipped, items, mapping, policy_at
from ecr_lifecycle.positions import Steps

PROPERTIES: Final[Mapping[str, Steps]] = {
    "aws_ecr_lifecycle_policy": ("policy",),
    "aws_ecr_repository_creation_template": ("lifecycle_policy",),
    "awscc_ecr_repository": ("lifecycle_policy", "lifecycle_policy_text"),
    "awscc_ecr_repository_creation_template": ("lifecycle_policy",),
}
"""Where the resources of the providers aws and awscc have a lifecycle policy."""


def is_plan(document: Mapping[str, Any]) -> bool:
    """Whether it is a plan or a state in JSON."""
    return "format_version" in document or "planned_values" in document


def of_plan(document: Mapping[str, Any]) -> Iterator[Item]:
    """The policies of a plan as they will be, or of a state as they are."""
    if "resource_changes" in document:
        for index, change in items(document["resource_changes"]):
            actions = mapping(change.get("change")).get("actions", [])
            if "delete" in actions and "create" not in actions:
                continue
            steps: Steps = ("resource_changes", index, "change", "after")
            yield from _resource(change, mapping(change.get("change")).get("after"), steps)
        return
    for root in ("planned_values", "values"):
        module = mapping(mapping(document.get(root)).get("root_module"))
        yield from _module(module, (root, "root_module"))


def _module(module: Mapping[str, Any], steps: Steps) -> Iterator[Item]:
    for index, resource in items(module.get("resources")):
        yield from _resource(
            resource, resource.get("values"), (*steps, "resources", index, "values")
        )
    for index, child in items(module.get("child_modules")):
        yield from _module(child, (*steps, "child_modules", index))


def _resource(resource: Mapping[str, Any], values: Any, steps: Steps) -> Iterator[Item]:
    path = PROPERTIES.get(str(resource.get("type")))
    if path is None or resource.get("mode", "managed") != "managed":
        return
    name = str(resource.get("address") or resource.get("name", ""))
    yield from _property(values, path, steps, name)


def _property(values: Any, path: Steps, steps: Steps, name: str) -> Iterator[Item]:
    value = values
    for step in path:
        value = mapping(value).get(str(step))
    if isinstance(value, str) and "${" in value and steps[0] == "resource":
        yield Skipped(name, "its policy has an expression, which the plan has the value of")
    elif value is not None or path == ("policy",):
        yield policy_at(value, (*steps, *path), name)


def is_configuration(document: Mapping[str, Any]) -> bool:
    """Whether it is a `.tf.json` with resources."""
    return "resource" in document


def of_configuration(document: Mapping[str, Any]) -> Iterator[Item]:
    """The policies that a `.tf.json` writes out."""
    for steps, block in _blocks(document["resource"], ("resource",)):
        for kind, named in block.items():
            path = PROPERTIES.get(kind)
            if path is None:
                continue
            for place, resources in _blocks(named, (*steps, kind)):
                for name, body in resources.items():
                    for inner, values in _blocks(body, (*place, name)):
                        yield from _property(values, path, inner, f"{kind}.{name}")


def _blocks(value: Any, steps: Steps) -> Iterator[tuple[Steps, Mapping[str, Any]]]:
    """An object, or each object of a list: JSON syntax takes both."""
    if isinstance(value, Mapping):
        yield steps, value
    for index, each in items(value):
        yield (*steps, index), each
