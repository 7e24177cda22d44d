"""Tag requirements that select nothing, or far less than they look like."""

from collections.abc import Iterator

from ecr_lifecycle.analysis.overlaps import Overlaps
from ecr_lifecycle.analysis.report import dangerous, enough_newer, ineffective, show
from ecr_lifecycle.analysis.selections import (
    covers,
    entries_of,
    impossible_entry,
    one_tag_meets,
    patterns_of,
    sample_tag,
    tagged,
)
from ecr_lifecycle.example import ExampleImage
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
    alone = sample_tag(patterns[0])
    listed = " and ".join(shown(entry) for entry in entries_of(rule.selection))
    problem = (
        f"rule {rule.priority} selects only images that carry {listed} at the same time: ECR "
        "wants every entry of a list to match"
    )
    impact = f"an image tagged {alone} alone is not selected"
    fix = "write one rule for each of them; each then keeps its own number of images"
    image = ExampleImage(name="one-tag-only", tags=(alone,), pushed_days_ago=4000)
    taker = _deletes_instead(rule, patterns[0], overlaps)
    if taker is None:
        impact += ", so it is kept for good"
        example = show(overlaps.policy, image)
        yield ineffective("and-of-tags", rule, problem, impact, fix, example)
    else:
        impact += f"; it falls to rule {taker.priority}, which deletes it"
        example = show(overlaps.policy, image, *enough_newer(taker, alone))
        yield dangerous("and-of-tags", rule, problem, impact, fix, example)


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


def _deletes_instead(rule: Rule, pattern: str, overlaps: Overlaps) -> Rule | None:
    """The lower rule that deletes images with only the tag that `rule` meant to handle."""
    for other in overlaps.policy.rules:
        if (
            other.priority > rule.priority
            and other.selection.storage_class == rule.selection.storage_class
            and other.action.type == "expire"
            and overlaps.can_act(other)
            and covers(other.selection, tagged(pattern))
        ):
            return other
    return None
