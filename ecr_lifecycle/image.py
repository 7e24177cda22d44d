"""An image of a repository, as far as a lifecycle policy can tell images apart."""

from dataclasses import dataclass
from datetime import datetime

from ecr_lifecycle.model import StorageClass


@dataclass(frozen=True, slots=True, kw_only=True)
class Image:
    """One image manifest, manifest list or artifact.

    `name` is what refers to it: its digest, or any unique name. All times are aware datetimes.
    `archived_at` and `activated_at` are the last times that it was moved to the archive and
    restored from it. `references` are the names of the images that it lists, if it is a manifest
    list (OCI: an image index); `subject` is the name of the image that it is a signature, an SBOM
    or another artifact of. `size_bytes` is what DescribeImages says.
    """

    name: str
    pushed_at: datetime
    tags: tuple[str, ...] = ()
    storage_class: StorageClass = "standard"
    last_pulled_at: datetime | None = None
    archived_at: datetime | None = None
    activated_at: datetime | None = None
    references: tuple[str, ...] = ()
    subject: str | None = None
    size_bytes: int | None = None
