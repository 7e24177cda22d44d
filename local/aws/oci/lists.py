"""Tags, repositories, referrers: the lists at the door, in pages."""

import json
from collections.abc import Sequence
from typing import Any, Final
from urllib.parse import quote

from local.aws.oci import images, manifest
from local.aws.oci.errors import Refused
from local.aws.oci.request import Answer
from local.aws.oci.visit import Visit

#: Pages of ListImageReferrers (API reference); clients follow `Link`.
_PAGE: Final = 1000
_REFERRERS: Final = 50
_MOST: Final = 10_000


def tags(visit: Visit, name: str, _: str) -> Answer:
    """The tags of a repository, in lexical order."""
    visit.require("ListImages", name)
    repository = visit.repository(name)
    found = sorted(tag for image in list(repository.images) for tag in image.image_tags)
    page, headers = _paged(visit, found, f"/v2/{name}/tags/list")
    return _json({"name": name, "tags": page}, headers)


def catalog(visit: Visit) -> Answer:
    """The repositories of the registry."""
    visit.require("DescribeRepositories", None)
    page, headers = _paged(visit, sorted(visit.backend.repositories), "/v2/_catalog")
    return _json({"repositories": page}, headers)


def referrers(visit: Visit, name: str, digest: str) -> Answer:
    """An index of the images whose subject that digest is."""
    visit.require("BatchGetImage", name)
    found = [descriptor(image) for image in images.referrers(visit.repository(name), digest)]
    headers = {"Content-Type": manifest.OCI_INDEX}
    kind = visit.call.query.get("artifactType")
    if kind is not None:
        found = [each for each in found if each.get("artifactType") == kind]
        headers["OCI-Filters-Applied"] = "artifactType"
    after = _number(visit.call.query.get("after", "0"))
    page = found[after : after + _REFERRERS]
    if after + _REFERRERS < len(found):
        kept = "" if kind is None else f"artifactType={quote(kind, safe='')}&"
        path = f"/v2/{name}/referrers/{digest}?{kept}after={after + _REFERRERS}"
        headers["Link"] = f'<{path}>; rel="next"'
    body = {"schemaVersion": 2, "mediaType": manifest.OCI_INDEX, "manifests": page}
    return _json(body, headers)


def descriptor(image: Any) -> dict[str, Any]:
    """How an image stands in a list of referrers."""
    read = images.manifest_of(image)
    found: dict[str, Any] = {
        "mediaType": image.image_manifest_media_type,
        "digest": image.image_digest,
        "size": len(image.image_manifest.encode()),
    }
    if read.artifact_type:
        found["artifactType"] = read.artifact_type
    if read.annotations:
        found["annotations"] = dict(read.annotations)
    return found


def _paged(visit: Visit, items: Sequence[str], path: str) -> tuple[list[str], dict[str, str]]:
    last = visit.call.query.get("last")
    limit = min(_number(visit.call.query.get("n", str(_PAGE))), _MOST)
    rest = [item for item in items if last is None or item > last]
    page = rest[:limit]
    if not page or len(rest) == len(page):
        return page, {}
    link = f'<{path}?last={quote(page[-1], safe="")}&n={limit}>; rel="next"'
    return page, {"Link": link}


def _number(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise Refused(400, "PAGINATION_NUMBER_INVALID", f"'{text[:40]}' is not a number")
    return int(text)


def _json(body: Any, headers: dict[str, str]) -> Answer:
    headers = {"Content-Type": "application/json; charset=utf-8", **headers}
    return Answer(200, headers, json.dumps(body).encode())
