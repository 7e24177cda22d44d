"""Rules for tags that were not declared."""

from collections.abc import Iterator

from ecr_lifecycle.analysis.overlaps import Overlaps
from ecr_lifecycle.analysis.report import ineffective, show
from ecr_lifecycle.analysis.selections import (
    named,
    one_tag_meets,
    patterns_of,
    sample_tag,
)
from ecr_lifecycle.example import ExampleImage
from ecr_lifecycle.finding import Finding
from ecr_lifecycle.model import Rule
from ecr_lifecycle.tag_scheme import SIGNATURE_TAGS, TagScheme


def outside_scheme(rule: Rule, overlaps: Overlaps, scheme: TagScheme) -> Iterator[Finding]:
    """A rule for tags that nobody pushes."""
    entries = patterns_of(rule.selection)
    if not entries:
        return
    declared = [pattern for each in scheme.classes for pattern in each.patterns]
    # Signatures come of themselves: nobody declares them.
    pushed = [*declared, SIGNATURE_TAGS]
    strange = [e for e in entries if not any(one_tag_meets((e, each)) for each in pushed)]
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
