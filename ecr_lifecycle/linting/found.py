"""What a file holds: policies, and places where one is that nobody can read yet."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ecr_lifecycle.positions import Steps


@dataclass(frozen=True, slots=True)
class Embedded:
    """A policy: its text or its objects, where in the document, and the resource that has it.

    A text that the document does not hold as it is, because it was put together, is not `literal`.
    """

    steps: Steps
    value: Any
    resource: str = ""
    literal: bool = True


@dataclass(frozen=True, slots=True)
class Skipped:
    """A policy that cannot be judged from this file, and why."""

    resource: str
    why: str


Item = Embedded | Skipped


def mapping(value: Any) -> Mapping[str, Any]:
    """`value` if it is an object, or an empty one."""
    return value if isinstance(value, Mapping) else {}


def items(value: Any) -> Iterator[tuple[int, Mapping[str, Any]]]:
    """The objects of a list, with their places in it."""
    for index, each in enumerate(value if isinstance(value, list) else ()):
        if isinstance(each, Mapping):
            yield index, each


def policy_at(value: Any, steps: Steps, resource: str, *, literal: bool = True) -> Item:
    """The policy that a resource's property holds, or why it cannot be read."""
    if isinstance(value, Mapping) and "rules" in value:
        return Embedded(steps, value, resource)
    if isinstance(value, str) and value.lstrip().startswith("{"):
        return Embedded(steps, value, resource, literal)
    if value is None:
        return Skipped(resource, "its policy is not known before the deployment")
    return Skipped(resource, "its policy is an expression, which this file does not resolve")
