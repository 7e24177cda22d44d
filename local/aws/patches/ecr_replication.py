"""Whether an image's copies have arrived.

ECR API reference, DescribeImageReplicationStatus. moto lacks it, and copies nothing;
`local.aws.oci.replication` does.
"""

from typing import Any

from moto.core.responses import ActionResult
from moto.ecr.exceptions import ImageNotFoundException
from moto.ecr.responses import ECRResponse

from local.aws.oci import images


def patch() -> None:
    """Adds the operation."""
    ECRResponse.describe_image_replication_status = _describe


def _describe(response: Any) -> Any:
    name, wanted = response._get_param("repositoryName"), response._get_param("imageId") or {}
    repository = response.ecr_backend._get_repository(name, response._get_param("registryId"))
    tag, digest = wanted.get("imageTag"), wanted.get("imageDigest")
    image = images.find(repository, digest or tag)
    if image is None:
        identity = f"{{imageDigest:'{digest or 'null'}', imageTag:'{tag or 'null'}'}}"
        raise ImageNotFoundException(identity, name, repository.registry_id)
    statuses = getattr(image, "replication_statuses", [])
    return ActionResult(
        {"repositoryName": name, "imageId": wanted, "replicationStatuses": statuses}
    )
