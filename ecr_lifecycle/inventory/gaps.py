"""What the output of DescribeImages leaves out, where that changes an evaluation."""

from typing import Any

from ecr_lifecycle.inventory.manifests import Links
from ecr_lifecycle.words import counted


def blind_spots(value: Any, links: Links) -> list[str]:
    """Warnings about `value`, if it is what `aws ecr describe-images` prints."""
    details = value.get("imageDetails") if isinstance(value, dict) else None
    if not isinstance(details, list):
        return []
    images = [each for each in details if isinstance(each, dict)]
    blind = [
        each
        for each in images
        if _is_list(each) and not links.references(str(each.get("imageDigest")))
    ]
    warnings = []
    if blind:
        warnings.append(
            f"{counted(len(blind), 'manifest list')} without a manifest: what they reference "
            "looks like leftovers here, and ECR would keep it. Give --manifests."
        )
    if images and all(each.get("imageStatus") in {None, "ACTIVE"} for each in images):
        warnings.append(
            "No archived images: DescribeImages shows them with --filter imageStatus=ANY only."
        )
    return warnings


def _is_list(image: dict[str, Any]) -> bool:
    media_type = str(image.get("imageManifestMediaType"))
    return "manifest.list" in media_type or "image.index" in media_type
