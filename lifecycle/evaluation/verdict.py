"""Why an image goes or stays: by which rule, held by whom, how far from going."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from lifecycle.evaluation.assumptions import Assumptions
from lifecycle.evaluation.pools import Pool
from lifecycle.evaluation.relations import Relations
from lifecycle.evaluation.walk import walk
from lifecycle.image import Image
from lifecycle.model import Policy, Rule
from lifecycle.words import counted, days

_DOES = {"expire": "deletes", "transition": "archives"}
_AGES = 900_000_000
"""Days, as many as a timedelta can still add to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """The answer for one image.

    `rule` is the rule that acts, or the one that has the image and so shields it from the rules
    below, or None. An image that stays goes after `newer_images` more in its rule's pool, or
    after `remaining`, unless a manifest list in `held_by` is still there then. `shielded_from`
    are the priorities of the lower rules that would act on it.
    """

    image: Image
    outcome: Literal["expire", "transition", "stay"]
    rule: int | None
    because: str
    newer_images: int | None = None
    remaining: timedelta | None = None
    held_by: tuple[str, ...] = ()
    shielded_from: tuple[int, ...] = ()


def verdicts(
    policy: Policy,
    images: tuple[Image, ...],
    now: datetime,
    assumptions: Assumptions,
    relations: Relations,
    acted: Mapping[str, Rule],
) -> Iterator[Verdict]:
    """A verdict for each image, newest first."""
    for position, standing in walk(policy, images, now, assumptions, relations):
        image = images[position]
        rule = acted.get(image.name)
        owner = standing.owner
        marked = owner is not None and owner.marks(images, position)
        if rule is not None:
            yield _goes(image, rule, owner if marked else None, now)
        elif owner is None:
            yield _unselected(image)
        elif marked:
            yield _held(image, owner, relations)
        else:
            shielded = tuple(
                pool.rule.priority for pool in standing.lower if pool.marks(images, position)
            )
            yield _kept(image, owner, shielded, now)


def _goes(image: Image, rule: Rule, owner: Pool | None, now: datetime) -> Verdict:
    does = _DOES[rule.action.type]
    if owner is None or owner.rule is not rule:
        because = f"it goes with its subject {image.subject}, which rule {rule.priority} {does}"
    elif owner.clock is None:
        kept = rule.selection.count_number
        because = f"rule {rule.priority} keeps {kept} and this is number {owner.counted}"
    else:
        age = _span(now - owner.clock(image))
        limit = days(rule.selection.count_number)
        because = f"rule {rule.priority} acts after {limit}, it is {age}"
    return Verdict(image=image, outcome=rule.action.type, rule=rule.priority, because=because)


def _unselected(image: Image) -> Verdict:
    tags = "its tags" if image.tags else "untagged images"
    because = f"no rule of the {image.storage_class} class selects {tags}"
    return Verdict(image=image, outcome="stay", rule=None, because=because)


def _held(image: Image, owner: Pool, relations: Relations) -> Verdict:
    lists = tuple(each.name for each in relations.holding(image.name))
    rule = owner.rule
    return Verdict(
        image=image,
        outcome="stay",
        rule=rule.priority,
        because=f"rule {rule.priority} {_DOES[rule.action.type]} it once the manifest list "
        f"{' and '.join(lists)} is gone",
        held_by=lists,
    )


def _kept(image: Image, owner: Pool, shielded: tuple[int, ...], now: datetime) -> Verdict:
    rule = owner.rule
    newer = remaining = None
    if owner.clock is None:
        newer = rule.selection.count_number - owner.counted + 1
        because = f"rule {rule.priority} keeps it; it goes after {counted(newer, 'newer image')}"
    else:
        limit = timedelta(days=min(rule.selection.count_number, _AGES))
        remaining = limit - (now - owner.clock(image))
        because = f"rule {rule.priority} keeps it for another {_span(remaining)}"
    if shielded:
        rules = " and ".join(str(priority) for priority in shielded)
        because += f", and shields it from rule {rules}"
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
