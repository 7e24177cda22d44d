"""The paths of the distribution specification ("Endpoints"), each to what answers it."""

from collections.abc import Callable
from typing import Final

from local.aws.oci import blobs, lists, manifests, uploads
from local.aws.oci.errors import Refused, digest_invalid
from local.aws.oci.request import Answer
from local.aws.oci.storage import DIGEST
from local.aws.oci.visit import LONGEST_NAME, NAME, Visit

layer = blobs.by_signature
_Route = Callable[[Visit, str, str], Answer]

_ROUTES: Final[dict[tuple[str, str], _Route]] = {
    ("blobs", "GET"): blobs.get,
    ("blobs", "HEAD"): blobs.head,
    ("blobs", "DELETE"): blobs.delete,
    ("uploads", "POST"): uploads.start,
    ("uploads", "GET"): uploads.status,
    ("uploads", "PATCH"): uploads.chunk,
    ("uploads", "PUT"): uploads.finish,
    ("uploads", "DELETE"): uploads.cancel,
    ("manifests", "GET"): manifests.get,
    ("manifests", "HEAD"): manifests.get,
    ("manifests", "PUT"): manifests.put,
    ("manifests", "DELETE"): manifests.delete,
    ("tags", "GET"): lists.tags,
    ("referrers", "GET"): lists.referrers,
}


def route(visit: Visit) -> Answer:
    """The answer to a request of somebody known."""
    method, path = visit.call.method, visit.call.path
    if path in ("/v2", "/v2/"):
        if method not in ("GET", "HEAD"):
            raise _no_such_method()
        return Answer(200, {"Content-Type": "application/json"}, b"{}")
    if path == "/v2/_catalog":
        if method != "GET":
            raise _no_such_method()
        return lists.catalog(visit)
    name, what, reference = _parts(path.removeprefix("/v2/"))
    if len(name) > LONGEST_NAME or not NAME.fullmatch(name):
        raise Refused(400, "NAME_INVALID", "invalid repository name")
    if what in ("blobs", "referrers") and not DIGEST.fullmatch(reference):
        raise digest_invalid("ECR's digests are sha256: and 64 hexadecimal digits")
    found = _ROUTES.get((what, method))
    if found is None:
        raise _no_such_method()
    return found(visit, name, reference)


def _parts(path: str) -> tuple[str, str, str]:
    """Name, what is asked for, and which."""
    head, _, last = path.rpartition("/")
    name, _, what = head.rpartition("/")
    if what == "uploads" and name.endswith("/blobs"):
        return name.removesuffix("/blobs"), "uploads", last
    if what == "blobs" and last == "uploads":
        return name, "uploads", ""
    if what == "tags" and last == "list":
        return name, "tags", ""
    if what in ("blobs", "manifests", "referrers") and last:
        return name, what, last
    raise Refused(404, "UNSUPPORTED", "the distribution specification has no such path")


def _no_such_method() -> Refused:
    return Refused(405, "UNSUPPORTED", "The operation is unsupported.")
