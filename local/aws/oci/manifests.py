"""Manifests, pushed, pulled and deleted at the door."""

from typing import Any, Final

from moto.core.exceptions import JsonRESTError, ServiceException
from moto.ecr.exceptions import ImageAlreadyExistsException

from local.aws.oci import creation, effects, images, manifest, pull_through, site
from local.aws.oci.errors import Refused, digest_invalid, manifest_refused, manifest_unknown
from local.aws.oci.manifest import ManifestError
from local.aws.oci.mutability import is_immutable
from local.aws.oci.request import Answer
from local.aws.oci.storage import DIGEST, digest_of
from local.aws.oci.visit import Visit

_TOO_LARGE: Final = Refused(
    413, "SIZE_INVALID", f"a manifest has {manifest.MAX_BYTES} bytes at most"
)
#: How the door words an exception of the API.
_WORDED: Final = {
    "ImageTagAlreadyExistsException": (400, "TAG_INVALID"),
    "ImageDigestDoesNotMatchException": (400, "MANIFEST_INVALID"),
    "LayersNotFoundException": (404, "BLOB_UPLOAD_UNKNOWN"),
    "ReferencedImagesNotFoundException": (404, "MANIFEST_BLOB_UNKNOWN"),
    "InvalidParameterException": (405, "UNSUPPORTED"),
}


def get(visit: Visit, name: str, reference: str) -> Answer:
    """A manifest; a GET is a pull, a HEAD is not."""
    visit.require("BatchGetImage", name)
    pull_through.fetch_image(visit, name, reference)
    repository = visit.repository(name)
    image = images.find(repository, reference)
    if image is None or image.image_status == "ARCHIVED":
        raise manifest_unknown()
    text, kind = _understood(visit, image, by_tag=not reference.startswith("sha256:"))
    content = text.encode()
    if visit.call.method == "GET":
        effects.pulled(visit.backend, repository, image, visit.caller.arn)
    return Answer(200, {"Content-Type": kind, "Docker-Content-Digest": digest_of(content)}, content)


def put(visit: Visit, name: str, reference: str) -> Answer:
    """Stores a manifest under a tag or its digest."""
    visit.require("PutImage", name)
    backend = visit.backend
    repository = creation.on_push(backend, name) or visit.repository(name)
    content = visit.call.body.read(manifest.MAX_BYTES, _TOO_LARGE)
    text, kind = _readable(visit, content)
    by_digest = reference.startswith("sha256:")
    if not by_digest and ":" in reference:
        raise digest_invalid("ECR's digests are sha256: and 64 hexadecimal digits")
    if not by_digest and not images.TAG.fullmatch(reference):
        raise Refused(400, "TAG_INVALID", f"'{reference}' is no tag")
    digest = reference if by_digest else digest_of(content)
    tags = [None] if by_digest else [reference]
    if by_digest and visit.call.query.get("tag"):
        tags = [tag for tag in visit.call.queries["tag"] if images.TAG.fullmatch(tag)]
    for tag in tags:
        _put(backend, repository, text, tag, kind, digest)
    headers = {"Location": f"/v2/{name}/manifests/{digest}", "Docker-Content-Digest": digest}
    read = manifest.read(text, kind)
    if read.subject is not None:
        headers["OCI-Subject"] = read.subject
    if by_digest and tags != [None]:
        headers["OCI-Tag"] = ", ".join(str(tag) for tag in tags)
    return Answer(201, headers)


def delete(visit: Visit, name: str, reference: str) -> Answer:
    """Deletes an image or a tag."""
    visit.require("BatchDeleteImage", name)
    visit.repository(name)
    kind = "imageDigest" if DIGEST.fullmatch(reference) else "imageTag"
    answer = visit.backend.batch_delete_image(name, visit.account, [{kind: reference}])
    for failure in answer["failures"]:
        if failure["failureCode"] == images.HELD:
            raise Refused(400, "UNSUPPORTED", failure["failureReason"])
        raise manifest_unknown()
    return Answer(202)


def _put(backend: Any, repository: Any, text: str, tag: Any, kind: str, digest: str) -> None:
    try:
        backend.put_image(repository.name, text, tag, kind, digest)
    except ImageAlreadyExistsException as same:
        if tag is not None and is_immutable(repository, tag):
            raise Refused(400, "TAG_INVALID", str(same.message)) from None
    except (JsonRESTError, ServiceException) as error:
        raise _worded(error) from None


def _worded(error: Any) -> Refused:
    code = str(getattr(error, "error_type", None) or getattr(error, "code", ""))
    status, word = _WORDED.get(code, (500, "UNKNOWN"))
    if word == "BLOB_UPLOAD_UNKNOWN" and not site.here().semantics.errors_of_ecr:
        word = "MANIFEST_BLOB_UNKNOWN"
    return Refused(status, word, str(error.message))


def _readable(visit: Visit, content: bytes) -> tuple[str, str]:
    """The manifest's text and type; what ECR says to what it can't read (its words are few)."""
    restricted = site.here().semantics.manifests_restricted
    kind = visit.call.headers.get("content-type", "")
    if ";" in kind:
        if restricted:
            raise manifest_refused()
        kind = kind.partition(";")[0].strip()
    try:
        text = content.decode()
        read = manifest.read(text, kind or None)
    except (UnicodeDecodeError, ManifestError):
        if not restricted:
            raise Refused(400, "MANIFEST_INVALID", "manifest invalid") from None
        raise manifest_refused() from None
    if restricted and read.has_extensions:
        raise manifest_refused()
    if kind and kind != read.media_type:
        raise Refused(400, "MANIFEST_INVALID", f"the manifest says {read.media_type}, not {kind}")
    return text, read.media_type


def _understood(visit: Visit, image: Any, *, by_tag: bool) -> tuple[str, str]:
    """The manifest as the client understands it: by digest as it is, by tag converted if need be.

    ECR user guide, "Container image manifest format support". Docker's schema 1 is not made here.
    """
    text, kind = image.image_manifest, image.image_manifest_media_type
    accept = visit.call.headers.get("accept", "")
    if not by_tag or not accept or not site.here().semantics.manifests_converted:
        return text, kind
    accepted = {each.partition(";")[0].strip() for each in accept.split(",")}
    if kind in accepted or "*/*" in accepted or "application/*" in accepted:
        return text, kind
    other = {manifest.OCI_IMAGE: manifest.DOCKER_IMAGE, manifest.DOCKER_IMAGE: manifest.OCI_IMAGE}
    wanted = other.get(kind)
    made = manifest.converted(text, wanted) if wanted in accepted and wanted else None
    return (text, kind) if made is None or wanted is None else (made, wanted)
