"""Images are stored, deleted and described as ECR does it, by whichever door they came.

ECR API reference, PutImage, BatchDeleteImage, DescribeImages, BatchGetImage. moto makes a digest of
the layers' digests, measures the configuration alone, deletes the old image when a tag moves,
lets a listed image be deleted, and fails for a missing repository. `local.aws.oci.images` has the
rules, and the annotation for tests that need old images.
"""

from typing import Any

from moto.core.responses import ActionResult
from moto.ecr.models import ECRBackend, Image
from moto.ecr.responses import ECRResponse

from local.aws.oci import access, effects, images, traffic
from local.aws.oci.images import PUSHED_AT

__all__ = ["PUSHED_AT", "patch"]


def patch() -> None:
    """Replaces how moto stores, deletes and measures an image."""
    ECRBackend.put_image = _put
    ECRBackend.batch_delete_image = _delete
    ECRResponse.batch_get_image = _get
    Image.get_image_size_in_bytes = _size


def _put(
    backend: Any,
    repository_name: str,
    image_manifest: str,
    image_tag: str | None,
    image_manifest_mediatype: str | None = None,
    digest: str | None = None,
) -> Any:
    return traffic.push(
        backend, repository_name, image_manifest, image_tag, image_manifest_mediatype, digest
    )


def _delete(
    backend: Any,
    repository_name: str,
    registry_id: str | None = None,
    image_ids: list[dict[str, str]] | None = None,
) -> dict[str, Any]:
    backend._get_repository(repository_name, registry_id)
    return traffic.delete(backend, repository_name, image_ids or [])


def _get(response: Any) -> Any:
    """BatchGetImage, which is what a pull does."""
    backend, name = response.ecr_backend, response._get_param("repositoryName")
    repository = backend._get_repository(name, response._get_param("registryId"))
    caller = access.caller_of(response.access_key, response.current_account, response.region)
    answer: dict[str, Any] = {"images": [], "failures": []}
    for wanted in response._get_param("imageIds") or []:
        tag, digest = wanted.get("imageTag"), wanted.get("imageDigest")
        image = images.find(repository, digest or tag)
        failure = _failure(image, tag)
        if failure is not None:
            answer["failures"].append({"imageId": wanted, **failure})
            continue
        effects.pulled(backend, repository, image, caller.arn)
        answer["images"].append(_shown(repository, image, tag))
    return ActionResult(answer)


def _failure(image: Any, tag: str | None) -> dict[str, str] | None:
    if image is None or (tag is not None and tag not in image.image_tags):
        return {"failureCode": "ImageNotFound", "failureReason": "Requested image not found"}
    if image.image_status == "ARCHIVED":
        reason = "The image is archived; restore it first"
        return {"failureCode": "ImageInaccessible", "failureReason": reason}
    return None


def _shown(repository: Any, image: Any, tag: str | None) -> dict[str, Any]:
    named = tag or (image.image_tags[-1] if image.image_tags else None)
    identity = {"imageDigest": image.image_digest, **({"imageTag": named} if named else {})}
    return {
        "registryId": repository.registry_id,
        "repositoryName": repository.name,
        "imageId": identity,
        "imageManifest": image.image_manifest,
        "imageManifestMediaType": image.image_manifest_media_type,
    }


def _size(image: Any) -> int:
    return images.size_of(image.repository, image)
