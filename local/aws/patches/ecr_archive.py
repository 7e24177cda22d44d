"""Images are archived and restored.

ECR API reference, UpdateImageStorageClass; user guide, "Archiving images": an archived image can't
be pulled until it is restored. moto lacks the operation. A restore is done at once here, where ECR
takes up to 20 minutes.
"""

from typing import Any

from moto.core.responses import ActionResult
from moto.ecr.exceptions import ImageNotFoundException
from moto.ecr.responses import ECRResponse

from local.aws.oci import images, storage_class


def patch() -> None:
    """Adds the operation."""
    ECRResponse.update_image_storage_class = _update


def _update(response: Any) -> Any:
    name, wanted = response._get_param("repositoryName"), response._get_param("imageId") or {}
    backend = response.ecr_backend
    repository = backend._get_repository(name, response._get_param("registryId"))
    tag, digest = wanted.get("imageTag"), wanted.get("imageDigest")
    image = images.find(repository, digest or tag)
    if image is None:
        identity = f"{{imageDigest:'{digest or 'null'}', imageTag:'{tag or 'null'}'}}"
        raise ImageNotFoundException(identity, name, repository.registry_id)
    archives = response._get_param("targetStorageClass") == "ARCHIVE"
    (storage_class.archive if archives else storage_class.activate)(image)
    storage_class.changed(backend, repository, image)
    return ActionResult(
        {
            "registryId": repository.registry_id,
            "repositoryName": name,
            "imageId": wanted,
            "imageStatus": image.image_status,
        }
    )
