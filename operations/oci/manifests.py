"""Manifests, tags and referrers of a repository.

Owns the media types that are asked for and the check of every manifest against its digest. A
registry without the referrers API has them under a tag (OCI distribution specification, "Referrers
tag schema").
"""

import hashlib
import json
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, Final

from ecr_lifecycle.finding import Where
from operations.failures import unknown
from operations.media_types import INDEX_TYPES, MANIFEST_TYPES
from operations.oci.client import Registry

_LARGEST: Final = 4 << 20
_ACCEPT: Final = ", ".join((*INDEX_TYPES, *MANIFEST_TYPES))


@dataclass(frozen=True)
class Blob:
    """A blob that a manifest names."""

    digest: str
    size: int


@dataclass(frozen=True)
class Document:
    """A manifest, byte for byte.

    Attributes:
        digest: of its bytes.
        media_type: as the registry says it.
        content: its bytes.
    """

    digest: str
    media_type: str
    content: bytes

    @property
    def value(self) -> Any:
        """What it says."""
        value = json.loads(self.content)
        return value if isinstance(value, dict) else {}

    @property
    def children(self) -> tuple[str, ...]:
        """The manifests that it lists."""
        return tuple(str(one["digest"]) for one in self.value.get("manifests") or ())

    @property
    def blobs(self) -> tuple[Blob, ...]:
        """The blobs that it names, its configuration first; foreign layers are not the
        registry's.
        """
        value = self.value
        listed = [value.get("config"), *(value.get("layers") or value.get("blobs") or ())]
        return tuple(
            Blob(str(one["digest"]), int(one.get("size", 0)))
            for one in listed
            if isinstance(one, dict) and "digest" in one and not one.get("urls")
        )


def get_manifest(registry: Registry, repository: str, reference: str) -> Document | None:
    """A manifest by tag or digest; None where there is none.

    Raises:
        CouldNotFindOut: it is not what its digest says, or larger than 4 MiB.
    """
    answer = registry.ask(
        "GET",
        f"/v2/{repository}/manifests/{reference}",
        repository=repository,
        accept=(200, 404),
        headers={"Accept": _ACCEPT},
    )
    content = answer.read(_LARGEST + 1)
    answer.release_conn()
    if answer.status != 200:
        return None
    digest = f"sha256:{hashlib.sha256(content).hexdigest()}"
    wanted = reference if reference.startswith("sha256:") else digest
    if len(content) > _LARGEST or digest != wanted:
        raise unknown(
            "wrong-manifest",
            Where(resource=f"{registry.host}/{repository}@{reference}"),
            f"the registry gave a manifest of {len(content)} bytes whose digest is {digest}",
            "have the registry's owner look at it",
            "the copy would be of something else",
        )
    media_type = answer.headers.get("content-type", "").partition(";")[0]
    return Document(digest, media_type or str(json.loads(content).get("mediaType", "")), content)


def head_manifest(registry: Registry, repository: str, reference: str) -> str | None:
    """The digest that a tag or digest has; None where there is none. Counts as no pull."""
    answer = registry.ask(
        "HEAD",
        f"/v2/{repository}/manifests/{reference}",
        repository=repository,
        accept=(200, 404),
        headers={"Accept": _ACCEPT},
    )
    answer.drain_conn()
    if answer.status != 200:
        return None
    digest = answer.headers.get("docker-content-digest")
    if digest:
        return digest
    found = get_manifest(registry, repository, reference)
    return found.digest if found else None


def put_manifest(registry: Registry, repository: str, reference: str, document: Document) -> str:
    """Put a manifest under a tag or its digest; the digest that the registry says it has, or empty
    where it says none.
    """
    answer = registry.ask(
        "PUT",
        f"/v2/{repository}/manifests/{reference}",
        repository=repository,
        actions="pull,push",
        accept=(200, 201),
        headers={"Content-Type": document.media_type},
        body=lambda: document.content,
    )
    answer.drain_conn()
    return str(answer.headers.get("docker-content-digest", ""))


def list_tags(registry: Registry, repository: str) -> list[str]:
    """Every tag, in the registry's order."""
    path = f"/v2/{repository}/tags/list?n=1000"
    return [str(tag) for tag in registry.pages(path, "tags", repository=repository)]


def list_referrers(
    registry: Registry, repository: str, digest: str, tags: Collection[str]
) -> list[str]:
    """The digests of what refers to a manifest: signatures, attestations, SBOMs. `tags` are all
    of the repository's: a registry without the API has them under one of these.
    """
    value = None
    if not registry.lacks_referrers:
        path = f"/v2/{repository}/referrers/{digest}"
        answer = registry.ask("GET", path, repository=repository, accept=(200, 404, 405))
        value = json.loads(answer.read() or b"{}") if answer.status == 200 else None
        answer.release_conn()
        # "If the registry supports the referrers API, [it] MUST NOT return a 404 Not Found":
        # OCI distribution specification, "Listing Referrers".
        registry.lacks_referrers = value is None
    if value is None:
        tag = digest.replace(":", "-")
        found = get_manifest(registry, repository, tag) if tag in tags else None
        value = found.value if found else {}
    return [str(one["digest"]) for one in value.get("manifests") or ()]
