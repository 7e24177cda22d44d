"""Images from JSON, in either of two schemas.

- By ages: `name`, `tags`, `storageClass`, `pushed_days_ago`, `last_pulled_days_ago`,
  `archived_days_ago`, `activated_days_ago`, `references`, `subject`, `size_bytes`; the list
  itself, or an object with `images`.
- `aws ecr describe-images`: an object with `imageDetails`. It shows archived images only with
  `--filter imageStatus=ANY`, and never what a manifest list references; `inventory.manifests`
  adds that.
"""

from collections import Counter
from datetime import datetime
from typing import Any

from ecr_lifecycle.findings import shown
from ecr_lifecycle.image import Image
from ecr_lifecycle.inventory.fields import Fields, InvalidImages
from ecr_lifecycle.inventory.manifests import NO_LINKS, Links
from ecr_lifecycle.model import StorageClass


def read_images(value: Any, now: datetime, links: Links = NO_LINKS) -> tuple[Image, ...]:
    """The images in the JSON value `value`, their ages counted back from `now`.

    Raises `InvalidImages` with every problem.
    """
    problems: list[str] = []
    key, listed = _listed(value)
    images: list[Image] = []
    for index, item in enumerate(listed):
        where = f"{key}[{index}]"
        if not isinstance(item, dict):
            problems.append(f"{where} is {shown(item)} and must be an object.")
            continue
        fields = Fields(item, where, problems)
        image = _detail(fields, links) if "imageDigest" in item else _by_ages(fields, now, links)
        if image is not None:
            images.append(image)
    for name, times in Counter(image.name for image in images).items():
        if times > 1:
            problems.append(f"The image {shown(name)} is listed {times} times.")
    if problems:
        raise InvalidImages(tuple(problems))
    return tuple(images)


def unwrapped(value: Any) -> Any:
    """The answer for one repository, where it is wrapped as in a list of repositories."""
    listed = value.get("repositories") if isinstance(value, dict) else None
    if not isinstance(listed, list):
        return value
    found = [each for each in listed if isinstance(each, dict) and "imageDetails" in each]
    if len(found) == 1:
        return found[0]
    raise InvalidImages(
        (f"The answer holds the images of {len(found)} repositories; give those of one.",)
    )


def _listed(value: Any) -> tuple[str, list[Any]]:
    for key in ("imageDetails", "images"):
        if isinstance(value, dict) and isinstance(value.get(key), list):
            return key, value[key]
    if isinstance(value, list):
        return "images", value
    raise InvalidImages(
        (
            f"The images are {shown(value)}; write a list of images, an object with `images`, or "
            "what `aws ecr describe-images` prints.",
        )
    )


def _by_ages(fields: Fields, now: datetime, links: Links) -> Image | None:
    name = fields.text("name", required=True)
    pushed_at = fields.ago("pushed_days_ago", now, required=True)
    storage_class = fields.text("storageClass") or "standard"
    image = Image(
        name=name or "",
        tags=fields.texts("tags"),
        pushed_at=pushed_at or now,
        storage_class=_storage_class(storage_class, fields),
        last_pulled_at=fields.ago("last_pulled_days_ago", now),
        archived_at=fields.ago("archived_days_ago", now),
        activated_at=fields.ago("activated_days_ago", now),
        references=fields.texts("references") or links.references(name),
        subject=fields.text("subject") or links.subject(name),
        size_bytes=fields.size("size_bytes"),
    )
    return image if name and pushed_at else None


def _storage_class(value: str, fields: Fields) -> StorageClass:
    match value.lower():
        case "standard":
            return "standard"
        case "archive":
            return "archive"
    fields.problem("storageClass", f"is {shown(value)} and must be standard or archive")
    return "standard"


def _detail(fields: Fields, links: Links) -> Image | None:
    """An ImageDetail of ECR's API; one that is being restored is in the standard class again."""
    digest = fields.text("imageDigest", required=True)
    pushed_at = fields.time("imagePushedAt", required=True)
    if digest is None or pushed_at is None:
        return None
    return Image(
        name=digest,
        tags=fields.texts("imageTags"),
        pushed_at=pushed_at,
        storage_class="archive" if fields.text("imageStatus") == "ARCHIVED" else "standard",
        last_pulled_at=fields.time("lastRecordedPullTime"),
        archived_at=fields.time("lastArchivedAt"),
        activated_at=fields.time("lastActivatedAt"),
        references=links.references(digest),
        subject=fields.text("subjectManifestDigest") or links.subject(digest),
        size_bytes=fields.size("imageSizeInBytes"),
    )
