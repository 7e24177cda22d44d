"""Images that go to the archive and come back (ECR user guide, "Archiving images").

API reference, ImageDetail: `lastArchivedAt`, `lastActivatedAt`.
"""

from typing import Any

from local.aws.oci import events, site


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


def changed(backend: Any, repository: Any, image: Any) -> None:
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
    events.send(backend, "ECR Image Action", detail)
