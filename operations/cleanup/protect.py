"""Give images in use a tag that a lifecycle policy keeps.

Owns the choice of the tag and its putting. The same manifest is put again, byte for byte, under one
more tag: an immutable repository takes a new tag on an old image, and the digest stays. Only a rule
of a higher priority shields an image, so the tag has to be of a class that the policy keeps first.
Source: ECR API reference, PutImage; Service Quotas allow 10 a second, the limit of every mass
retag.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from botocore.exceptions import ClientError

from ecr_lifecycle.finding import Where
from ecr_lifecycle.wildcard import matches
from operations.aws import Aws
from operations.failures import asking, code_of
from operations.images import Manifest, StoredImage
from operations.usage.use import Use

_DIGITS = 12


@dataclass(frozen=True)
class Protection:
    """One image and the tag that it gets.

    Attributes:
        repository: its repository.
        digest: its digest.
        tag: the tag to put; empty where it has one of the class already.
        uses: who uses it.
    """

    repository: str
    digest: str
    tag: str
    uses: tuple[Use, ...]


def protections(
    repository: str,
    used: Mapping[str, Iterable[Use]],
    images: Iterable[StoredImage],
    pattern: str,
) -> Iterator[Protection]:
    """What each image in use would get. `pattern` is the class's, with one `*`: `in-use-*`.

    A part of an index goes with it, and a signature with its subject, so only what is used itself
    gets a tag.
    """
    for image in images:
        uses = tuple(used.get(image.digest, ()))
        if not uses:
            continue
        has_one = any(matches(pattern, tag) for tag in image.tags)
        digits = image.digest.removeprefix("sha256:")[:_DIGITS]
        tag = "" if has_one else pattern.replace("*", digits)
        yield Protection(repository, image.digest, tag, uses)


def put(aws: Aws, protection: Protection, manifest: Manifest) -> None:
    """Put the tag. That it is there already is success.

    Raises:
        CouldNotFindOut: ECR refuses it.
    """
    named = {"imageManifestMediaType": manifest.media_type} if manifest.media_type else {}
    where = Where(resource=f"{protection.repository}@{protection.digest}")
    with asking(where, "ecr:PutImage"):
        try:
            aws.client("ecr").put_image(
                repositoryName=protection.repository,
                imageManifest=manifest.text,
                imageTag=protection.tag,
                imageDigest=protection.digest,
                **named,
            )
        except ClientError as error:
            if code_of(error) != "ImageAlreadyExistsException":
                raise
