"""An image comes and goes: what PutImage and BatchDeleteImage do, whichever door they came through.

Owns the rules of ECR about images in moto's backend, and the locks that make them true when two
push at once. What follows of it is `traffic`'s.

ECR API reference, PutImage: `imageDigest` is the SHA-256 of the manifest; layers and listed images
must be in the repository; an immutable tag is not moved; the same image and tag once more is an
ImageAlreadyExistsException. BatchDeleteImage: by digest an image goes with all its tags; by tag
the tag goes, and with the last tag the image; an image that a manifest list has stays.

Not AWS, but for tests that need old images: the annotation `local-aws.pushed-at` of a manifest, an
ISO 8601 time, becomes the image's `imagePushedAt`. Such an image may consist of its manifest alone.
"""

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from moto.core.exceptions import JsonRESTError
from moto.ecr.exceptions import ImageAlreadyExistsException, InvalidParameterException
from moto.ecr.models import Image

from local.aws.oci import layers, manifest, site, storage_class
from local.aws.oci.manifest import Manifest, ManifestError
from local.aws.oci.mutability import is_immutable

PUSHED_AT: Final = "local-aws.pushed-at"
HELD: Final = "ImageReferencedByManifestList"
TAG: Final = re.compile(r"[a-zA-Z0-9_][a-zA-Z0-9._-]{0,127}")


@dataclass(frozen=True)
class Put:
    """An image that is now in its repository, and the image that lost the tag to it."""

    repository: Any
    image: Any
    tag: str | None
    moved: Any | None


@dataclass(frozen=True)
class Deleted:
    """BatchDeleteImage's answer, the images that went, and those that lost a tag."""

    repository: Any
    answer: dict[str, Any]
    gone: list[Any]
    touched: list[Any]


def put(
    backend: Any,
    name: str,
    text: str,
    tag: str | None,
    media_type: str | None,
    digest: str | None,
) -> Put:
    """Stores an image, or gives one that is here a tag."""
    repository = backend._get_repository(name)
    digest = _proven(repository, text, digest)
    try:
        read = manifest.read(text, media_type)
    except ManifestError as error:
        raise _invalid(str(error)) from error
    if tag is not None and not TAG.fullmatch(tag):
        raise InvalidParameterException(
            "Invalid parameter at 'imageTag' failed to satisfy constraint: "
            f"'must satisfy regular expression '{TAG.pattern}'"
        )
    with site.here().lock(backend.account_id, backend.region_name, name):
        _require_movable(repository, tag)
        image = find(repository, digest)
        if image is None:
            _require_parts(repository, read)
            image = _new(backend, repository, text, read, digest)
            repository.images.append(image)
        elif image.image_status == "ACTIVE" and (tag is None or tag in image.image_tags):
            raise ImageAlreadyExistsException(name, repository.registry_id, digest, tag or "null")
        storage_class.activate(image)
        moved = _move(repository, tag, image)
    return Put(repository, image, tag, moved)


def delete(backend: Any, name: str, wanted: Iterable[dict[str, str]]) -> Deleted:
    """Takes images and tags away."""
    repository = backend._get_repository(name)
    answer: dict[str, Any] = {"imageIds": [], "failures": []}
    gone: list[Any] = []
    touched: list[Any] = []
    with site.here().lock(backend.account_id, backend.region_name, name):
        held = _held(repository)
        waiting, before = list(wanted), -1
        while len(waiting) != before:  # an index goes before the images that it lists
            before, failed = len(waiting), list[dict[str, Any]]()
            for each in waiting:
                failure = _take(repository, each, held, answer["imageIds"], gone, touched)
                if failure is not None:
                    failed.append({"imageId": each, **failure})
            waiting = [each["imageId"] for each in failed if each["failureCode"] == HELD]
            answer["failures"] += [each for each in failed if each["failureCode"] != HELD]
        answer["failures"] += [each for each in failed if each["failureCode"] == HELD]
        layers.release(repository, gone)
    return Deleted(repository, answer, gone, touched)


def find(repository: Any, reference: str | None) -> Any | None:
    """The image with that digest or tag."""
    if reference is None:
        return None
    by_digest = reference.startswith("sha256:")
    for image in list(repository.images):
        if reference == image.image_digest if by_digest else reference in image.image_tags:
            return image
    return None


def manifest_of(image: Any) -> Manifest:
    """What the image's manifest says."""
    return manifest.read(image.image_manifest, image.image_manifest_media_type)


def size_of(repository: Any, image: Any) -> int:
    """ECR API reference, ImageDetail: an index is as big as its largest image."""
    read = manifest_of(image)
    if not read.is_index:
        return read.size
    children = (find(repository, digest) for digest in read.children)
    sizes = (size_of(repository, child) for child in children if child not in (None, image))
    return max(sizes, default=0)


def referrers(repository: Any, subject: str) -> Iterator[Any]:
    """The images whose manifest names `subject` as theirs."""
    for image in list(repository.images):
        if image.subject_manifest_digest == subject:
            yield image


def _proven(repository: Any, text: str, claimed: str | None) -> str:
    digest = "sha256:" + hashlib.sha256(text.encode()).hexdigest()
    if claimed and claimed != digest:
        raise JsonRESTError(
            "ImageDigestDoesNotMatchException",
            f"The image with digest '{claimed}' in repository '{repository.name}' and registry ID "
            f"'{repository.registry_id}' does not match the image digest that Amazon ECR has "
            "calculated.",
        )
    return digest


