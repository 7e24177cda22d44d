"""Rules that never act: because a higher one has their images, or because of their number."""

from collections.abc import Iterator

from ecr_lifecycle.analysis.reach import (
    is_beyond_reach,
    named,
    patterns_of,
    sample_tags,
)
from ecr_lifecycle.analysis.showing import show, useless
from ecr_lifecycle.analysis.survey import Survey
from ecr_lifecycle.example import ExampleImage
from ecr_lifecycle.limits import MAX_IMAGES
from ecr_lifecycle.model import Rule
from ecr_lifecycle.problem import Problem


def shadowed(rule: Rule, survey: Survey) -> Iterator[Problem]:
    """A rule of which every image belongs to a higher rule."""
    higher = survey.shadows(rule)
    if not higher:
        return
    names = " and ".join(f"rule {other.priority} ({named(other.selection)})" for other in higher)
    yield useless(
        "shadowed",
        rule,
        f"Rule {rule.priority} never acts: every image that it selects ({named(rule.selection)}) "
        f"belongs to {names} first, and ECR lets no lower rule touch it, even where the higher "
        "one leaves it alone.",
        "Give the narrower rule the lower number, or remove this one.",
        show(survey.policy, _selected(rule, days=4000)),
    )


def caps_nothing(rule: Rule, survey: Survey) -> Iterator[Problem]:
    """A number that no repository gets to, in a rule that protects nothing either."""
    selection = rule.selection
    if not is_beyond_reach(rule) or survey.shadows(rule) or _protects(rule, survey):
        return
    if selection.tag_status == "tagged" and patterns_of(selection) is None:
        return  # it selects nothing, which is a finding of its own
    if selection.counts_days:
        years = selection.count_number // 365
        why = f"{selection.count_number} days are {years} years, and no image in ECR is as old"
        remedy = "Write the days after which the images are of no use."
    elif selection.count_number >= MAX_IMAGES:
        why = f"a repository holds {MAX_IMAGES} images at most (quota L-03A36CE1)"
        remedy = "Write the number of images to keep."
    else:
        why = "a tag without `*` is on one image at a time, so there is never a second one"
        remedy = "End the pattern with `*`, or remove the rule."
    yield useless(
        "caps-nothing",
        rule,
        f"Rule {rule.priority} never acts on {named(selection)}: {why}. They are all kept and "
        "paid for.",
        remedy,
        show(survey.policy, _selected(rule, days=3000)),
    )


def _protects(rule: Rule, survey: Survey) -> bool:
    """Whether a lower rule would act on tagged images that this one has: the way to retain them.

    Nobody means to retain untagged ones.
    """
    return rule.selection.tag_status != "untagged" and any(
        other.priority > rule.priority
        and other.selection.storage_class == rule.selection.storage_class
        and other.selection.tag_status in {rule.selection.tag_status, "any"}
        and survey.can_act(other)
        for other in survey.policy.rules
    )


def _selected(rule: Rule, days: int) -> ExampleImage:
    archived = rule.selection.storage_class == "archive"
    return ExampleImage(
        name="selected",
        tags=sample_tags(rule.selection),
        pushed_days_ago=days,
        storage_class=rule.selection.storage_class,
        archived_days_ago=days if archived else None,
    )
