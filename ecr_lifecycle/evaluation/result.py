"""The result of an evaluation: what goes, and on demand why each image goes or stays."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property
from types import MappingProxyType
from typing import Literal

from ecr_lifecycle.evaluation.relations import Relations
from ecr_lifecycle.evaluation.rules import CountingRule, Group, WorkingRule
from ecr_lifecycle.evaluation.times import Timeline
from ecr_lifecycle.image import Image
from ecr_lifecycle.limits import ARTIFACT_HOURS
from ecr_lifecycle.model import ActionType, Policy, Rule
from ecr_lifecycle.words import counted, days

_DOES = {"expire": "deletes", "transition": "archives"}
_AGES = 900_000_000
"""Days, as many as a timedelta can still add to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """The answer for one image.

    `rule` is the rule that acts, or the one that has the image and so shields it from the rules
    below, or None. An image that stays goes after `newer_images` more that its rule sees, or
    after `remaining`, unless a manifest list or subject in `held_by` is still there then.
    `shielded_from` are the priorities of the lower rules that would act on it.
    """

    image: Image
    outcome: Literal["expire", "transition", "stay"]
    rule: int | None
    because: str
    newer_images: int | None = None
    remaining: timedelta | None = None
    held_by: tuple[str, ...] = ()
    shielded_from: tuple[int, ...] = ()


@dataclass(frozen=True, eq=False, kw_only=True)
class Evaluation:
    """What one run of a policy does. `acted` holds the rule of every image that goes."""

    policy: Policy
    now: datetime
    acted: Mapping[str, Rule]
    timeline: Timeline = field(repr=False)
    groups: Sequence[Group] = field(repr=False)
    relations: Relations = field(repr=False)

    @property
    def images(self) -> Sequence[Image]:
        """The images of the repository, as they were listed."""
        return self.timeline.images

    @cached_property
    def expire(self) -> Mapping[str, int]:
        """The names of the images that are deleted, each with its rule's priority."""
        return self._by_action("expire")

    @cached_property
    def transition(self) -> Mapping[str, int]:
        """The names of the images that move to the archive, each with its rule's priority."""
        return self._by_action("transition")

    @cached_property
    def verdicts(self) -> Mapping[str, Verdict]:
        """Why each image goes or stays, newest first; worked out when it is first asked for."""
        rules = self.rules_of()
        found: dict[str, Verdict] = {}
        for position in self.timeline.newest_first():
            found[self.images[position].name] = self.verdict_of(position, rules[position])
        return MappingProxyType(found)

    def rules_of(self) -> dict[int, tuple[WorkingRule, ...]]:
        """By an image's position: the rules that it meets, the one that owns it first."""
        return {position: group.rules for group in self.groups for position in group.positions}

    def verdict_of(self, position: int, rules: tuple[WorkingRule, ...]) -> Verdict:
        """Why the image at `position`, which meets `rules`, goes or stays."""
        image = self.images[position]
        rule = self.acted.get(image.name)
        return _verdict(position, image, rule, rules, self.relations, self.now)

    def _by_action(self, action: ActionType) -> Mapping[str, int]:
        acted = self.acted.items()
        return MappingProxyType(
            {name: rule.priority for name, rule in acted if rule.action.type == action}
        )


def _verdict(
    position: int,
    image: Image,
    rule: Rule | None,
    rules: tuple[WorkingRule, ...],
    relations: Relations,
    now: datetime,
) -> Verdict:
    """The verdict on `image`, on which `rule` acts, if one does."""
    if rule is None and relations.is_fresh_artifact(image.name) and rules:
        return _fresh(image, rules[0].rule)
    marking = rules[0] if rules and rules[0].marks(position) else None
    if rule is not None and marking is not None and marking.rule is rule:
        return _goes(position, image, marking, now)
    if rule is not None:
        return _follows(image, rule)
    if marking is not None:
        return _held(image, marking.rule, relations)
    return _kept(position, image, rules, now) if rules else _unselected(image)


def _goes(position: int, image: Image, working: WorkingRule, now: datetime) -> Verdict:
    rule, limit = working.rule, working.rule.selection.count_number
    if isinstance(working, CountingRule):
        because = (
            f"rule {rule.priority} keeps {limit} and this is number {working.number(position)}"
        )
    else:
        age = _span(now - working.since(image))
        because = f"rule {rule.priority} acts after {days(limit)}, it is {age}"
    return Verdict(image=image, outcome=rule.action.type, rule=rule.priority, because=because)


def _follows(image: Image, rule: Rule) -> Verdict:
    does = _DOES[rule.action.type]
    because = f"it goes with its subject {image.subject}, which rule {rule.priority} {does}"
    return Verdict(image=image, outcome=rule.action.type, rule=rule.priority, because=because)


def _unselected(image: Image) -> Verdict:
    tags = "its tags" if image.tags else "untagged images"
    because = f"no rule of the {image.storage_class} class selects {tags}"
    return Verdict(image=image, outcome="stay", rule=None, because=because)


def _fresh(image: Image, rule: Rule) -> Verdict:
    return Verdict(
        image=image,
        outcome="stay",
        rule=rule.priority,
        because=f"it is an artifact, and those go after {ARTIFACT_HOURS} hours in their storage "
        "class at the earliest",
    )


def _held(image: Image, rule: Rule, relations: Relations) -> Verdict:
    holders = relations.holding(image.name)
    names = tuple(each.name for each in holders)
    what = "subject" if any(each.name == image.subject for each in holders) else "manifest list"
    return Verdict(
        image=image,
        outcome="stay",
        rule=rule.priority,
        because=f"rule {rule.priority} {_DOES[rule.action.type]} it once the {what} "
        f"{' and '.join(names)} is gone",
        held_by=names,
    )


def _kept(position: int, image: Image, rules: tuple[WorkingRule, ...], now: datetime) -> Verdict:
    owner, *lower = rules
    rule, limit = owner.rule, owner.rule.selection.count_number
    shielded = tuple(working.rule.priority for working in lower if working.marks(position))
    newer = remaining = None
    if isinstance(owner, CountingRule):
        newer = limit - owner.number(position) + 1
        because = f"rule {rule.priority} keeps it; it goes after {counted(newer, 'newer image')}"
    else:
        remaining = timedelta(days=min(limit, _AGES)) - (now - owner.since(image))
        because = f"rule {rule.priority} keeps it for another {_span(remaining)}"
    if shielded:
        priorities = " and ".join(str(priority) for priority in shielded)
        because += f", and shields it from rule {priorities}"
    return Verdict(
        image=image,
        outcome="stay",
        rule=rule.priority,
        because=because,
        newer_images=newer,
        remaining=remaining,
        shielded_from=shielded,
    )


def _span(age: timedelta) -> str:
    number = f"{age.total_seconds() / 86400:.4g}"
    return f"{number} {'day' if number == '1' else 'days'}"
