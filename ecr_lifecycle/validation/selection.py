"""The selection of one rule: its values one by one, then what they mean together."""

from typing import Any

from ecr_lifecycle.findings import Findings, Spot
from ecr_lifecycle.limits import COUNT_TYPES, STORAGE_CLASSES, TAG_STATUSES
from ecr_lifecycle.validation.counting import check_counting
from ecr_lifecycle.validation.draft import Draft
from ecr_lifecycle.validation.shape import choice, members
from ecr_lifecycle.validation.tags import check_tags


def check_selection(value: Any, action: str, spot: Spot, draft: Draft, findings: Findings) -> None:
    """Check `value` and fill `draft` with what could be read."""
    parts = members(
        value,
        spot,
        findings,
        required=("tagStatus", "countType", "countNumber"),
        optional=("tagPatternList", "tagPrefixList", "storageClass", "countUnit"),
    )

    def one_of(key: str, allowed: tuple[str, ...]) -> str | None:
        return choice(parts[key], allowed, spot.of(key), findings) if key in parts else None

    draft.tag_status = one_of("tagStatus", TAG_STATUSES)
    check_tags(parts, spot, draft, findings)
    count_type = one_of("countType", COUNT_TYPES)
    storage_class = one_of("storageClass", STORAGE_CLASSES)
    if "storageClass" not in parts:
        storage_class = "standard"
    draft.storage_class = storage_class
    check_counting(parts, count_type, storage_class, action, spot, findings)
