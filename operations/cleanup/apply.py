"""Delete what a plan names, if it still is what the plan says.

Owns the deletion. Refuses an image that was tagged, pushed or pulled since, and one that is used
now. Source: ECR API reference, BatchDeleteImage (100 a call; `ImageReferencedByManifestList` for a
child whose index is still there).
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ecr_lifecycle.finding import Where
from operations.aws import Aws
from operations.batches import batched
from operations.cleanup.plan import Doomed, last_seen
from operations.failures import asking
from operations.images import StoredImage

_BATCH = 100


@dataclass(frozen=True)
class Outcome:
    """What became of one image of the plan.

    Attributes:
        image: the image.
        spared: why it was not deleted; empty where it was.
    """

    image: Doomed
    spared: str = ""


def still_due(
    planned: Iterable[Doomed], images: Iterable[StoredImage], used: Iterable[str]
) -> Iterator[Outcome]:
    """Which images of a repository's plan are as they were; pure."""
    now, in_use = {image.digest: image for image in images}, set(used)
    for one in planned:
        image = now.get(one.digest)
        if image is None:
            yield Outcome(one, "it has gone already")
        elif one.digest in in_use:
            yield Outcome(one, "it is in use now")
        elif set(image.tags) != set(one.tags):
            yield Outcome(one, "its tags have changed")
        elif last_seen(image).isoformat() != one.last:
            yield Outcome(one, "it was pushed or pulled since")
        else:
            yield Outcome(one)


def delete(aws: Aws, repository: str, images: Iterable[Doomed]) -> Iterator[Outcome]:
    """Delete images; what ECR refuses is an outcome, not an end.

    Raises:
        CouldNotFindOut: ECR refuses the whole call.
    """
    for batch in batched(images, _BATCH):
        with asking(Where(resource=repository), "ecr:BatchDeleteImage"):
            answer = aws.client("ecr").batch_delete_image(
                repositoryName=repository,
                imageIds=[{"imageDigest": one.digest} for one in batch],
            )
        refused = {
            str(failure.get("imageId", {}).get("imageDigest")): str(
                failure.get("failureReason") or failure.get("failureCode")
            )
            for failure in answer.get("failures", ())
        }
        for one in batch:
            yield Outcome(one, refused.get(one.digest, ""))
