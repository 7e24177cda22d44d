"""Tag requirements that select nothing, or far less than they look like."""

from collections.abc import Iterator

from ecr_lifecycle.analysis.reach import (
    covers,
    entries_of,
    impossible_entry,
    one_tag_meets,
    patterns_of,
    sample_tag,
    tagged,
)
from ecr_lifecycle.analysis.showing import dangerous, enough_newer, show, useless
from ecr_lifecycle.analysis.survey import Survey
from ecr_lifecycle.example import ExampleImage
from ecr_lifecycle.findings import shown
from ecr_lifecycle.limits import MANY_PREFIXES
from ecr_lifecycle.model import Rule
from ecr_lifecycle.patterns import WILDCARD
from ecr_lifecycle.problem import Problem


def never_matching(rule: Rule, survey: Survey) -> Iterator[Problem]:
    """An entry that no tag can match, so that the rule selects no image."""
    entry = impossible_entry(rule.selection)
    if entry is None:
        return
    if entry in rule.selection.tag_prefixes and WILDCARD in entry:
        tag = sample_tag(entry)
        why = "prefixes are literal, and no tag has a `*` in it"
        remedy = f"Write the prefix without `*`, or tagPatternList with {shown(entry)}."
    else:
        tag = "v1.2.3"
        why = "a tag has letters, digits, `_`, `.` and `-` only, and does not start with . or -"
        remedy = "Write the tags as they are pushed; `*` is the only special character."
    image = ExampleImage(name="not-selected", tags=(tag,), pushed_days_ago=4000)
    yield useless(
        "never-matches",
        rule,
        f"Rule {rule.priority} selects no image at all: {shown(entry)} matches no tag, because "
        f"{why}. An image tagged {tag} is not touched by it.",
        remedy,
        show(survey.policy, image),
    )


def and_of_tags(rule: Rule, survey: Survey) -> Iterator[Problem]:
    """A list of tags that are never one tag: ECR wants an image to match all of them."""
    patterns = patterns_of(rule.selection)
    if not patterns or one_tag_meets(patterns):
        return
    alone = sample_tag(patterns[0])
    listed = " and ".join(shown(entry) for entry in entries_of(rule.selection))
    message = (
        f"Rule {rule.priority} selects only images that carry {listed} at the same time: ECR "
        f"wants every entry of a list to match. An image tagged {alone} alone is not selected"
    )
    remedy = "Write one rule for each of them; each then keeps its own number of images."
    image = ExampleImage(name="one-tag-only", tags=(alone,), pushed_days_ago=4000)
    taker = _deletes_instead(rule, patterns[0], survey)
    if taker is None:
        message += ", so it is kept for good."
        yield useless("and-of-tags", rule, message, remedy, show(survey.policy, image))
    else:
        message += f"; it falls to rule {taker.priority}, which deletes it."
        example = show(survey.policy, image, *enough_newer(taker, alone))
        yield dangerous("and-of-tags", rule, message, remedy, example)


def many_prefixes(rule: Rule, survey: Survey) -> Iterator[Problem]:
    """More prefixes than ECR may take; AWS documents no limit, so it is no reason to refuse."""
    prefixes = rule.selection.tag_prefixes
    if len(prefixes) <= MANY_PREFIXES:
        return
    image = ExampleImage(name="all-of-them", tags=prefixes, pushed_days_ago=4000)
    yield useless(
        "many-prefixes",
        rule,
        f"Rule {rule.priority} has {len(prefixes)} prefixes; ECR may take {MANY_PREFIXES} at most, "
        "and an image would have to carry a tag for every one of them.",
        "Write a rule for each, or patterns.",
        show(survey.policy, image),
    )


def _deletes_instead(rule: Rule, pattern: str, survey: Survey) -> Rule | None:
    """The lower rule that deletes images with only the tag that `rule` meant to handle."""
    for other in survey.policy.rules:
        if (
            other.priority > rule.priority
            and other.selection.storage_class == rule.selection.storage_class
            and other.action.type == "expire"
            and survey.can_act(other)
            and covers(other.selection, tagged(pattern))
        ):
            return other
    return None
