"""Where a policy contradicts the tags that were declared."""

from collections.abc import Iterator

from ecr_lifecycle.analysis.overlaps import Overlaps
from ecr_lifecycle.analysis.report import dangerous, enough_newer, ineffective, show
from ecr_lifecycle.analysis.selections import (
    covers,
    named,
    one_tag_meets,
    patterns_of,
    sample_tag,
    tagged,
)
from ecr_lifecycle.example import ExampleImage
from ecr_lifecycle.finding import Finding
from ecr_lifecycle.model import Rule
from ecr_lifecycle.tag_scheme import TagClass, TagScheme


def outside_scheme(rule: Rule, overlaps: Overlaps, scheme: TagScheme) -> Iterator[Finding]:
    """A rule for tags that nobody pushes."""
    entries = patterns_of(rule.selection)
    if not entries:
        return
    declared = [pattern for each in scheme.classes for pattern in each.patterns]
    strange = [e for e in entries if not any(one_tag_meets((e, each)) for each in declared)]
    if strange:
        image = ExampleImage(name="declared", tags=(sample_tag(declared[0]),) if declared else ())
        yield ineffective(
            "outside-scheme",
            rule,
            f"rule {rule.priority} selects {named(rule.selection)}, and no declared class has a "
            f"tag like {' or '.join(strange)}",
            "it selects nothing",
            f"declare the class, or write one of {', '.join(declared) or 'no tags'}",
            show(overlaps.policy, image),
        )


def crowds_out(rule: Rule, overlaps: Overlaps, scheme: TagScheme) -> Iterator[Finding]:
    """A count that releases share with other images, whose pushes then delete releases."""
    if rule.selection.counts_days or not overlaps.can_act(rule):
        return
    owned = [
        (each, pattern) for each, pattern in _patterns(scheme) if _owns(rule, pattern, overlaps)
    ]
    releases = [pattern for each, pattern in owned if each.release]
    others = [(each, pattern) for each, pattern in owned if not each.release]
    if not releases or not others:
        return
    other, pattern = others[0]
    tag = sample_tag(releases[0])
    image = ExampleImage(name="release", tags=(tag,), pushed_days_ago=30)
    yield dangerous(
        "crowds-out-releases",
        rule,
        f"rule {rule.priority} counts releases and {other.name} images together",
        f"after {rule.selection.count_number} pushes of {pattern} the release {tag} is deleted, "
        "however few releases there are",
        f"give {releases[0]} a rule of its own above rule {rule.priority}",
        show(overlaps.policy, image, *enough_newer(rule, sample_tag(pattern))),
    )


def _patterns(scheme: TagScheme) -> Iterator[tuple[TagClass, str]]:
    for each in scheme.classes:
        for pattern in each.patterns:
            yield each, pattern


def _owns(rule: Rule, pattern: str, overlaps: Overlaps) -> bool:
    """Whether `rule` is the first that has images with only such a tag."""
    wanted = tagged(pattern)
    for other in overlaps.policy.rules:
        if other.selection.storage_class == "standard" and covers(other.selection, wanted):
            return other is rule
    return False
