"""A scan that a push has started finds what was planted for it, or nothing.

ECR API reference, DescribeImageScanFindings. moto finds the same made-up vulnerability in every
image; that stays so for scans that StartImageScan began.
"""

from typing import Any

from moto.ecr.models import ECRBackend

from local.aws.oci import images, scanning


def patch() -> None:
    """Answers for scans on push."""
    other = ECRBackend.describe_image_scan_findings

    def describe(backend: Any, registry_id: str, repository_name: str, image_id: Any) -> Any:
        repository = backend._get_repository(repository_name, registry_id)
        wanted = image_id.get("imageDigest") or image_id.get("imageTag")
        image = images.find(repository, wanted)
        if image is None or not getattr(image, "scanned_on_push", False):
            return other(backend, registry_id, repository_name, image_id)
        planted = scanning.planted_for(backend, repository, image)
        return planted or scanning.nothing_found(repository, image)

    ECRBackend.describe_image_scan_findings = describe
