"""What a push, a pull and a deletion leave behind, whichever door they came through.

Sources: ECR user guide, "Amazon ECR events and EventBridge" (one `ECR Image Action` for each
completed push and deletion) and "Amazon ECR repository metrics" (`RepositoryPullCount`); API
reference, ImageDetail (`lastRecordedPullTime`).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC
from typing import Any

from local.aws.oci import events, scanning, site


@dataclass(frozen=True)
class Arrival:
    """The event of an image that came without a push: by replication or through a cache."""

    kind: str
    detail: Mapping[str, Any]


def pushed(backend: Any, repository: Any, image: Any, tag: str | None, moved: Any | None) -> None:
    """An image was pushed."""
    _put(backend, repository, image, moved)
    detail = {
        "result": "SUCCESS",
        "action-type": "PUSH",
        **_named(repository, image, tag),
        "manifest-media-type": image.image_manifest_media_type,
        **_artifact(image),
    }
    events.send(backend, "ECR Image Action", detail)


def arrived(
    backend: Any,
    repository: Any,
    image: Any,
    tag: str | None,
    moved: Any | None,
    arrival: Arrival,
) -> None:
    """An image came without a push."""
    _put(backend, repository, image, moved)
    events.send(backend, arrival.kind, {**_named(repository, image, tag), **arrival.detail})


def deleted(
    backend: Any,
    repository: Any,
    ids: Iterable[Mapping[str, str]],
    gone: Iterable[Any],
    touched: Iterable[Any],
) -> None:
    """Images or tags were deleted."""
    records = site.here().records
    for image in gone:
        records.forget_image(backend, repository, image.image_digest)
    for image in touched:
        if image in repository.images:
            records.keep_image(backend, repository, image)
    for each in ids:
        detail = {
            "result": "SUCCESS",
            "repository-name": repository.name,
            "image-digest": each["imageDigest"],
            "action-type": "DELETE",
            **({"image-tag": each["imageTag"]} if "imageTag" in each else {}),
        }
        events.send(backend, "ECR Image Action", detail)


def pulled(backend: Any, repository: Any, image: Any, principal: str) -> None:
    """An image's manifest was handed out: that is what ECR counts as a pull (assumed)."""
    from moto.cloudwatch.models import cloudwatch_backends

    now = site.here().clock.now()
    if principal not in backend.pull_time_exclusions:
        image.last_recorded_pull_time = now.timestamp()
        site.here().records.keep_image(backend, repository, image)
    metrics = cloudwatch_backends[backend.account_id][backend.region_name]
    datum = {
        "MetricName": "RepositoryPullCount",
        "Dimensions": [{"Name": "RepositoryName", "Value": repository.name}],
        "Value": 1,
        "Unit": "Count",
        # moto compares it with naive times, and fails for good after an aware one.
        "Timestamp": now.astimezone(UTC).replace(tzinfo=None),
    }
    metrics.put_metric_data("AWS/ECR", [datum])


def _artifact(image: Any) -> dict[str, str]:
    kind = image.artifact_media_type
    return {"artifact-media-type": kind} if kind else {}


def _put(backend: Any, repository: Any, image: Any, moved: Any | None) -> None:
    records = site.here().records
    for each in (image, moved):
        if each is not None:
            records.keep_image(backend, repository, each)
    scanning.pushed(backend, repository, image)


def _named(repository: Any, image: Any, tag: str | None) -> dict[str, str]:
    return {
        "repository-name": repository.name,
        "image-digest": image.image_digest,
        **({} if tag is None else {"image-tag": tag}),
    }
