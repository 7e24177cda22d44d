"""What a lifecycle policy would do: StartLifecyclePolicyPreview and GetLifecyclePolicyPreview.

ECR API reference. moto has neither; `local.aws.oci.lifecycle` evaluates. A preview is complete at
once, where ECR takes its time.
"""

from typing import Any, Final

from moto.core.exceptions import JsonRESTError
from moto.core.responses import ActionResult
from moto.ecr.exceptions import LifecyclePolicyNotFoundException
from moto.ecr.responses import ECRResponse

from local.aws.oci import lifecycle

_PAGE: Final = 100


def patch() -> None:
    """Adds the two operations."""
    ECRResponse.start_lifecycle_policy_preview = _start
    ECRResponse.get_lifecycle_policy_preview = _get


def _start(response: Any) -> Any:
    backend, name = response.ecr_backend, response._get_param("repositoryName")
    repository = backend._get_repository(name, response._get_param("registryId"))
    text = response._get_param("lifecyclePolicyText") or repository.lifecycle_policy
    if not text:
        raise LifecyclePolicyNotFoundException(name, repository.registry_id)
    backend.lifecycle_previews[name] = text, lifecycle.preview(repository, text)
    return ActionResult({**_head(repository, text), "status": "IN_PROGRESS"})


def _get(response: Any) -> Any:
    backend, name = response.ecr_backend, response._get_param("repositoryName")
    repository = backend._get_repository(name, response._get_param("registryId"))
    if name not in backend.lifecycle_previews:
        raise JsonRESTError(
            "LifecyclePolicyPreviewNotFoundException",
            f"There is no lifecycle policy preview for the repository with name '{name}' in the "
            f"registry with id '{repository.registry_id}'",
        )
    text, results = backend.lifecycle_previews[name]
    shown = [each for each in results if _wanted(response, each)]
    start = int(response._get_param("nextToken") or 0)
    end = start + int(response._get_param("maxResults") or _PAGE)
    answer = {
        **_head(repository, text),
        "status": "COMPLETE",
        "previewResults": shown[start:end],
        "summary": _summary(results),
    }
    if end < len(shown):
        answer["nextToken"] = str(end)
    return ActionResult(answer)


def _head(repository: Any, text: str) -> dict[str, Any]:
    return {
        "registryId": repository.registry_id,
        "repositoryName": repository.name,
        "lifecyclePolicyText": text,
    }


def _wanted(response: Any, result: dict[str, Any]) -> bool:
    ids = response._get_param("imageIds")
    if ids:
        return any(
            each.get("imageDigest") == result["imageDigest"]
            or each.get("imageTag") in result["imageTags"]
            for each in ids
        )
    status = (response._get_param("filter") or {}).get("tagStatus", "ANY")
    return bool(status == "ANY" or (status == "TAGGED") == bool(result["imageTags"]))


def _summary(results: list[dict[str, Any]]) -> dict[str, Any]:
    archived = sum(each["action"]["type"] == "TRANSITION" for each in results)
    moved = {"targetStorageClass": "ARCHIVE", "imageTotalCount": archived}
    return {
        "expiringImageTotalCount": len(results) - archived,
        "transitioningImageTotalCounts": [moved] if archived else [],
    }
