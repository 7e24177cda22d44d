"""Layers, asked for and handed out."""

import re
from typing import Any, Final
from urllib.parse import urlencode

from local.aws.oci import layers, site
from local.aws.oci.errors import Refused, blob_unknown, unsupported
from local.aws.oci.request import Answer, Call, File
from local.aws.oci.visit import LAYERS, Visit

_RANGE: Final = re.compile(r"bytes=(\d{0,18})-(\d{0,18})")
_URL_SECONDS: Final = 3600


def head(visit: Visit, name: str, digest: str) -> Answer:
    """Whether a layer is there, and how large."""
    visit.require("BatchCheckLayerAvailability", name)
    size = _size(visit, name, digest)
    return Answer(200, {**_facts(digest), "Content-Length": str(size)})


def get(visit: Visit, name: str, digest: str) -> Answer:
    """A layer, or where it is."""
    visit.require("GetDownloadUrlForLayer", name)
    _size(visit, name, digest)
    if site.here().semantics.layers_redirected:
        url = signed_url(visit.call.headers["host"], digest)
        return Answer(307, {"Location": url, "Docker-Content-Digest": digest})
    return _content(visit.call, digest)


def delete(visit: Visit, name: str, digest: str) -> Answer:
    """ECR deletes layers with the images, and not otherwise."""
    if site.here().semantics.layers_undeletable:
        raise unsupported("The operation is unsupported.")
    visit.require("BatchDeleteImage", name)
    _size(visit, name, digest)
    layers.drop(visit.repository(name), [digest])
    return Answer(202)


def signed_url(host: str, digest: str) -> str:
    """A URL that hands out a layer without a token for an hour, as S3's presigned ones do."""
    here = site.here()
    expires = int(here.clock.now().timestamp()) + _URL_SECONDS
    signature = here.tokens.signed(digest, expires)
    return f"http://{host}{LAYERS}{digest}?" + urlencode({"e": expires, "s": signature})


def by_signature(call: Call) -> Answer:
    """What such a URL leads to."""
    digest = call.path.removeprefix(LAYERS)
    good = site.here().tokens.is_signed(digest, call.query.get("e", ""), call.query.get("s", ""))
    if not good or call.method not in ("GET", "HEAD"):
        raise Refused(403, "DENIED", "Request has expired, or its signature is wrong")
    if site.here().store.size(digest) is None:
        raise blob_unknown(digest)
    return _content(call, digest)


def _size(visit: Visit, name: str, digest: str) -> int:
    size: Any = visit.repository(name).layers.get(digest)
    if size is None:
        raise blob_unknown(digest)
    return int(size)


def _content(call: Call, digest: str) -> Answer:
    store = site.here().store
    size = store.size(digest) or 0
    headers = {**_facts(digest), "Accept-Ranges": "bytes"}
    wanted = _RANGE.fullmatch(call.headers.get("range", ""))
    if wanted is None or wanted[0] == "bytes=-":
        return Answer(200, headers, File(store.path(digest), 0, size))
    if wanted[1]:
        start, end = int(wanted[1]), min(int(wanted[2] or size), size - 1)
    else:
        start, end = max(0, size - int(wanted[2])), size - 1
    if start > end:
        raise Refused(416, "RANGE_INVALID", "no such bytes", {"Content-Range": f"bytes */{size}"})
    headers["Content-Range"] = f"bytes {start}-{end}/{size}"
    return Answer(206, headers, File(store.path(digest), start, end - start + 1))


def _facts(digest: str) -> dict[str, str]:
    return {
        "Content-Type": "application/octet-stream",
        "Docker-Content-Digest": digest,
        "Etag": f'"{digest}"',
    }
