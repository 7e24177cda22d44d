"""A policy or a retention in sentences: one a class, or one a rule."""

from collections.abc import Sequence

from ecr_lifecycle.limits import MAX_IMAGES
from ecr_lifecycle.model import Policy, Rule, Selection
from ecr_lifecycle.retention.building import (
    NEVER_DAYS,
    SIGNATURES_KEPT,
    for_scheme,
    signatures_apart,
)
from ecr_lifecycle.retention.check import check
from ecr_lifecycle.retention.model import Retention, RetentionClass
from ecr_lifecycle.tag_scheme import SIGNATURE_TAGS, TagScheme
from ecr_lifecycle.words import days


def explain(subject: Policy | Retention, scheme: TagScheme | None = None) -> list[str]:
    """What happens to which images: one sentence for each class or rule, in order."""
    if isinstance(subject, Policy):
        rules = subject.rules
        return [_rule(rule, _takes_before(rule, rules)) for rule in rules]
    wanted = for_scheme(subject, scheme)
    check(wanted)
    return _retention(wanted)


def _takes_before(rule: Rule, rules: Sequence[Rule]) -> list[Rule]:
    """The higher rules of the same class that can have an image which `rule` selects.

    Any two rules for tagged images can meet in one: an image may have a tag of each.
    """
    return [
        other
        for other in rules
        if other.priority < rule.priority
        and other.selection.storage_class == rule.selection.storage_class
        and rule.selection.tag_status in {other.selection.tag_status, "any"}
    ]


def _retention(retention: Retention) -> list[str]:
    sentences = []
    if retention.protect:
        tags = _or(retention.protect)
        sentences.append(f"Protected: an image with a tag {tags} never goes, whatever else it has.")
    sentences += [_class(each) for each in retention.classes]
    if signatures_apart(retention):
        sentences.append(
            f"Signatures: of the images with a tag {SIGNATURE_TAGS} (cosign's), the newest "
            f"{SIGNATURES_KEPT} stay, also where what they sign is gone."
        )
    if retention.untagged_days is not None:
        sentences.append(
            f"Untagged: an image without a tag is deleted {days(retention.untagged_days)} after "
            "its push, unless a manifest list still refers to it or its subject is still there."
        )
    sentences += _others(retention)
    if retention.archives:
        sentences.append(_archived(retention))
    return sentences


def _others(retention: Retention) -> list[str]:
    """What becomes of the images that no class has."""
    sentences = []
    above = bool(retention.classes or retention.protect)
    if retention.keep is not None and above:
        sentences.append(
            "Other tags: a tagged image that nothing above has is deleted when it is not among the "
            f"newest {retention.keep} of all tagged images, also those above."
        )
    elif retention.keep is not None:
        sentences.append(
            f"Tagged: the newest {retention.keep} pushes of a tag stay, each with its platforms, "
            f"attestations and untagged signatures; a tag {SIGNATURE_TAGS} (cosign's) counts as a "
            "push."
        )
    if retention.other_days is not None:
        which = "that nothing above has " if above else ""
        sentences.append(
            f"Other tags: a tagged image {which}is deleted {days(retention.other_days)} after its "
            "push, also when it is the newest or in use."
        )
    if retention.keep_any is not None:
        sentences.append(
            "Any: an image that nothing above has is deleted when it is not among the newest "
            f"{retention.keep_any} entries of all, tagged or not, also those above; each platform "
            "and attestation of a push is an entry."
        )
    if retention.archive_after_days is not None:
        sentences.append(
            "Any: an image that nothing above has moves to the archive after "
            f"{days(retention.archive_after_days)} without a pull."
        )
    return sentences


def _class(each: RetentionClass) -> str:
    tags = _or(each.patterns)
    if each.days is not None:
        return (
            f"{each.name}: an image with a tag {tags} is deleted {days(each.days)} after its "
            "push, also when it is the newest or in use."
        )
    if each.archive_after_days is not None:
        return (
            f"{each.name}: an image with a tag {tags} moves to the archive after "
            f"{days(each.archive_after_days)} without a pull."
        )
    keep = each.keep or 0
    if len(each.patterns) == 1:
        return f"{each.name}: of the images with a tag {tags}, the newest {keep} stay."
    return (
        f"{each.name}: of the images with a tag {tags}, the newest {keep} stay for each of these "
        f"patterns, up to {keep * len(each.patterns)} in all, because ECR counts each by itself."
    )


def _archived(retention: Retention) -> str:
    if retention.archived_days is None:
        return "Archived: an image in the archive stays there, and is paid for, for good."
    return f"Archived: an image is deleted after {days(retention.archived_days)} in the archive."


def _rule(rule: Rule, before: Sequence[Rule]) -> str:
    fate = _fate(rule, bool(before))
    return f"Rule {rule.priority}: {_images(rule.selection)} {fate}{_taken(before)}."


def _images(selection: Selection) -> str:
    where = " in the archive" if selection.storage_class == "archive" else ""
    if selection.tag_status == "any":
        return f"an image{where}, tagged or not,"
    if selection.tag_status == "untagged":
        return f"an image{where} without a tag"
    return f"an image{where} with a tag {_tags(selection)}"


def _tags(selection: Selection) -> str:
    entries = [*selection.tag_patterns, *(f"{prefix}..." for prefix in selection.tag_prefixes)]
    return " and a tag ".join(entries)


def _taken(before: Sequence[Rule]) -> str:
    """Which images belong to other rules, so that this one never acts on them."""
    if not before:
        return ""
    named = [
        f"rule {rule.priority} ({rule.selection.tag_status})"
        if rule.selection.tag_status != "tagged"
        else f"rule {rule.priority} ({_tags(rule.selection)})"
        for rule in before
    ]
    last = named.pop()
    names = f"{', '.join(named)} or {last}" if named else last
    return f", unless it belongs to {names}"


def _fate(rule: Rule, others: bool) -> str:
    number = rule.selection.count_number
    fate = "moves to the archive" if rule.action.type == "transition" else "is deleted"
    match rule.selection.count_type:
        case "imageCountMoreThan" if number >= MAX_IMAGES:
            return "stays, and no rule below takes it: more of them than a repository can hold"
        case "sinceImageTransitioned" if number >= NEVER_DAYS:
            return "stays, and no rule below takes it, for a hundred years"
        case "imageCountMoreThan":
            counted = ", those of the rules above counted" if others else ""
            return f"{fate} when it is not among the newest {number} that the rule selects{counted}"
        case "sinceImagePushed":
            return f"{fate} {days(number)} after its push"
        case "sinceImagePulled":
            return f"{fate} after {days(number)} without a pull"
        case "sinceImageTransitioned":
            return f"{fate} after {days(number)} there"


def _or(patterns: tuple[str, ...]) -> str:
    return " or ".join(patterns)
