"""CloudFormation templates, those that CDK writes included.

Source: CloudFormation's reference of AWS::ECR::Repository (`LifecyclePolicy.LifecyclePolicyText`)
and AWS::ECR::RepositoryCreationTemplate (`LifecyclePolicy`).
"""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from ecr_lifecycle.linting.found import Item, mapping, policy_at
from ecr_lifecycle.positions import Steps

PROPERTIES: Final[Mapping[str, Steps]] = {
    "AWS::ECR::Repository": ("LifecyclePolicy", "LifecyclePolicyText"),
    "AWS::ECR::RepositoryCreationTemplate": ("LifecyclePolicy",),
}


def is_template(document: Mapping[str, Any]) -> bool:
    """Whether it is a template."""
    resources = document.get("Resources")
    return isinstance(resources, Mapping) and any(
        isinstance(each, Mapping) and "Type" in each for each in resources.values()
    )


def of_template(document: Mapping[str, Any]) -> Iterator[Item]:
    """The policies of a template's repositories."""
    for name, resource in mapping(document.get("Resources")).items():
        path = PROPERTIES.get(str(mapping(resource).get("Type")))
        if path is None:
            continue
        value: Any = mapping(mapping(resource).get("Properties"))
        for step in path:
            value = mapping(value).get(str(step))
        if value is None:
            continue
        whole = mapping(mapping(resource).get("Metadata")).get("aws:cdk:path") or name
        text = _joined(value)
        steps: Steps = ("Resources", name, "Properties", *path)
        yield policy_at(text, steps, str(whole), literal=text is value)


def _joined(value: Any) -> Any:
    """The text of a `Fn::Join` of texts, as CDK writes long ones; `Fn::Sub` without variables."""
    if not isinstance(value, Mapping) or len(value) != 1:
        return value
    [(function, argument)] = value.items()
    if function == "Fn::Join" and isinstance(argument, list) and len(argument) == 2:
        separator, parts = argument
        texts = isinstance(parts, list) and all(isinstance(part, str) for part in parts)
        if isinstance(separator, str) and texts:
            return separator.join(parts)
    if function == "Fn::Sub" and isinstance(argument, str) and "${" not in argument:
        return argument
    return value
