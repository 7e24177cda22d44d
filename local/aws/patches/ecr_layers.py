"""Layers that the API uploads are kept, and can be downloaded again.

ECR API reference: UploadLayerPart, CompleteLayerUpload (EmptyUploadException, and
InvalidLayerException, LayerAlreadyExistsException), GetDownloadUrlForLayer
(LayerInaccessibleException while no image has the layer). moto keeps the bytes in memory, forgets
them at completion, and has no download.
"""

import io
from typing import Any

from moto.core.exceptions import JsonRESTError
from moto.core.responses import ActionResult
from moto.ecr.exceptions import InvalidLayerPartException, UploadNotFoundException
from moto.ecr.models import DEFAULT_LAYER_PART_SIZE, ECRBackend
from moto.ecr.responses import ECRResponse

from local.aws.oci import blobs, layers, site


def patch() -> None:
    """Puts the store behind moto's four calls, and adds the fifth."""
    ECRBackend.initiate_layer_upload = _initiate
    ECRBackend.upload_layer_part = _part
    ECRBackend.complete_layer_upload = _complete
    ECRResponse.get_download_url_for_layer = _url


def _initiate(backend: Any, repository_name: str, registry_id: str | None = None) -> dict[str, Any]:
    backend._get_repository(repository_name, registry_id)
    upload = site.here().store.begin(layers.key(backend, repository_name))
    return {"uploadId": upload.id, "partSize": DEFAULT_LAYER_PART_SIZE}


def _upload(backend: Any, name: str, registry_id: str | None, upload_id: str) -> Any:
    repository = backend._get_repository(name, registry_id)
    upload = site.here().store.upload(upload_id, layers.key(backend, name))
    if upload is None:
        raise UploadNotFoundException(upload_id, name, repository.registry_id)
    return repository, upload


def _part(
    backend: Any,
    repository_name: str,
    upload_id: str,
    part_first_byte: int,
    part_last_byte: int,  # noqa: ARG001 - follows from the bytes
    layer_part_blob: bytes,
    registry_id: str | None = None,
) -> dict[str, Any]:
    repository, upload = _upload(backend, repository_name, registry_id, upload_id)
    with upload.lock:
        if part_first_byte != upload.size:
            raise InvalidLayerPartException(
                repository.registry_id, repository_name, upload_id, upload.size - 1
            )
        read = io.BytesIO(layer_part_blob or b"").readinto
        site.here().store.append(upload, read, layers.MAX_BYTES)
    return {
        "registryId": repository.registry_id,
        "repositoryName": repository_name,
        "uploadId": upload_id,
        "lastByteReceived": upload.size - 1,
    }


def _complete(
    backend: Any,
    repository_name: str,
    upload_id: str,
    layer_digests: list[str],
    registry_id: str | None = None,
) -> dict[str, Any]:
    repository, upload = _upload(backend, repository_name, registry_id, upload_id)
    where = (
        f"for upload with id '{upload_id}' in the repository with name '{repository_name}' in the "
        f"registry with id '{repository.registry_id}'"
    )
    with upload.lock:
        digest = upload.digest
        if upload.size == 0:
            raise JsonRESTError("EmptyUploadException", f"No layer parts were uploaded {where}")
        if layer_digests and digest not in layer_digests:
            site.here().store.cancel(upload)
            text = f"The layer's digest is {digest}, not {', '.join(layer_digests)}, {where}"
            raise JsonRESTError("InvalidLayerException", text)
        if digest in repository.layers:
            site.here().store.cancel(upload)
            text = f"The layer with digest '{digest}' already exists {where}"
            raise JsonRESTError("LayerAlreadyExistsException", text)
        layers.publish(repository, upload)
    return {
        "registryId": repository.registry_id,
        "repositoryName": repository_name,
        "uploadId": upload_id,
        "layerDigest": digest,
    }


def _url(response: Any) -> Any:
    name, digest = response._get_param("repositoryName"), response._get_param("layerDigest")
    repository = response.ecr_backend._get_repository(name, response._get_param("registryId"))
    if digest not in repository.layers:
        text = f"The layer with digest '{digest}' could not be found in the repository '{name}'"
        raise JsonRESTError("LayersNotFoundException", text)
    if not layers.is_used(repository, digest):
        text = f"The layer with digest '{digest}' is not accessible: no image refers to it"
        raise JsonRESTError("LayerInaccessibleException", text)
    url = blobs.signed_url(site.here().host, digest)
    return ActionResult({"downloadUrl": url, "layerDigest": digest})
