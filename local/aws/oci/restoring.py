"""A registry as it was when the server ended.

Owns what moto's registry gets beside its own members, and the way of both onto the disk and back.
"""

from typing import Any, Final

from moto.ecr.models import Image, ecr_backends

from local.aws.oci import images, layers, manifest, site
from local.aws.oci.records import Key

#: What a registry has that moto's lacks, and what it is at the beginning.
_MEMBERS: Final = ("account_settings", "creation_templates", "cache_rules", "pull_time_exclusions")
_MOTOS: Final = ("registry_policy", "replication_config", "registry_scanning_configuration")


def prepare(backend: Any) -> None:
    """Gives a new registry its further members."""
    for member in _MEMBERS:
        setattr(backend, member, {})
    backend.lifecycle_previews = {}
    backend.cache_looked_up = {}


def keep_registry(backend: Any) -> None:
    """Writes what belongs to the registry as a whole."""
    with site.here().lock(backend.account_id, backend.region_name, ""):
        kept = {member: getattr(backend, member) for member in (*_MEMBERS, *_MOTOS)}
        site.here().records.keep_registry(backend, kept)


def keep_repository(backend: Any, repository: Any) -> None:
    """Writes a repository's settings: read and written by one thread at a time, so that the last
    writer has what every other one changed.
    """
    with site.here().lock(backend.account_id, backend.region_name, repository.name):
        site.here().records.keep_repository(backend, repository)


def created(backend: Any, repository: Any) -> None:
    """A repository was created: it is kept, and gets the images that it had before a restart."""
    records = site.here().records
    key = (backend.account_id, backend.region_name, repository.name)
    if key in records.waiting:
        records.waiting.discard(key)
        _restore_images(repository, key)
    keep_repository(backend, repository)


def deleted(backend: Any, repository: Any) -> None:
    """A repository was deleted, and with it its images and layers."""
    site.here().records.forget_repository(backend, repository.name)
    site.here().store.cancel_all(layers.key(backend, repository.name))
    layers.drop(repository, list(repository.layers))


def restore_all() -> None:
    """Makes all registries and repositories of the last start again."""
    here = site.here()
    for account, region, kept in here.records.registries():
        backend = ecr_backends[account][region]
        for member, value in kept.items():
            if member in (*_MEMBERS, *_MOTOS):
                setattr(backend, member, value)
    for key in sorted(here.records.waiting):
        _restore(key)


def _restore(key: Key) -> None:
    account, region, _ = key
    kept = site.here().records.settings(key)
    if kept is None:
        return
    backend = ecr_backends[account][region]
    repository = backend.create_repository(registry_id=None, **kept["create"])
    repository.policy, repository.lifecycle_policy = kept["policy"], kept["lifecycle_policy"]
    keep_repository(backend, repository)


def _restore_images(repository: Any, key: Key) -> None:
    here = site.here()
    for digest, text, facts in here.records.images(key):
        read = manifest.read(text, facts["image_manifest_media_type"])
        sizes = {blob: here.store.size(blob) for blob in read.blobs}
        whole = all(
            (sizes[b] or -1) >= size for b, size in zip(read.blobs, read.sizes, strict=True)
        )
        if not whole and not dict(read.annotations).get(images.PUSHED_AT):
            here.records.drop(key, digest)
            continue
        image = Image(key[0], None, text, repository.name, read.media_type, digest)
        images.dress(image, read, repository)
        for name, value in facts.items():
            setattr(image, name, value)
        image.image_tag = image.image_tags[-1] if image.image_tags else None
        repository.images.append(image)
        repository.layers |= {blob: size for blob, size in sizes.items() if size is not None}
