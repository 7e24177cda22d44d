"""The archive: what goes in and never leaves, leaves and never went in, or saves nothing."""

from collections.abc import Iterator

from ecr_lifecycle.analysis.overlaps import Overlaps
from ecr_lifecycle.analysis.report import ineffective, show, style, wasteful
from ecr_lifecycle.analysis.selections import covers, named, sample_tags, selects_every_tagged
from ecr_lifecycle.example import ExampleImage
from ecr_lifecycle.finding import Finding
from ecr_lifecycle.limits import ARCHIVE_SAVES_TB, MIN_ARCHIVE_DAYS
from ecr_lifecycle.model import Rule


def archive_ends(overlaps: Overlaps) -> Iterator[Finding]:
    """Each rule that archives what nothing deletes there, and rules that delete what is not."""
    archiving = [rule for rule in overlaps.acting() if rule.action.type == "transition"]
    deleting = overlaps.acting("archive")
    for rule in archiving:
        if not _emptied(rule, deleting):
            yield _never_emptied(rule, overlaps)
    if deleting and not any(rule.action.type == "transition" for rule in overlaps.policy.rules):
        rule = deleting[0]
        yield ineffective(
            "archive-never-filled",
            rule,
            f"rule {rule.priority} deletes archived images and no rule archives any",
            "it only ever sees what somebody archives by hand",
            'add a rule with the action "transition", or select the standard class',
            show(
                overlaps.policy,
                ExampleImage(name="in-standard", tags=("build-1",), pushed_days_ago=3000),
            ),
        )


def archive_saves(overlaps: Overlaps) -> Iterator[Finding]:
    """Archiving for the price: it is the same price, for all but the largest registries."""
    archiving = [rule for rule in overlaps.acting() if rule.action.type == "transition"]
    if archiving:
        rule = archiving[0]
        yield style(
            "archive-saves-nothing",
            rule,
            f"rule {rule.priority} archives {named(rule.selection)}, and a GB in the archive costs "
            f"what it costs in the standard class, up to {ARCHIVE_SAVES_TB} TB in the Region",
            f"a smaller registry saves nothing: each image is billed for {MIN_ARCHIVE_DAYS} days "
            "there at least, a restore is paid by the GB, and it cannot be pulled until then",
            "archive what must be kept for the record; delete what must not",
            show(
                overlaps.policy,
                ExampleImage(name="old", tags=sample_tags(rule.selection), pushed_days_ago=3000),
            ),
        )


def _emptied(rule: Rule, deleting: list[Rule]) -> bool:
    """Whether rules of the archive delete every image that `rule` puts there."""
    if any(covers(other.selection, rule.selection) for other in deleting):
        return True
    untagged = any(other.selection.tag_status == "untagged" for other in deleting)
    return untagged and any(selects_every_tagged(other.selection) for other in deleting)


def _never_emptied(rule: Rule, overlaps: Overlaps) -> Finding:
    tags = sample_tags(rule.selection) if rule.selection.tag_status == "tagged" else ()
    if rule.selection.tag_status == "any":
        tags = () if overlaps.owner((), "archive") is None else ("build-1",)
    archived = ExampleImage(
        name="archived",
        tags=tags,
        pushed_days_ago=3000,
        storage_class="archive",
        archived_days_ago=2900,
    )
    return wasteful(
        "archive-never-emptied",
        rule,
        f"rule {rule.priority} archives {named(rule.selection)}, and no rule ever deletes all of "
        "them there",
        "they are paid for in the archive for good, at the price of the standard class up to "
        f"{ARCHIVE_SAVES_TB} TB, and cannot be pulled",
        'add a rule with "storageClass": "archive", "countType": "sinceImageTransitioned", '
        f'"countUnit": "days", {MIN_ARCHIVE_DAYS} or more, the action expire, and the same tags or '
        "`any`",
        show(overlaps.policy, archived),
    )