def _invalid(reason: str) -> Exception:
    error: Exception = InvalidParameterException(
        f"Invalid parameter at 'ImageManifest' failed to satisfy constraint: '{reason}'"
    )
    return error


def _require_movable(repository: Any, tag: str | None) -> None:
    if tag is not None and find(repository, tag) is not None and is_immutable(repository, tag):
        raise JsonRESTError(
            "ImageTagAlreadyExistsException",
            f"The image tag '{tag}' already exists in the '{repository.name}' repository and "
            "cannot be overwritten because the tag is immutable.",
        )


def _require_parts(repository: Any, read: Manifest) -> None:
    """Everything that the manifest names is in the repository (oras-py#54 has the words)."""
    if dict(read.annotations).get(PUSHED_AT):
        return
    missing = [digest for digest in read.blobs if digest not in repository.layers]
    if missing:
        raise _missing("LayersNotFoundException", "Layers", missing, repository)
    missing = [digest for digest in read.children if find(repository, digest) is None]
    if missing:
        raise _missing("ReferencedImagesNotFoundException", "Images", missing, repository)


def _missing(code: str, what: str, digests: list[str], repository: Any) -> Exception:
    error: Exception = JsonRESTError(
        code,
        f"{what} with digests '[{', '.join(digests)}]' required for pushing image into repository "
        f"with name '{repository.name}' in the registry with id '{repository.registry_id}' do not "
        "exist",
    )
    return error


def _new(backend: Any, repository: Any, text: str, read: Manifest, digest: str) -> Any:
    image = Image(backend.account_id, None, text, repository.name, read.media_type, digest)
    pushed = dict(read.annotations).get(PUSHED_AT)
    time = datetime.fromisoformat(pushed) if pushed else site.here().clock.now()
    image.image_pushed_at = time.timestamp()
    return dress(image, read, repository)


def dress(image: Any, read: Manifest, repository: Any) -> Any:
    """The members of ImageDetail that moto's image lacks; None is left out of an answer."""
    image.repository = repository
    image.image_status = "ACTIVE"
    image.artifact_media_type = read.artifact_type
    image.subject_manifest_digest = read.subject
    image.last_recorded_pull_time = None
    image.last_archived_at = None
    image.last_activated_at = None
    image.image_scan_status = None
    image.image_scan_findings_summary = None
    return image


def _move(repository: Any, tag: str | None, image: Any) -> Any | None:
    """Gives the image the tag; the image that had it, which is left without."""
    before = find(repository, tag)
    if before is image:
        return None
    if before is not None:
        _untag(before, str(tag))
    if tag is not None:
        image.update_tag(tag)
    return before


def _untag(image: Any, tag: str) -> None:
    image.remove_tag(tag)
    image.image_tag = image.image_tags[-1] if image.image_tags else None


def _held(repository: Any) -> dict[str, list[str]]:
    """The indexes that list each image."""
    if not site.here().semantics.children_held:
        return {}
    held: dict[str, list[str]] = {}
    for image in repository.images:
        for child in manifest_of(image).children:
            held.setdefault(child, []).append(image.image_digest)
    return held


def _take(
    repository: Any,
    wanted: dict[str, str],
    held: dict[str, list[str]],
    done: list[dict[str, str]],
    gone: list[Any],
    touched: list[Any],
) -> dict[str, str] | None:
    """Takes one image or tag away; why not, if it can't be."""
    tag, digest = wanted.get("imageTag"), wanted.get("imageDigest")
    failure = _unusable(tag, digest)
    if failure is not None:
        return failure
    image = find(repository, digest or tag)
    if image is None or (tag is not None and tag not in image.image_tags):
        return {"failureCode": "ImageNotFound", "failureReason": "Requested image not found"}
    by_tag = tag is not None and digest is None
    if by_tag and (len(image.image_tags) > 1 or not _last_tag_takes_all()):
        _untag(image, str(tag))
        done.append({"imageDigest": image.image_digest, "imageTag": str(tag)})
        touched.append(image)
        return None
    lists = held.get(image.image_digest)
    if lists:
        return {
            "failureCode": HELD,
            "failureReason": f"Requested image referenced by manifest list: [{', '.join(lists)}]",
        }
    repository.images.remove(image)
    for child in manifest_of(image).children:
        if image.image_digest in held.get(child, []):
            held[child].remove(image.image_digest)
    named = [{"imageDigest": image.image_digest, "imageTag": each} for each in image.image_tags]
    done += named or [{"imageDigest": image.image_digest}]
    gone.append(image)
    return None


def _unusable(tag: str | None, digest: str | None) -> dict[str, str] | None:
    if tag is None and digest is None:
        return {
            "failureCode": "MissingDigestAndTag",
            "failureReason": "Invalid request parameters: both tag and digest cannot be null",
        }
    if digest is not None and not re.fullmatch(r"[a-zA-Z0-9_+.-]+:[a-fA-F0-9]+", digest):
        return {
            "failureCode": "InvalidImageDigest",
            "failureReason": "Invalid request parameters: image digest should satisfy the regex "
            "'[a-zA-Z0-9-_+.]+:[a-fA-F0-9]+'",
        }
    return None


def _last_tag_takes_all() -> bool:
    return site.here().semantics.last_tag_takes_the_image
