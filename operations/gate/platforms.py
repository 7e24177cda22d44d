"""From a reference to the images that are scanned: one, or one for each platform of an index.

Owns the digest, the tags and the platforms of what is judged. Leaves out what is no image that
runs: attestations and signatures. Sources: OCI image specification, "Image Index"; Docker,
"Attestation storage" (`vnd.docker.reference.type: attestation-manifest`, platform `unknown`); ECR
scans platform images, and refuses an index.
"""

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from ecr_lifecycle.finding import Where
from operations.aws import Aws
from operations.failures import asking, unknown
from operations.media_types import INDEX_TYPES, MANIFEST_TYPES
from operations.reference import Reference

_IMAGE_CONFIGS: Final = (
    "application/vnd.oci.image.config.v1+json",
    "application/vnd.docker.container.image.v1+json",
)
_DEPTH: Final = 3


@dataclass(frozen=True)
class Platform:
    """An image for one platform, `linux/arm64/v8`; empty where the manifest stands alone."""

    digest: str
    name: str = ""


@dataclass(frozen=True)
class Image:
    """What is judged.

    Attributes:
        registry: the account whose registry holds it.
        repository: the repository's name.
        digest: the digest that the reference had when it was resolved.
        tags: its tags then.
        pushed_at: when it was pushed, aware.
        platforms: what is scanned; at least one.
    """

    registry: str
    repository: str
    digest: str
    tags: tuple[str, ...]
    pushed_at: datetime | None
    platforms: tuple[Platform, ...]

    @property
    def name(self) -> str:
        """`repository@digest`."""
        return f"{self.repository}@{self.digest}"


def resolve(aws: Aws, reference: Reference) -> Image:
    """The image that a reference means now.

    Raises:
        CouldNotFindOut: it is not there, or may not be read, or holds nothing that is scanned.
    """
    detail = _newest(aws, reference) if reference.is_newest else _described(aws, reference)
    digest = detail["imageDigest"]
    where = Where(resource=f"{reference.repository}@{digest}")
    return Image(
        registry=str(detail.get("registryId", "")),
        repository=reference.repository,
        digest=digest,
        tags=tuple(detail.get("imageTags", ())),
        pushed_at=detail.get("imagePushedAt"),
        platforms=platforms_of(digest, where, lambda one: _manifest(aws, reference, one, where)),
    )


def platforms_of(digest: str, where: Where, manifest: Callable[[str], Any]) -> tuple[Platform, ...]:
    """What is scanned of an image, by the manifest that `manifest` gives for a digest.

    Raises:
        CouldNotFindOut: there is nothing that is scanned.
    """
    platforms = tuple(_platforms(digest, where, manifest))
    if not platforms:
        raise unknown(
            "no-platform",
            where,
            "the index holds no image, only attestations or other artifacts",
            "gate the digest of an image",
        )
    return platforms


def _named(reference: Reference) -> dict[str, Any]:
    named: dict[str, Any] = {"repositoryName": reference.repository}
    return {**named, "registryId": reference.account} if reference.account else named


def _described(aws: Aws, reference: Reference) -> Any:
    wanted = {"imageDigest": reference.digest} if reference.digest else {"imageTag": reference.tag}
    ecr = aws.client("ecr")
    with asking(Where(resource=str(reference)), "ecr:DescribeImages"):
        try:
            found = ecr.describe_images(**_named(reference), imageIds=[wanted])["imageDetails"]
        except ecr.exceptions.ImageNotFoundException:
            found = []
        except ecr.exceptions.RepositoryNotFoundException as error:
            raise _no_repository(reference) from error
    if not found:
        raise unknown(
            "no-image",
            Where(resource=str(reference)),
            "the repository has no such image",
            "push it first; or it has expired: `aws ecr describe-images` shows what is there",
        )
    return found[0]


def _newest(aws: Aws, reference: Reference) -> Any:
    """The newest tagged image. Pages are read to the end: ECR gives no order."""
    ecr = aws.client("ecr")
    with asking(Where(resource=str(reference)), "ecr:DescribeImages"):
        try:
            pages = ecr.get_paginator("describe_images").paginate(
                **_named(reference), filter={"tagStatus": "TAGGED"}
            )
            images = [detail for page in pages for detail in page["imageDetails"]]
        except ecr.exceptions.RepositoryNotFoundException as error:
            raise _no_repository(reference) from error
    runnable = [
        detail
        for detail in images
        if is_runnable(
            detail.get("subjectManifestDigest"),
            detail.get("artifactMediaType"),
            detail.get("imageTags", ()),
        )
    ]
    if not runnable:
        raise unknown(
            "no-image",
            Where(resource=str(reference)),
            "the repository has no tagged image",
            "push one first",
        )
    return max(runnable, key=lambda detail: (detail["imagePushedAt"], detail["imageDigest"]))


def is_runnable(subject: str | None, artifact: str | None, tags: Iterable[str]) -> bool:
    """Not a signature, an attestation or another artifact about an image."""
    if subject:
        return False
    if artifact and artifact not in (*_IMAGE_CONFIGS, *INDEX_TYPES):
        return False
    return not all(tag.startswith("sha256-") for tag in tags)


def _platforms(
    digest: str, where: Where, manifest: Callable[[str], Any], depth: int = 0
) -> Iterator[Platform]:
    children = manifest(digest).get("manifests")
    if children is None:
        yield Platform(digest)
        return
    if depth >= _DEPTH:
        raise unknown(
            "index-too-deep",
            where,
            f"indexes lie more than {_DEPTH} deep inside one another",
            "gate the digest of the inner index",
        )
    for child in _images(children):
        if child.get("mediaType") in INDEX_TYPES:
            yield from _platforms(child["digest"], where, manifest, depth + 1)
        else:
            yield Platform(child["digest"], _platform_name(child.get("platform") or {}))


def _images(children: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for child in children:
        kind = (child.get("annotations") or {}).get("vnd.docker.reference.type")
        if (child.get("platform") or {}).get("os") == "unknown" or kind == "attestation-manifest":
            continue
        if child.get("mediaType") in (*MANIFEST_TYPES, *INDEX_TYPES):
            yield child


def _platform_name(platform: dict[str, Any]) -> str:
    parts = (platform.get("os"), platform.get("architecture"), platform.get("variant"))
    return "/".join(str(part) for part in parts if part)


def _manifest(aws: Aws, reference: Reference, digest: str, where: Where) -> Any:
    with asking(where, "ecr:BatchGetImage"):
        answer = aws.client("ecr").batch_get_image(
            **_named(reference),
            imageIds=[{"imageDigest": digest}],
            acceptedMediaTypes=[*INDEX_TYPES, *MANIFEST_TYPES],
        )
    if not answer.get("images"):
        told = "; ".join(
            f"{failure.get('failureCode')}: {failure.get('failureReason')}"
            for failure in answer.get("failures", ())
        )
        raise unknown(
            "no-manifest",
            where,
            f"ECR gives no manifest ({told or 'no reason'})",
            "an archived image is restored first; a deleted one is pushed again",
        )
    try:
        manifest = json.loads(answer["images"][0]["imageManifest"])
    except (KeyError, ValueError) as error:
        raise unknown(
            "no-manifest", where, f"the manifest is not JSON: {error}", "push the image again"
        ) from error
    return manifest if isinstance(manifest, dict) else {}


def _no_repository(reference: Reference) -> Exception:
    return unknown(
        "no-repository",
        Where(resource=reference.repository),
        "there is no such repository in this account and Region",
        "check --region and --profile; the name is the repository's, or a service's with --stack",
    )
