"""The scan that a push starts: what DescribeImages says of it, and its event.

ECR user guide, "Scan images for vulnerabilities": basic scanning on push, an index itself is not
scanned, one `ECR Image Scan` event at the end. Here a scan ends at once, and finds what a test has
planted with `POST /moto-api/static/ecr/scan-finding-results`, or nothing.
"""

from typing import Any

from ecr_lifecycle.wildcard import matches
from local.aws.oci import events, manifest, site


def pushed(backend: Any, repository: Any, image: Any) -> None:
    """Scans a new image, if the repository or the registry says so."""
    read = manifest.read(image.image_manifest, image.image_manifest_media_type)
    if read.is_index or image.last_scan is not None or not _on_push(backend, repository):
        return
    now = site.here().clock.now()
    image.last_scan = now.replace(tzinfo=None)
    image.scanned_on_push = True
    planted = planted_for(backend, repository, image)
    status = (planted or {}).get("imageScanStatus") or {"status": "COMPLETE"}
    found = (planted or {}).get("imageScanFindings") or {}
    counts = found.get("findingSeverityCounts") or {}
    image.image_scan_status = status
    image.image_scan_findings_summary = {
        "imageScanCompletedAt": now.timestamp(),
        "findingSeverityCounts": counts,
    }
    detail = {
        "scan-status": status["status"],
        "repository-name": repository.name,
        "image-digest": image.image_digest,
        "image-tags": list(image.image_tags),
        "finding-severity-counts": counts,
    }
    events.send(backend, "ECR Image Scan", detail)


def planted_for(backend: Any, repository: Any, image: Any) -> dict[str, Any] | None:
    """The result that a test has planted for the image, which stays planted."""
    for result in backend.scan_finding_results:
        wanted = result.get("imageId") or {}
        tag, digest = wanted.get("imageTag"), wanted.get("imageDigest")
        if repository.name == result.get("repositoryName") and (
            (tag is None and digest is None)
            or tag in image.image_tags
            or digest == image.image_digest
        ):
            found: dict[str, Any] = result
            return found
    return None


def nothing_found(repository: Any, image: Any) -> dict[str, Any]:
    """The answer for a scan on push that found nothing."""
    return {
        "registryId": repository.registry_id,
        "repositoryName": repository.name,
        "imageId": {"imageDigest": image.image_digest},
        "imageScanStatus": {
            "status": "COMPLETE",
            "description": "The scan was completed successfully.",
        },
        "imageScanFindings": {
            "imageScanCompletedAt": image.last_scan,
            "vulnerabilitySourceUpdatedAt": image.last_scan,
            "findings": [],
            "findingSeverityCounts": {},
        },
    }


def _on_push(backend: Any, repository: Any) -> bool:
    if (repository.image_scanning_configuration or {}).get("scanOnPush"):
        return True
    return any(
        rule["scanFrequency"] in ("SCAN_ON_PUSH", "CONTINUOUS_SCAN")
        and any(matches(one["filter"], repository.name) for one in rule["repositoryFilters"])
        for rule in backend.registry_scanning_configuration.get("rules") or []
    )
