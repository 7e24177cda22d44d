"""Lifecycle policies as immutable values, and the one JSON text that each of them has.

It refuses to judge: a `Policy` may be made of anything, and `ecr_lifecycle.validate` says what ECR
thinks of it. `ecr_lifecycle.parse` is the way in that only lets valid policies through.
"""

import json
from dataclasses import dataclass
from typing import Any, Literal

TagStatus = Literal["tagged", "untagged", "any"]
StorageClass = Literal["standard", "archive"]
CountType = Literal[
    "imageCountMoreThan", "sinceImagePushed", "sinceImagePulled", "sinceImageTransitioned"
]
ActionType = Literal["expire", "transition"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """Which images a rule sees, and when it wants to act on them.

    `count_number` is images for `imageCountMoreThan` and days for the three `since*` types, so
    ECR's `countUnit` follows from `count_type` and is no field.
    """

    tag_status: TagStatus
    count_type: CountType
    count_number: int
    tag_patterns: tuple[str, ...] = ()
    tag_prefixes: tuple[str, ...] = ()
    storage_class: StorageClass = "standard"

    @property
    def counts_days(self) -> bool:
        """Whether `count_number` is an age."""
        return self.count_type != "imageCountMoreThan"

    def to_object(self) -> dict[str, Any]:
        """The selection as ECR takes it: nothing empty, no default written out."""
        selection: dict[str, Any] = {"tagStatus": self.tag_status}
        if self.tag_patterns:
            selection["tagPatternList"] = list(self.tag_patterns)
        if self.tag_prefixes:
            selection["tagPrefixList"] = list(self.tag_prefixes)
        if self.storage_class != "standard":
            selection["storageClass"] = self.storage_class
        selection["countType"] = self.count_type
        if self.counts_days:
            selection["countUnit"] = "days"
        selection["countNumber"] = self.count_number
        return selection


@dataclass(frozen=True, slots=True)
class Action:
    """What a rule does: delete an image, or move it to the archive class."""

    type: ActionType

    def to_object(self) -> dict[str, Any]:
        """The action as ECR takes it; `archive` is the only target that there is."""
        if self.type == "transition":
            return {"type": "transition", "targetStorageClass": "archive"}
        return {"type": "expire"}


EXPIRE = Action("expire")
ARCHIVE = Action("transition")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One rule; a lower `priority` number goes first."""

    priority: int
    selection: Selection
    action: Action = EXPIRE
    description: str | None = None

    def to_object(self) -> dict[str, Any]:
        """The rule as ECR takes it."""
        rule: dict[str, Any] = {"rulePriority": self.priority}
        if self.description is not None:
            rule["description"] = self.description
        rule["selection"] = self.selection.to_object()
        rule["action"] = self.action.to_object()
        return rule


@dataclass(frozen=True, slots=True)
class Policy:
    """The rules of a repository, kept by ascending priority, whatever order they came in."""

    rules: tuple[Rule, ...]

    def __post_init__(self) -> None:
        ordered = tuple(sorted(self.rules, key=lambda rule: rule.priority))
        object.__setattr__(self, "rules", ordered)

    def to_object(self) -> dict[str, Any]:
        """The document as ECR takes it."""
        return {"rules": [rule.to_object() for rule in self.rules]}

    def to_json(self) -> str:
        """The document's text; equal policies give equal bytes."""
        return json.dumps(self.to_object(), separators=(",", ":"), ensure_ascii=False)
