"""Rules that take the last good release: what runs, or what one would go back to."""

from collections.abc import Iterator

from ecr_lifecycle.analysis.overlaps import Overlaps
from ecr_lifecycle.analysis.release_tags import LEAST_KEPT, owned_releases, sweeps_the_rest
from ecr_lifecycle.analysis.report import dangerous, show
from ecr_lifecycle.analysis.selections import named
from ecr_lifecycle.example import ExampleImage
from ecr_lifecycle.finding import Finding
from ecr_lifecycle.model import Rule
from ecr_lifecycle.tag_scheme import TagScheme
from ecr_lifecycle.words import days


def loses_releases(rule: Rule, overlaps: Overlaps, scheme: TagScheme | None) -> Iterator[Finding]:
    """A rule that has releases and keeps too few, or goes by their age alone."""
    owned = owned_releases(rule, overlaps, scheme)
    if not owned or not overlaps.can_act(rule) or sweeps_the_rest(rule, overlaps, scheme):
        return
    # A tag that moves is on one image at a time, so a count never finds a second one.
    counted = [each for each in owned if not each.moves]
    match rule.selection.count_type:
        case "imageCountMoreThan" if rule.selection.count_number < LEAST_KEPT and counted:
            yield _keeps_too_few(rule, overlaps, counted[0].tag)
        case "sinceImagePushed" if rule.action.type == "expire":
            yield _deletes_by_age(rule, overlaps, owned[0].tag)
        case "sinceImagePushed":
            yield _archives_by_age(rule, overlaps, owned[0].tag)


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
