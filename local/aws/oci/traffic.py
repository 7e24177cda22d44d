"""PutImage and BatchDeleteImage, whole: the rules of `images`, and all that follows.

Both doors come through here, the OCI one by moto's backend.
"""

from collections.abc import Iterable
from typing import Any

from local.aws.oci import effects, images, replication


def push(
    backend: Any,
    name: str,
    text: str,
    tag: str | None,
    media_type: str | None,
    digest: str | None,
) -> Any:
    """The image that was pushed, or tagged."""
    put = images.put(backend, name, text, tag, media_type, digest)
    effects.pushed(backend, put.repository, put.image, put.tag, put.moved)
    replication.pushed(backend, put.repository, put.image, put.tag)
    return put.image


def delete(backend: Any, name: str, wanted: Iterable[dict[str, str]]) -> dict[str, Any]:
    """BatchDeleteImage's answer, after doing it."""
    done = images.delete(backend, name, wanted)
    effects.deleted(backend, done.repository, done.answer["imageIds"], done.gone, done.touched)
    return done.answer
