"""Layers arrive: in one request, as a stream, in chunks, or from another repository."""

import re
from typing import Any, Final

from local.aws.oci import access, creation, layers, site
from local.aws.oci.errors import Refused, digest_invalid, upload_unknown
from local.aws.oci.request import Answer
from local.aws.oci.storage import DIGEST, TooLargeError, Upload
from local.aws.oci.visit import NAME, Visit

_CONTENT_RANGE: Final = re.compile(r"(\d{1,18})-(\d{1,18})")


def start(visit: Visit, name: str, reference: str) -> Answer:
    """Begins an upload, takes a whole layer, or mounts one."""
    if reference:
        raise Refused(405, "UNSUPPORTED", "The operation is unsupported.")
    visit.require("InitiateLayerUpload", name)
    repository = creation.on_push(visit.backend, name) or visit.repository(name)
    mounted = visit.call.query.get("mount")
    if mounted is not None and _mount(visit, repository, mounted):
        return _created(name, mounted)
    upload = site.here().store.begin(layers.key(visit.backend, name))
    digest = visit.call.query.get("digest")
    if digest is not None:
        return _finish(visit, name, upload, digest)
    return _accepted(202, name, upload)


def status(visit: Visit, name: str, reference: str) -> Answer:
    """How far an upload has come."""
    visit.require("UploadLayerPart", name)
    upload = _open(visit, name, reference)
    return _accepted(204, name, upload)


def chunk(visit: Visit, name: str, reference: str) -> Answer:
    """Adds to an upload."""
    visit.require("UploadLayerPart", name)
    upload = _open(visit, name, reference)
    with upload.lock:
        _require_next(visit, upload)
        _append(visit, upload)
    patched = 201 if site.here().semantics.patch_is_created else 202
    return _accepted(patched, name, upload)


def finish(visit: Visit, name: str, reference: str) -> Answer:
    """Adds what is left, and makes the upload a layer if the digest is right."""
    visit.require("CompleteLayerUpload", name)
    upload = _open(visit, name, reference)
    return _finish(visit, name, upload, visit.call.query.get("digest", ""))


def cancel(visit: Visit, name: str, reference: str) -> Answer:
    """Forgets an upload."""
    visit.require("UploadLayerPart", name)
    site.here().store.cancel(_open(visit, name, reference))
    return Answer(204)


def _finish(visit: Visit, name: str, upload: Upload, digest: str) -> Answer:
    if not DIGEST.fullmatch(digest):
        raise digest_invalid("ECR's digests are sha256: and 64 hexadecimal digits")
    repository = visit.repository(name)
    with upload.lock:
        if not visit.call.body.finished:
            _require_next(visit, upload)
            _append(visit, upload)
        if upload.digest != digest:
            actual = upload.digest
            site.here().store.cancel(upload)
            raise digest_invalid(f"the layer's digest is {actual}, not {digest}")
        if upload.size == 0 and site.here().semantics.empty_layers_refused:
            site.here().store.cancel(upload)
            raise Refused(400, "BLOB_UPLOAD_INVALID", "The specified layer upload has no content")
        layers.publish(repository, upload)
    return _created(name, digest)


def _append(visit: Visit, upload: Upload) -> None:
    if upload.parts >= layers.MAX_PARTS:
        raise Refused(400, "BLOB_UPLOAD_INVALID", f"a layer has {layers.MAX_PARTS} parts at most")
    try:
        site.here().store.append(upload, visit.call.body.readinto, layers.MAX_BYTES)
    except TooLargeError:
        text = f"a layer has {layers.MAX_BYTES} bytes at most"
        raise Refused(413, "SIZE_INVALID", text) from None


def _require_next(visit: Visit, upload: Upload) -> None:
    """A chunk that says where it begins begins where the last one ended."""
    given = visit.call.headers.get("content-range")
    if given is None:
        return
    found = _CONTENT_RANGE.fullmatch(given.removeprefix("bytes ").partition("/")[0])
    length = visit.call.headers.get("content-length")
    wrong = found is None or int(found[1]) != upload.size
    if found is not None and length is not None:
        wrong = wrong or int(found[2]) - int(found[1]) + 1 != int(length)
    if wrong:
        raise Refused(
            416, "RANGE_INVALID", f"the next byte is {upload.size}", {"Range": _range(upload)}
        )


def _open(visit: Visit, name: str, reference: str) -> Upload:
    visit.repository(name)
    found = site.here().store.upload(reference, layers.key(visit.backend, name))
    if found is None:
        raise upload_unknown()
    return found


def _mount(visit: Visit, repository: Any, digest: str) -> bool:
    """Takes a layer from another repository of the registry, where that is allowed."""
    if not DIGEST.fullmatch(digest):
        raise digest_invalid("ECR's digests are sha256: and 64 hexadecimal digits")
    by_setting = site.here().semantics.mounts_by_setting
    backend = visit.backend
    if by_setting and backend.account_settings.get("BLOB_MOUNTING") != "ENABLED":
        return False
    name = visit.call.query.get("from")
    names = [name] if name is not None else ([] if by_setting else list(backend.repositories))
    for source in (backend.repositories.get(each) for each in names if NAME.fullmatch(each)):
        if source is None or digest not in source.layers:
            continue
        arn = visit.arn(source.name)
        if access.refusal(visit.caller, "GetDownloadUrlForLayer", source, arn, visit.region):
            continue
        if by_setting and not _may_share(source, repository, digest):
            continue
        if layers.mount(repository, digest, source.layers[digest]):
            return True
    return False


def _may_share(source: Any, target: Any, digest: str) -> bool:
    """ECR user guide, "Blob mounting": the same encryption, and an image that has the layer."""
    same = source.encryption_configuration == target.encryption_configuration
    return same and layers.is_used(source, digest)


def _accepted(code: int, name: str, upload: Upload) -> Answer:
    headers = {
        "Location": f"/v2/{name}/blobs/uploads/{upload.id}",
        "Docker-Upload-UUID": upload.id,
        "Range": _range(upload),
    }
    return Answer(code, headers)


def _range(upload: Upload) -> str:
    stays = site.here().semantics.range_stays
    size = upload.first_part if stays and upload.parts else upload.size
    return f"0-{max(size - 1, 0)}"


def _created(name: str, digest: str) -> Answer:
    headers = {"Location": f"/v2/{name}/blobs/{digest}", "Docker-Content-Digest": digest}
    return Answer(201, headers)
