"""The action of one rule."""

from typing import Any

from ecr_lifecycle.findings import Findings, Spot
from ecr_lifecycle.limits import ACTIONS
from ecr_lifecycle.validation.shape import REFUSED, choice, members


def check_action(value: Any, spot: Spot, findings: Findings) -> str:
    """The action's type, or an empty string where it could not be read."""
    parts = members(value, spot, findings, required=("type",), optional=("targetStorageClass",))
    kind = choice(parts["type"], ACTIONS, spot.of("type"), findings) if "type" in parts else None
    target = parts.get("targetStorageClass")
    if target is not None:
        choice(target, ("archive",), spot.of("targetStorageClass"), findings)
    if kind == "transition" and target is None:
        findings.invalid(
            "transition-without-target",
            f"{spot.path} transitions without a targetStorageClass",
            "ECR refuses the policy, because it does not know where to move the images",
            'add "targetStorageClass": "archive", the only class that there is to move to',
            spot,
        )
    if kind == "expire" and target is not None:
        findings.invalid(
            "target-without-transition",
            f"{spot.path} expires and names a targetStorageClass; an image is deleted or archived, "
            "not both",
            REFUSED,
            'remove targetStorageClass to delete, or write "type": "transition" to archive',
            spot.of("targetStorageClass"),
        )
    return kind or ""
