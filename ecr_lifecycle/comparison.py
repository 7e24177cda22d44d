"""Two policies on one repository: what a change of policy changes, image by image.

Owns the comparison of two runs at one moment. ECR applies a new policy within 24 hours, so what
the new one deletes and the old one does not is lost a day after the change.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from ecr_lifecycle.evaluation import Assumptions, Evaluation, evaluate
from ecr_lifecycle.image import Image
from ecr_lifecycle.model import Policy

Fate = Literal["expire", "transition", "stay"]


@dataclass(frozen=True, slots=True)
class Change:
    """What one image's fate was under the old policy, and what it is under the new one."""

    image: Image
    old: Fate
    new: Fate
    old_rule: int | None
    new_rule: int | None


@dataclass(frozen=True, slots=True)
class Comparison:
    """The two runs, and where they differ."""

    old: Evaluation
    new: Evaluation
    changes: tuple[Change, ...]

    @property
    def newly_expired(self) -> tuple[Change, ...]:
        """What is lost within 24 hours of the change and would otherwise stay for now."""
        return tuple(change for change in self.changes if change.new == "expire")


def compare(
    old: Policy,
    new: Policy,
    images: Iterable[Image],
    now: datetime,
    assumptions: Assumptions | None = None,
) -> Comparison:
    """What changes when `new` replaces `old` on a repository of `images` at `now`."""
    listed = tuple(images)
    before, after = (
        evaluate(policy, listed, now, assumptions or Assumptions()) for policy in (old, new)
    )
    changes = []
    for position in before.timeline.newest_first():
        image = listed[position]
        fates = _fate(before, image.name), _fate(after, image.name)
        if fates[0][0] != fates[1][0]:
            changes.append(Change(image, fates[0][0], fates[1][0], fates[0][1], fates[1][1]))
    return Comparison(before, after, tuple(changes))


def _fate(evaluation: Evaluation, name: str) -> tuple[Fate, int | None]:
    rule = evaluation.acted.get(name)
    return ("stay", None) if rule is None else (rule.action.type, rule.priority)
