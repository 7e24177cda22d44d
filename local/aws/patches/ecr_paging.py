"""ECR's lists come in pages, and keep to the status that they are asked for.

ECR API reference, DescribeImages, ListImages and DescribeRepositories: `maxResults` from 1 to 1000
(100 unless given), `nextToken`, and `filter` by `tagStatus` and `imageStatus` (archived images are
listed only if they are asked for). moto answers everything at once.
"""

import copy
from typing import Any

from moto.core.responses import ActionResult
from moto.ecr.responses import ECRResponse

_PAGE = 100


def patch() -> None:
    """Cuts the three lists into pages."""
    ECRResponse.describe_images = _describe_images
    ECRResponse.list_images = _list_images
    ECRResponse.describe_repositories = _describe_repositories


def _paged(response: Any, name: str, items: list[Any]) -> dict[str, Any]:
    start = int(response._get_param("nextToken") or 0)
    end = start + int(response._get_param("maxResults") or _PAGE)
    result: dict[str, Any] = {name: items[start:end]}
    if end < len(items):
        result["nextToken"] = str(end)
    return result


def _describe_images(response: Any) -> Any:
    repository, registry = response._get_param("repositoryName"), response._get_param("registryId")
    asked = response._get_param("imageIds")
    if asked:
        found = {"imageDetails": response.ecr_backend.describe_images(repository, registry, asked)}
    else:
        found = _paged(response, "imageDetails", _filtered(response, repository, registry))
    found["imageDetails"] = [_without_empty_tags(image) for image in found["imageDetails"]]
    return ActionResult(found)


def _filtered(response: Any, repository: str, registry: str | None) -> list[Any]:
    """The images of a tag status and, unless another status is asked for, not archived."""
    asked = response._get_param("filter") or {}
    status, tagged = asked.get("imageStatus", "ACTIVE"), asked.get("tagStatus", "ANY")
    images = response.ecr_backend.list_images(repository, registry, tag_status=tagged)
    return [image for image in images if status in ("ANY", image.image_status)]


def _without_empty_tags(image: Any) -> Any:
    """ECR leaves `imageTags` out of an untagged image."""
    shown = copy.copy(image)
    if not shown.image_tags:
        del shown.image_tags
    return shown


def _list_images(response: Any) -> Any:
    images = _filtered(
        response, response._get_param("repositoryName"), response._get_param("registryId")
    )
    ids = [
        {"imageDigest": image.image_digest, "imageTag": tag}
        for image in images
        for tag in image.image_tags or [None]
    ]
    return ActionResult(_paged(response, "imageIds", ids))


def _describe_repositories(response: Any) -> Any:
    names = response._get_param("repositoryNames")
    found = response.ecr_backend.describe_repositories(
        repository_names=names, registry_id=response._get_param("registryId")
    )
    return ActionResult(
        {"repositories": found} if names else _paged(response, "repositories", found)
    )
