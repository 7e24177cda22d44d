"""Why an image goes or stays: by which rule, held by whom, how far from going."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from ecr_lifecycle.evaluation.pools import CountPool, Pool
from ecr_lifecycle.evaluation.relations import Relations
from ecr_lifecycle.image import Image
from ecr_lifecycle.model import Rule
from ecr_lifecycle.words import counted, days

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


def verdict(
    position: int,
    image: Image,
    rule: Rule | None,
    pools: tuple[Pool, ...],
    relations: Relations,
    now: datetime,
) -> Verdict:
    """The verdict on `image`, on which `rule` acts, if one does."""
    marking = pools[0] if pools and pools[0].marks(position) else None
    if rule is not None and marking is not None and marking.rule is rule:
        return _goes(position, image, marking, now)
    if rule is not None:
        return _follows(image, rule)
    if marking is not None:
        return _held(image, marking.rule, relations)
    return _kept(position, image, pools, now) if pools else _unselected(image)


def _goes(position: int, image: Image, pool: Pool, now: datetime) -> Verdict:
    rule, limit = pool.rule, pool.rule.selection.count_number
    if isinstance(pool, CountPool):
        because = f"rule {rule.priority} keeps {limit} and this is number {pool.number(position)}"
    else:
        age = _span(now - pool.clock(image))
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


def _held(image: Image, rule: Rule, relations: Relations) -> Verdict:
    lists = tuple(each.name for each in relations.holding(image.name))
    return Verdict(
        image=image,
        outcome="stay",
        rule=rule.priority,
        because=f"rule {rule.priority} {_DOES[rule.action.type]} it once the manifest list "
        f"{' and '.join(lists)} is gone",
        held_by=lists,
    )


def _kept(position: int, image: Image, pools: tuple[Pool, ...], now: datetime) -> Verdict:
    owner, *lower = pools
    rule, limit = owner.rule, owner.rule.selection.count_number
    shielded = tuple(pool.rule.priority for pool in lower if pool.marks(position))
    newer = remaining = None
    if isinstance(owner, CountPool):
        newer = limit - owner.number(position) + 1
        because = f"rule {rule.priority} keeps it; it goes after {counted(newer, 'newer image')}"
    else:
        remaining = timedelta(days=min(limit, _AGES)) - (now - owner.clock(image))
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
