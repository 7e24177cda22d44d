"""What a rule counts: its type, unit and number, and the class and action that they go with."""

from typing import Any, Final

from ecr_lifecycle.findings import Findings, Spot, shown
from ecr_lifecycle.limits import MIN_ARCHIVE_DAYS
from ecr_lifecycle.validation.shape import positive

_UNMATCHED: Final = "ECR refuses the whole policy: 'matched 0 out of 4'"


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
            "ECR takes positive integers only and refuses the policy; the rule would keep none of "
            "the images that it selects",
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
            f"{spot.path} deletes after {number} days in the archive",
            "ECR refuses rules that delete sooner than the "
            f"{MIN_ARCHIVE_DAYS} days for which an image in the archive is billed",
            f"write {MIN_ARCHIVE_DAYS} or more",
            spot.of("countNumber"),
            str(number),
        )


def _check_unit(parts: dict[str, Any], count_type: str, spot: Spot, findings: Findings) -> None:
    unit = parts.get("countUnit")
    if count_type == "imageCountMoreThan":
        if unit is not None:
            findings.invalid(
                "count-unit-forbidden",
                f"{spot.path} counts images and has a countUnit, which does not turn the number "
                "into days",
                _UNMATCHED,
                'remove countUnit, or write "countType": "sinceImagePushed" for an age',
                spot.of("countUnit"),
                shown(unit),
            )
    elif unit is None:
        findings.invalid(
            "count-unit-missing",
            f"{spot.path} has the countType {count_type} without a countUnit",
            _UNMATCHED,
            'add "countUnit": "days"',
            spot,
        )
    elif unit != "days":
        findings.invalid(
            "count-unit-unknown",
            f"{spot.path} counts in {shown(unit)}, and ECR counts in days only",
            "ECR refuses the whole policy, and "
            f"{_images(parts.get('tagStatus'))} are kept for good",
            'write "countUnit": "days" and the number in days',
            spot.of("countUnit"),
            shown(unit),
        )


def _images(tag_status: Any) -> str:
    return f"{tag_status} images" if tag_status in ("tagged", "untagged") else "all images"


def _check_action(count_type: str, action: str, spot: Spot, findings: Findings) -> None:
    if count_type == "sinceImagePulled" and action == "expire":
        findings.invalid(
            "pulled-expires",
            f"{spot.path} deletes by the last pull; ECR archives by it and never deletes by it",
            "ECR refuses the policy, so that an image which is pulled rarely can be brought back",
            'archive with "type": "transition", and delete with a second rule by '
            "sinceImageTransitioned",
            spot.of("countType"),
        )
    if count_type == "sinceImageTransitioned" and action == "transition":
        findings.invalid(
            "transitioned-transitions",
            f"{spot.path} selects images that are archived already and archives them",
            "ECR refuses the policy; it takes sinceImageTransitioned with expire only",
            'write "type": "expire", or count with sinceImagePushed or sinceImagePulled',
            spot.of("countType"),
        )


def _check_class(count_type: str, storage_class: str, spot: Spot, findings: Findings) -> None:
    if count_type == "sinceImageTransitioned":
        if storage_class != "archive":
            findings.invalid(
                "transitioned-needs-archive",
                f"{spot.path} counts the days since images were archived and selects the "
                "standard class (the default), where none is archived",
                "ECR refuses the policy",
                'add "storageClass": "archive"',
                spot,
            )
    elif storage_class == "archive":
        findings.invalid(
            "archive-needs-transitioned",
            f"{spot.path} selects archived images with {count_type}",
            "ECR refuses the policy; it takes that type for the standard class only",
            'write "countType": "sinceImageTransitioned", or remove storageClass',
            spot.of("storageClass"),
        )
