"""What a push, a pull and a deletion leave behind, whichever door they came through.

Sources: ECR user guide, "Amazon ECR events and EventBridge" (one `ECR Image Action` for each
completed push and deletion) and "Amazon ECR repository metrics" (`RepositoryPullCount`); API
reference, ImageDetail (`lastRecordedPullTime`, `lastArchivedAt`, `lastActivatedAt`).
"""

import json
import sys
import traceback
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC
from typing import Any

from local.aws.oci import replication, scanning, site


@dataclass(frozen=True)
class Arrival:
    """The event of an image that came without a push: by replication or through a cache."""

    kind: str
    detail: Mapping[str, Any]


def pushed(
    backend: Any,
    repository: Any,
    image: Any,
    tag: str | None,
    moved: Any | None,
    arrival: Arrival | None,
) -> None:
    """An image was put."""
    records = site.here().records
    for each in (image, moved):
        if each is not None:
            records.keep_image(backend, repository, each)
    scanning.pushed(backend, repository, image)
    named = {
        "repository-name": repository.name,
        "image-digest": image.image_digest,
        **({} if tag is None else {"image-tag": tag}),
    }
    if arrival is not None:
        send(backend, arrival.kind, {**named, **arrival.detail})
        return
    detail = {
        "result": "SUCCESS",
        "action-type": "PUSH",
        **named,
        "manifest-media-type": image.image_manifest_media_type,
        **_artifact(image),
    }
    send(backend, "ECR Image Action", detail)
    replication.pushed(backend, repository, image, tag)


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
        send(backend, "ECR Image Action", detail)


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


def activate(image: Any) -> None:
    """Brings an image back from the archive; pushing it again does that (UG, archiving)."""
    if image.image_status != "ACTIVE":
        image.image_status = "ACTIVE"
        image.last_activated_at = site.here().clock.now().timestamp()


def archive(image: Any) -> None:
    """Moves an image to the archive."""
    if image.image_status != "ARCHIVED":
        image.image_status = "ARCHIVED"
        image.last_archived_at = site.here().clock.now().timestamp()


def storage_class_changed(backend: Any, repository: Any, image: Any) -> None:
    """An image was archived or restored."""
    site.here().records.keep_image(backend, repository, image)
    target = "STANDARD" if image.image_status == "ACTIVE" else "ARCHIVE"
    detail = {
        "result": "SUCCESS",
        "repository-name": repository.name,
        "image-digest": image.image_digest,
        "action-type": "UPDATE_STORAGE_CLASS",
        "target-storage-class": target,
    }
    send(backend, "ECR Image Action", detail)


def send(backend: Any, kind: str, detail: Mapping[str, Any]) -> None:
    """Puts an event of ECR on the account's default bus; a target that fails fails no push."""
    from moto.events.models import events_backends

    event = {
        "Source": "aws.ecr",
        "DetailType": kind,
        "Detail": json.dumps(detail),
        "Resources": [],
        "Time": site.here().clock.now().timestamp(),
    }
    try:
        events_backends[backend.account_id][backend.region_name].put_events([event])
    except Exception:  # noqa: BLE001 - whatever a target does
        sys.stderr.write(f"an event did not reach its targets\n{traceback.format_exc()}")


def _artifact(image: Any) -> dict[str, str]:
    kind = image.artifact_media_type
    return {"artifact-media-type": kind} if kind else {}
