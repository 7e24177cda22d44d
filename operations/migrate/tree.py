"""What belongs to a tag: its manifest, the platforms of an index, referrers, cosign's tags.

Owns the walk over the source. Children stand before their index and referrers after their subject:
that is the order in which a registry takes them.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from ecr_lifecycle.finding import Where
from operations.failures import unknown
from operations.oci.client import Registry
from operations.oci.manifests import Blob, Document, get_manifest, list_referrers

_DEPTH = 4
_COSIGN = (".sig", ".att", ".sbom")


@dataclass(frozen=True)
class Part:
    """One manifest of a tag.

    Attributes:
        document: the manifest.
        tag: the tag to put it under; empty for one that has none.
        optional: whether the image is whole without it: a signature, an attestation.
    """

    document: Document
    tag: str = ""
    optional: bool = False

    @property
    def blobs(self) -> tuple[Blob, ...]:
        """The blobs to copy before it."""
        return self.document.blobs


def parts_of(source: Registry, repository: str, tag: str, tags: frozenset[str]) -> tuple[Part, ...]:
    """Everything that belongs to a tag, in the order of putting.

    Raises:
        CouldNotFindOut: the tag or a part of it is not given.
    """
    top = _given(source, repository, tag)
    main = list(_walk(source, repository, top))
    digests = {part.digest for part in main}
    parts = [Part(part) for part in main[:-1]] + [Part(main[-1], tag)]
    for digest in sorted(digests):
        parts += _about(source, repository, digest, tags)
    return tuple({(part.document.digest, part.tag): part for part in parts}.values())


def _given(source: Registry, repository: str, reference: str) -> Document:
    found = get_manifest(source, repository, reference)
    if found is None:
        raise unknown(
            "no-image",
            Where(resource=f"{source.host}/{repository}:{reference}"),
            "the source has no such manifest",
            "it may have gone since the plan; plan again",
            "the image was not copied",
        )
    return found


def _walk(
    source: Registry, repository: str, document: Document, depth: int = 0
) -> Iterator[Document]:
    if depth < _DEPTH:
        for digest in document.children:
            child = _given(source, repository, digest)
            yield from _walk(source, repository, child, depth + 1)
    yield document


def _about(
    source: Registry, repository: str, digest: str, tags: frozenset[str], depth: int = 0
) -> Iterator[Part]:
    """Signatures and the like of one manifest, and theirs."""
    for referrer in list_referrers(source, repository, digest, tags) if depth < _DEPTH else ():
        for document in _walk(source, repository, _given(source, repository, referrer)):
            yield Part(document, optional=True)
        yield from _about(source, repository, referrer, tags, depth + 1)
    for suffix in _COSIGN:
        tag = digest.replace(":", "-") + suffix
        if tag in tags:
            for document in _walk(source, repository, _given(source, repository, tag)):
                yield Part(document, tag, optional=True)
