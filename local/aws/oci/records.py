"""What outlives the server: repositories with their settings, and images with their times.

Owns one directory for each repository, `ACCOUNT/REGION/NAME`, with its settings in one file and
each image in two: the manifest, and what the registry knows of it. Each is replaced in one step.

An image whose layers are not there, or not whole, is dropped at the next start: after a power cut
a layer may be shorter than it was. Restored are repositories as they were, or, for a stack whose
program makes them, only the images, when the repository is created again.
"""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote, unquote

from local.aws.oci import manifest
from local.aws.oci.files import Files
from local.aws.oci.storage import BlobStore

_KEPT: Final = (
    "image_tags",
    "image_pushed_at",
    "image_manifest_media_type",
    "image_status",
    "last_recorded_pull_time",
    "last_archived_at",
    "last_activated_at",
)
Key = tuple[str, str, str]


class Records:
    """The registry's memory on disk."""

    def __init__(self, root: Path) -> None:
        self._root, self._files = root, Files()
        root.mkdir(parents=True, exist_ok=True)
        #: Repositories of the last start whose images nobody has asked for yet.
        self.waiting: set[Key] = set(self._found())

    def keep_repository(self, backend: Any, repository: Any) -> None:
        """Writes a repository's settings."""
        settings = {
            "repository_name": repository.name,
            "encryption_config": repository.encryption_configuration,
            "image_scan_config": repository.image_scanning_configuration,
            "image_tag_mutability": getattr(
                repository.image_tag_mutability, "value", repository.image_tag_mutability
            ),
            "image_tag_mutability_exclusion_filters": (
                repository.image_tag_mutability_exclusion_filters
            ),
            "tags": backend.tagger.list_tags_for_resource(repository.arn)["tags"],
        }
        body = {
            "create": settings,
            "policy": repository.policy,
            "lifecycle_policy": repository.lifecycle_policy,
        }
        self._files.write(
            self._directory(backend, repository.name) / "repository.json", json.dumps(body)
        )

    def forget_repository(self, backend: Any, name: str) -> None:
        """Removes a repository and its images."""
        directory = self._directory(backend, name)
        self.waiting.discard((backend.account_id, backend.region_name, name))
        self._files.remove(directory)

    def keep_image(self, backend: Any, repository: Any, image: Any) -> None:
        """Writes an image."""
        directory = self._directory(backend, repository.name) / "images"
        name = image.image_digest.removeprefix("sha256:")
        text = directory / f"{name}.manifest"
        if not text.exists():
            self._files.write(text, image.image_manifest)
        facts = {each: getattr(image, each) for each in _KEPT}
        self._files.write(directory / f"{name}.json", json.dumps(facts))

    def forget_image(self, backend: Any, repository: Any, digest: str) -> None:
        """Removes an image."""
        directory = self._directory(backend, repository.name) / "images"
        name = digest.removeprefix("sha256:")
        for path in (directory / f"{name}.json", directory / f"{name}.manifest"):
            self._files.remove(path)

    def keep_registry(self, backend: Any, settings: dict[str, Any]) -> None:
        """Writes what belongs to an account and Region as a whole."""
        path = self._root / backend.account_id / backend.region_name / "registry.json"
        self._files.write(path, json.dumps(settings))

    def forget_registry(self, backend: Any) -> None:
        """Removes it."""
        path = self._root / backend.account_id / backend.region_name / "registry.json"
        self._files.remove(path)

    def registries(self) -> Iterator[tuple[str, str, dict[str, Any]]]:
        """The settings of each account and Region at the last start."""
        for path in sorted(self._root.glob("*/*/registry.json")):
            body = _read(path)
            if body is not None:
                yield path.parts[-3], path.parts[-2], body

    def settings(self, key: Key) -> dict[str, Any] | None:
        """The settings of a repository of the last start."""
        return _read(self._path(*key) / "repository.json")

    def images(self, key: Key) -> Iterator[tuple[str, str, dict[str, Any]]]:
        """Digest, manifest and facts of the images of a repository, as they were pushed."""
        found = []
        for path in (self._path(*key) / "images").glob("*.json"):
            facts = _read(path)
            text = path.with_suffix(".manifest")
            if facts is not None and text.is_file():
                found.append((f"sha256:{path.stem}", text.read_text(encoding="utf-8"), facts))
        yield from sorted(found, key=lambda each: each[2]["image_pushed_at"])

    def sweep(self, store: BlobStore) -> None:
        """Frees the layers that no image of the last start has: their push was never completed."""
        used = {
            digest
            for key in self.waiting
            for _, text, facts in self.images(key)
            for digest in manifest.read(text, facts["image_manifest_media_type"]).blobs
        }
        store.free([digest for digest in store.digests() if digest not in used])

    def drop(self, key: Key, digest: str) -> None:
        """Says that an image could not be restored, and removes it."""
        sys.stderr.write(f"{key[2]}@{digest} was not whole when the server ended: dropped\n")
        name = digest.removeprefix("sha256:")
        for path in (self._path(*key) / "images").glob(f"{name}.*"):
            self._files.remove(path)

    def _found(self) -> Iterator[Key]:
        for path in self._root.glob("*/*/*/repository.json"):
            account, region, name = path.parts[-4:-1]
            yield account, region, unquote(name)

    def _directory(self, backend: Any, name: str) -> Path:
        return self._path(backend.account_id, backend.region_name, name)

    def _path(self, account: str, region: str, name: str) -> Path:
        return self._root / account / region / quote(name, safe="")


def _read(path: Path) -> dict[str, Any] | None:
    try:
        body = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return body if isinstance(body, dict) else None
