"""Rules that take the last good release: what runs, or what one would go back to."""

from collections.abc import Iterator
from typing import Final

from ecr_lifecycle.analysis.overlaps import Overlaps
from ecr_lifecycle.analysis.report import dangerous, show
from ecr_lifecycle.analysis.selections import covers, named, sample_tag, tagged
from ecr_lifecycle.example import ExampleImage
from ecr_lifecycle.finding import Finding
from ecr_lifecycle.model import Rule
from ecr_lifecycle.tag_scheme import TagScheme
from ecr_lifecycle.words import days

LEAST_KEPT: Final = 2
"""The release that runs, and the one before it to go back to. Fewer is no retention."""


USUAL_RELEASES: Final = (
    "v1.2.3",
    "1.2.3",
    "prod-v1.2.3",
    "prod-4f2a91c",
    "release-1.2.3",
    "main-4f2a91c",
    "stable",
    "latest",
)
"""What releases are usually tagged: versions, environment and branch with a commit, moving tags."""


def release_tags(scheme: TagScheme | None) -> tuple[str, ...]:
    """A tag of each kind that a release has: those of the scheme, or the usual ones."""
    if scheme is None:
        return USUAL_RELEASES
    return tuple(
        sample_tag(pattern) for each in scheme.classes if each.release for pattern in each.patterns
    )


def loses_releases(rule: Rule, overlaps: Overlaps, scheme: TagScheme | None) -> Iterator[Finding]:
    """A rule that has releases and keeps too few, or goes by their age alone."""
    tag = _release_of(rule, overlaps, scheme)
    if tag is None or not overlaps.can_act(rule):
        return
    match rule.selection.count_type:
        case "imageCountMoreThan" if rule.selection.count_number < LEAST_KEPT:
            yield _keeps_too_few(rule, overlaps, tag)
        case "sinceImagePushed" if rule.action.type == "expire":
            yield _deletes_by_age(rule, overlaps, tag)
        case "sinceImagePushed":
            yield _archives_by_age(rule, overlaps, tag)


def _release_of(rule: Rule, overlaps: Overlaps, scheme: TagScheme | None) -> str | None:
    """A release's tag that makes `rule` the first to have the image."""
    for tag in release_tags(scheme):
        image = tagged(tag)
        owners = (
            other
            for other in overlaps.policy.rules
            if other.selection.storage_class == "standard" and covers(other.selection, image)
        )
        if next(owners, None) is rule:
            return tag
    return None


def _keeps_too_few(rule: Rule, overlaps: Overlaps, tag: str) -> Finding:
    previous = ExampleImage(name="previous-release", tags=(tag,), pushed_days_ago=2)
    every = rule.selection.tag_status == "any"
    kept = "one image of all" if every else f"one of the {named(rule.selection)}"
    push = "push of any kind, also untagged or of a branch," if every else "push of its tags"
    return dangerous(
        "keeps-too-few",
        rule,
        f"rule {rule.priority} keeps {kept}",
        f"the next {push} deletes the release before it, such as {tag}, so there is nothing to "
        "roll back to, and nodes that have not pulled it yet cannot start it",
        f"keep {LEAST_KEPT} or more, and give releases a rule of their own above `any`",
        show(overlaps.policy, previous, ExampleImage(name="next-push", tags=(f"{tag}-next",))),
    )


def _deletes_by_age(rule: Rule, overlaps: Overlaps, tag: str) -> Finding:
    number = rule.selection.count_number
    only = ExampleImage(name="only-release", tags=(tag,), pushed_days_ago=number + 1)
    return dangerous(
        "deletes-releases-by-age",
        rule,
        f"rule {rule.priority} deletes {named(rule.selection)} {days(number)} after the push",
        f"it also deletes the newest release and the one that is running: {tag}, if nothing newer "
        "was released for so long; pulling it or tagging it again does not make it younger",
        "keep releases by count (imageCountMoreThan), in a rule above this one; or archive them "
        "by the last pull",
        show(overlaps.policy, only),
    )


def _archives_by_age(rule: Rule, overlaps: Overlaps, tag: str) -> Finding:
    number = rule.selection.count_number
    only = ExampleImage(name="only-release", tags=(tag,), pushed_days_ago=number + 1)
    return dangerous(
        "archives-releases-by-age",
        rule,
        f"rule {rule.priority} archives {named(rule.selection)} {days(number)} after the push",
        f"it also archives one that is running, such as {tag}; an archived image cannot be pulled, "
        "so the next node that needs it fails until somebody restores it",
        'archive by "countType": "sinceImagePulled", which leaves what is in use alone',
        show(overlaps.policy, only),
    )
