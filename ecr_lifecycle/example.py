"""A small repository that shows a finding.

It is written in the terms of `python -m ecr_lifecycle evaluate --images`, so that a reader can
paste it there and see the finding happen.
"""

from dataclasses import dataclass
from typing import Any, Literal

Outcome = Literal["expire", "transition", "stay"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ExampleImage:
    """An image by its tags and its ages in days before now."""

    name: str
    tags: tuple[str, ...] = ()
    pushed_days_ago: float = 0
    storage_class: Literal["standard", "archive"] = "standard"
    archived_days_ago: float | None = None
    references: tuple[str, ...] = ()
    subject: str | None = None

    def to_object(self) -> dict[str, Any]:
        """The image in the schema that `evaluate --images` reads."""
        image: dict[str, Any] = {
            "name": self.name,
            "tags": list(self.tags),
            "pushed_days_ago": self.pushed_days_ago,
            "storageClass": self.storage_class,
        }
        if self.archived_days_ago is not None:
            image["archived_days_ago"] = self.archived_days_ago
        if self.references:
            image["references"] = list(self.references)
        if self.subject is not None:
            image["subject"] = self.subject
        return image


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """What happens to the first of `images`: `outcome`, and by which rule if one acts."""

    images: tuple[ExampleImage, ...]
    outcome: Outcome
    rule: int | None = None

    def to_object(self) -> dict[str, Any]:
        """The example as JSON has it."""
        return {
            "images": [image.to_object() for image in self.images],
            "outcome": self.outcome,
            "rule": self.rule,
        }
