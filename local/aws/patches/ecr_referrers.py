"""The signatures, SBOMs and other artifacts of an image.

ECR API reference, ListImageReferrers: 50 a page, by artifact type and status. moto lacks it. The
registry's door lists the same at `/v2/NAME/referrers/DIGEST`.
"""

from typing import Any, Final

from moto.core.responses import ActionResult
from moto.ecr.responses import ECRResponse

from local.aws.oci import images, lists

_PAGE: Final = 50


def patch() -> None:
    """Adds the operation."""
    ECRResponse.list_image_referrers = _list


def _list(response: Any) -> Any:
    name = response._get_param("repositoryName")
    repository = response.ecr_backend._get_repository(name, response._get_param("registryId"))
    subject = str((response._get_param("subjectId") or {}).get("imageDigest"))
    asked = response._get_param("filter") or {}
    kinds, status = asked.get("artifactTypes"), asked.get("artifactStatus", "ANY")
    found = []
    for image in images.referrers(repository, subject):
        shown = {**lists.descriptor(image), "artifactStatus": image.image_status}
        fits = not kinds or shown.get("artifactType") in kinds
        if fits and status in ("ANY", image.image_status):
            found.append(shown)
    start = int(response._get_param("nextToken") or 0)
    end = start + int(response._get_param("maxResults") or _PAGE)
    answer: dict[str, Any] = {"referrers": found[start:end]}
    if end < len(found):
        answer["nextToken"] = str(end)
    return ActionResult(answer)
