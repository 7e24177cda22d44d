"""What a rule counts: its type, unit and number, and the class and action that they go with."""

from typing import Any

from ecr_lifecycle.findings import Findings, shown
from ecr_lifecycle.limits import MIN_ARCHIVE_DAYS
from ecr_lifecycle.validation.shape import Spot, positive


def check_counting(
    parts: dict[str, Any],
    count_type: str | None,
    storage_class: str | None,
    action: str,
    spot: Spot,
    findings: Findings,
) -> None:
    """Unit and number alone, then with the count type, the storage class and the action."""
    number = None
    if "countNumber" in parts:
        number = positive(
            parts["countNumber"],
            "count-below-one",
            spot.of("countNumber"),
            findings,
            " It would keep none of the images that the rule selects.",
        )
    if count_type is None:
        return
    _check_unit(parts, count_type, spot, findings)
    _check_action(count_type, action, spot, findings)
    if storage_class is not None:
        _check_class(count_type, storage_class, spot, findings)
    if count_type == "sinceImageTransitioned" and number is not None and number < MIN_ARCHIVE_DAYS:
        findings.invalid(
            "archive-too-short",
            f"{spot.path} deletes after {number} days in the archive; an image is billed for "
            f"{MIN_ARCHIVE_DAYS} days there, and ECR refuses rules that delete sooner.",
            f"Write {MIN_ARCHIVE_DAYS} or more.",
            spot.rule,
        )


def _check_unit(parts: dict[str, Any], count_type: str, spot: Spot, findings: Findings) -> None:
    unit = parts.get("countUnit")
    if count_type == "imageCountMoreThan":
        if unit is not None:
            findings.invalid(
                "count-unit-forbidden",
                f"{spot.path} counts images and has the countUnit {shown(unit)}; ECR answers "
                "'matched 0 out of 4'. It would not turn the number into days.",
                'Remove countUnit, or write "countType": "sinceImagePushed" for an age.',
                spot.rule,
            )
    elif unit is None:
        findings.invalid(
            "count-unit-missing",
            f"{spot.path} has the countType {count_type} without a countUnit; ECR answers "
            "'matched 0 out of 4'.",
            'Add "countUnit": "days".',
            spot.rule,
        )
    elif unit != "days":
        findings.invalid(
            "count-unit-unknown",
            f"{spot.path} counts in {shown(unit)}; ECR counts in days only and refuses the whole "
            f"policy, so {_images(parts.get('tagStatus'))} are kept for good.",
            'Write "countUnit": "days" and the number in days.',
            spot.rule,
        )


def _images(tag_status: Any) -> str:
    return f"{tag_status} images" if tag_status in ("tagged", "untagged") else "all images"


def _check_action(count_type: str, action: str, spot: Spot, findings: Findings) -> None:
    if count_type == "sinceImagePulled" and action == "expire":
        findings.invalid(
            "pulled-expires",
            f"{spot.path} deletes by the last pull; ECR archives by the last pull and never "
            "deletes by it, so that an image pulled rarely can be brought back.",
            'Archive with "type": "transition", and delete with a second rule by '
            "sinceImageTransitioned.",
            spot.rule,
        )
    if count_type == "sinceImageTransitioned" and action == "transition":
        findings.invalid(
            "transitioned-transitions",
            f"{spot.path} selects images that are archived already and archives them; ECR takes "
            "sinceImageTransitioned with expire only.",
            'Write "type": "expire", or count with sinceImagePushed or sinceImagePulled.',
            spot.rule,
        )


def _check_class(count_type: str, storage_class: str, spot: Spot, findings: Findings) -> None:
    if count_type == "sinceImageTransitioned":
        if storage_class != "archive":
            findings.invalid(
                "transitioned-needs-archive",
                f"{spot.path} counts the days since images were archived and selects the "
                "standard class (the default), where none is archived.",
                'Add "storageClass": "archive".',
                spot.rule,
            )
    elif storage_class == "archive":
        findings.invalid(
            "archive-needs-transitioned",
            f"{spot.path} selects archived images with {count_type}; ECR takes that type for the "
            "standard class only.",
            'Write "countType": "sinceImageTransitioned", or remove storageClass.',
            spot.rule,
        )
