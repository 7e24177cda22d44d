"""Tag requirements that select nothing, or far less than they look like."""

from collections.abc import Iterator
from typing import Final

from ecr_lifecycle.analysis.overlaps import Overlaps
from ecr_lifecycle.analysis.report import dangerous, enough_newer, ineffective, show
from ecr_lifecycle.analysis.selections import (
    entries_of,
    impossible_entry,
    one_tag_meets,
    patterns_of,
    sample_tag,
)
from ecr_lifecycle.example import Example, ExampleImage
from ecr_lifecycle.finding import Finding
from ecr_lifecycle.findings import shown
from ecr_lifecycle.limits import MANY_PREFIXES
from ecr_lifecycle.model import Rule
from ecr_lifecycle.wildcard import ANY


def never_matching(rule: Rule, overlaps: Overlaps) -> Iterator[Finding]:
    """An entry that no tag can match, so that the rule selects no image."""
    entry = impossible_entry(rule.selection)
    if entry is None:
        return
    if entry in rule.selection.tag_prefixes and ANY in entry:
        tag = sample_tag(entry)
        why = "prefixes are literal, and no tag has a `*` in it"
        fix = f"write the prefix without `*`, or tagPatternList with {shown(entry)}"
    else:
        tag = "v1.2.3"
        why = "a tag has letters, digits, `_`, `.` and `-` only, and does not start with . or -"
        fix = "write the tags as they are pushed; `*` is the only special character"
    image = ExampleImage(name="not-selected", tags=(tag,), pushed_days_ago=4000)
    yield ineffective(
        "never-matches",
        rule,
        f"rule {rule.priority} selects no image at all: {shown(entry)} matches no tag, because "
        f"{why}",
        f"an image tagged {tag} is not touched by it",
        fix,
        show(overlaps.policy, image),
    )


def and_of_tags(rule: Rule, overlaps: Overlaps) -> Iterator[Finding]:
    """A list of tags that are never one tag: ECR wants an image to match all of them."""
    patterns = patterns_of(rule.selection)
    if not patterns or one_tag_meets(patterns):
        return
    # A list is a set to ECR, so what is said of it does not depend on the order.
    alone = [(sample_tag(pattern), rule.selection.storage_class) for pattern in sorted(patterns)]
    owned = [(tag, overlaps.owner((tag,), storage_class)) for tag, storage_class in alone]
    tag, owner = min(owned, key=lambda each: _WORST.index(_fate(each[1], overlaps)))
    fate = _fate(owner, overlaps)
    listed = " and ".join(shown(entry) for entry in sorted(entries_of(rule.selection)))
    report = dangerous if fate == "deletes" else ineffective
    yield report(
        "and-of-tags",
        rule,
        f"rule {rule.priority} selects only images that carry {listed} at the same time: ECR wants "
        "every entry of a list to match",
        f"an image tagged {tag} alone is not selected; "
        + (
            f"it falls to rule {owner.priority}, which {fate} it"
            if owner is not None
            else "no rule has it, so it is kept for good"
        ),
        "write one rule for each of them; each then keeps its own number of images",
        _alone(tag, rule, owner, overlaps),
    )


_WORST: Final = ("deletes", "archives", "keeps")


def _fate(owner: Rule | None, overlaps: Overlaps) -> str:
    """What the rule that has an image comes to do with it, once it is old enough."""
    if owner is None or not overlaps.can_act(owner):
        return "keeps"
    return "deletes" if owner.action.type == "expire" else "archives"


def _alone(tag: str, rule: Rule, owner: Rule | None, overlaps: Overlaps) -> Example:
    """What becomes of an old image with this tag alone, when newer ones are there."""
    image = ExampleImage(
        name="one-tag-only",
        tags=(tag,),
        pushed_days_ago=4000,
        storage_class=rule.selection.storage_class,
        archived_days_ago=4000 if rule.selection.storage_class == "archive" else None,
    )
    return show(overlaps.policy, image, *(enough_newer(owner, tag) if owner else []))


def many_prefixes(rule: Rule, overlaps: Overlaps) -> Iterator[Finding]:
    """More prefixes than ECR may take; AWS documents no limit, so it is no reason to refuse."""
    prefixes = rule.selection.tag_prefixes
    if len(prefixes) <= MANY_PREFIXES:
        return
    image = ExampleImage(name="all-of-them", tags=prefixes, pushed_days_ago=4000)
    yield ineffective(
        "many-prefixes",
        rule,
        f"rule {rule.priority} has {len(prefixes)} prefixes, and ECR may take {MANY_PREFIXES} at "
        "most",
        "an image would have to carry a tag for every one of them",
        "write a rule for each, or patterns",
        show(overlaps.policy, image),
    )
