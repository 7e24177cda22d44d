"""A policy or a retention in sentences: one a class, or one a rule."""

from ecr_lifecycle.limits import MAX_IMAGES
from ecr_lifecycle.model import Policy, Rule, Selection
from ecr_lifecycle.retention.building import NEVER_DAYS
from ecr_lifecycle.retention.check import check
from ecr_lifecycle.retention.model import Retention, RetentionClass
from ecr_lifecycle.words import days


def explain(subject: Policy | Retention) -> list[str]:
    """What happens to which images: one sentence for each class or rule, in order."""
    if isinstance(subject, Policy):
        return [_rule(rule) for rule in subject.rules]
    check(subject)
    return _retention(subject)


def _retention(retention: Retention) -> list[str]:
    sentences = []
    if retention.protect:
        tags = _or(retention.protect)
        sentences.append(f"Protected: an image with a tag {tags} never goes, whatever else it has.")
    sentences += [_class(each) for each in retention.classes]
    if retention.untagged_days is not None:
        sentences.append(
            f"Untagged: an image without a tag is deleted {days(retention.untagged_days)} after "
            "its push, unless a manifest list still refers to it."
        )
    if retention.keep_any is not None:
        sentences.append(
            "Any: an image that nothing above has is deleted when it is not among the newest "
            f"{retention.keep_any} of all images, tagged or not, also those above."
        )
    if retention.archive_after_days is not None:
        sentences.append(
            "Any: an image that nothing above has moves to the archive after "
            f"{days(retention.archive_after_days)} without a pull."
        )
    if retention.archives:
        sentences.append(_archived(retention))
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


def _rule(rule: Rule) -> str:
    return f"Rule {rule.priority}: {_images(rule.selection)} {_fate(rule)}"


def _images(selection: Selection) -> str:
    where = " in the archive" if selection.storage_class == "archive" else ""
    if selection.tag_status == "any":
        return f"an image{where}, tagged or not, that no rule above selects"
    if selection.tag_status == "untagged":
        return f"an image{where} without a tag"
    entries = [*selection.tag_patterns, *(f"{prefix}..." for prefix in selection.tag_prefixes)]
    return f"an image{where} with a tag {' and a tag '.join(entries)}"


def _fate(rule: Rule) -> str:
    number = rule.selection.count_number
    fate = "moves to the archive" if rule.action.type == "transition" else "is deleted"
    match rule.selection.count_type:
        case "imageCountMoreThan" if number >= MAX_IMAGES:
            return "stays, and no rule below takes it: more of them than a repository can hold."
        case "sinceImageTransitioned" if number >= NEVER_DAYS:
            return "stays, and no rule below takes it, for a hundred years."
        case "imageCountMoreThan":
            return f"{fate} when it is not among the newest {number} that the rule selects."
        case "sinceImagePushed":
            return f"{fate} {days(number)} after its push."
        case "sinceImagePulled":
            return f"{fate} after {days(number)} without a pull."
        case "sinceImageTransitioned":
            return f"{fate} after {days(number)} there."


def _or(patterns: tuple[str, ...]) -> str:
    return " or ".join(patterns)
