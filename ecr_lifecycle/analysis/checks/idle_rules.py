"""Rules that never act: because a higher one has their images, or because of their number."""

from collections.abc import Iterator

from ecr_lifecycle.analysis.overlaps import Overlaps
from ecr_lifecycle.analysis.report import ineffective, show
from ecr_lifecycle.analysis.selections import (
    is_beyond_reach,
    named,
    patterns_of,
    sample_tags,
)
from ecr_lifecycle.example import ExampleImage
from ecr_lifecycle.finding import Finding
from ecr_lifecycle.limits import MAX_IMAGES
from ecr_lifecycle.model import Rule


def shadowed(rule: Rule, overlaps: Overlaps) -> Iterator[Finding]:
    """A rule of which every image belongs to a higher rule."""
    higher = overlaps.shadows(rule)
    if not higher:
        return
    names = " and ".join(f"rule {other.priority} ({named(other.selection)})" for other in higher)
    yield ineffective(
        "shadowed",
        rule,
        f"rule {rule.priority} never acts: every image that it selects ({named(rule.selection)}) "
        f"belongs to {names} first",
        "ECR lets no lower rule touch such an image, even where the higher one leaves it alone",
        "give the narrower rule the lower number, or remove this one",
        show(overlaps.policy, _selected(rule, days=4000)),
    )


def caps_nothing(rule: Rule, overlaps: Overlaps) -> Iterator[Finding]:
    """A number that no repository gets to, in a rule that protects nothing either."""
    selection = rule.selection
    if not is_beyond_reach(rule) or overlaps.shadows(rule) or _protects(rule, overlaps):
        return
    if selection.tag_status == "tagged" and patterns_of(selection) is None:
        return  # it selects nothing, which is a finding of its own
    if selection.counts_days:
        years = selection.count_number // 365
        why = f"{selection.count_number} days are {years} years, and no image in ECR is as old"
        fix = "write the days after which the images are of no use"
    elif selection.count_number >= MAX_IMAGES:
        why = f"a repository holds {MAX_IMAGES} images at most (quota L-03A36CE1)"
        fix = "write the number of images to keep"
    else:
        why = "a tag without `*` is on one image at a time, so there is never a second one"
        fix = "end the pattern with `*`, or remove the rule"
    image = _stays(rule, overlaps)
    if image is None:
        return  # every image that it could show is another rule's
    yield ineffective(
        "caps-nothing",
        rule,
        f"rule {rule.priority} never acts on {named(selection)}: {why}",
        "what belongs to it is kept and paid for",
        fix,
        show(overlaps.policy, image),
    )


def _stays(rule: Rule, overlaps: Overlaps) -> ExampleImage | None:
    """An image that the rule has, and that no higher rule does."""
    for text in ("1", "x", "2.0", "a-b", "0f3e"):
        image = _selected(rule, 3000, text)
        if overlaps.owner(image.tags, rule.selection.storage_class) is rule:
            return image
    return None


def _protects(rule: Rule, overlaps: Overlaps) -> bool:
    """Whether a lower rule would act on tagged images that this one has: the way to retain them.

    Nobody means to retain untagged ones.
    """
    return rule.selection.tag_status != "untagged" and any(
        other.priority > rule.priority
        and other.selection.storage_class == rule.selection.storage_class
        and other.selection.tag_status in {rule.selection.tag_status, "any"}
        and overlaps.can_act(other)
        for other in overlaps.policy.rules
    )


def _selected(rule: Rule, days: int, text: str = "1") -> ExampleImage:
    archived = rule.selection.storage_class == "archive"
    return ExampleImage(
        name="selected",
        tags=sample_tags(rule.selection, text),
        pushed_days_ago=days,
        storage_class=rule.selection.storage_class,
        archived_days_ago=days if archived else None,
    )
