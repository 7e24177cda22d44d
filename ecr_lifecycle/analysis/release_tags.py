"""Which tags releases have: those that were declared, or the usual ones.

Without a scheme the policy itself says something: where it counts versions in a rule of their own,
a rule further down that takes every other tag is a sweep, and what it sweeps is no release.
"""

from dataclasses import dataclass
from typing import Final

from ecr_lifecycle.analysis.overlaps import Overlaps
from ecr_lifecycle.analysis.selections import sample_tag, selects_every_tagged
from ecr_lifecycle.model import Rule
from ecr_lifecycle.tag_scheme import TagScheme
from ecr_lifecycle.wildcard import ANY

LEAST_KEPT: Final = 2
"""The release that runs, and the one before it to go back to. Fewer is no retention."""


@dataclass(frozen=True, slots=True)
class ReleaseTag:
    """A tag as a release has it. One that `moves` is on one image at a time, as latest is."""

    tag: str
    moves: bool = False


USUAL_RELEASES: Final = (
    ReleaseTag("v1.2.3"),
    ReleaseTag("1.2.3"),
    ReleaseTag("prod-v1.2.3"),
    ReleaseTag("prod-4f2a91c"),
    ReleaseTag("release-1.2.3"),
    ReleaseTag("main-4f2a91c"),
    ReleaseTag("stable", moves=True),
    ReleaseTag("latest", moves=True),
)
"""What releases are usually tagged: versions, environment and branch with a commit, moving tags."""


def release_tags(scheme: TagScheme | None) -> tuple[ReleaseTag, ...]:
    """A tag of each kind that a release has: those of the scheme, or the usual ones."""
    if scheme is None:
        return USUAL_RELEASES
    return tuple(
        ReleaseTag(sample_tag(pattern), moves=ANY not in pattern)
        for each in scheme.classes
        if each.release
        for pattern in each.patterns
    )


def owned_releases(
    rule: Rule, overlaps: Overlaps, scheme: TagScheme | None
) -> tuple[ReleaseTag, ...]:
    """The releases that `rule` is the first to have."""
    return tuple(each for each in release_tags(scheme) if overlaps.owner((each.tag,)) is rule)


def sweeps_the_rest(rule: Rule, overlaps: Overlaps, scheme: TagScheme | None) -> bool:
    """Whether `rule` takes every other tag, below one that counts what is usually a release.

    With a scheme nobody needs to guess: a rule that has no declared release loses none.
    """
    selection = rule.selection
    if scheme is not None or not (selection.tag_status == "any" or selects_every_tagged(selection)):
        return False
    for each in USUAL_RELEASES:
        owner = overlaps.owner((each.tag,))
        if owner is None or owner is rule or each.moves:
            continue
        counts = not owner.selection.counts_days and owner.selection.count_number >= LEAST_KEPT
        if counts and owner.priority < rule.priority:
            return True
    return False
