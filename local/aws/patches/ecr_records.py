"""A registry outlives its server, and takes its layers with it when it goes.

ECR keeps images until they are deleted; deleting a repository deletes its images. moto keeps
everything in memory. Here every change of a repository is written to `local.aws.oci.records`.
"""

from collections.abc import Callable
from typing import Any, Final

from moto.ecr.models import ECRBackend

from local.aws.oci import restoring, site

_OF_REPOSITORIES: Final = (
    "put_image_tag_mutability",
    "put_image_scanning_configuration",
    "set_repository_policy",
    "delete_repository_policy",
    "put_lifecycle_policy",
    "delete_lifecycle_policy",
)
_OF_TAGS: Final = ("tag_resource", "untag_resource")
_OF_REGISTRIES: Final = (
    "put_registry_policy",
    "delete_registry_policy",
    "put_replication_configuration",
    "put_registry_scanning_configuration",
)


def patch() -> None:
    """Writes after each change, and prepares what moto's registry lacks."""
    for name in _OF_REPOSITORIES:
        _wrap(name, _keep_named)
    for name in _OF_TAGS:
        _wrap(name, _keep_tagged)
    for name in _OF_REGISTRIES:
        _wrap(name, lambda backend, _: restoring.keep_registry(backend))
    _patch_life()


def _patch_life() -> None:
    make, create = ECRBackend.__init__, ECRBackend.create_repository
    delete, reset = ECRBackend.delete_repository, ECRBackend.reset

    def __init__(backend: Any, *arguments: Any, **keywords: Any) -> None:  # noqa: N807
        make(backend, *arguments, **keywords)
        restoring.prepare(backend)

    def create_repository(backend: Any, *arguments: Any, **keywords: Any) -> Any:
        repository = create(backend, *arguments, **keywords)
        restoring.created(backend, repository)
        return repository

    def delete_repository(backend: Any, *arguments: Any, **keywords: Any) -> Any:
        repository = delete(backend, *arguments, **keywords)
        restoring.deleted(backend, repository)
        return repository

    def reset_backend(backend: Any) -> None:
        for repository in list(backend.repositories.values()):
            restoring.deleted(backend, repository)
        site.here().records.forget_registry(backend)
        reset(backend)

    ECRBackend.__init__ = __init__
    ECRBackend.create_repository = create_repository
    ECRBackend.delete_repository = delete_repository
    ECRBackend.reset = reset_backend


def _wrap(name: str, keep: Callable[[Any, dict[str, Any]], None]) -> None:
    change = getattr(ECRBackend, name)

    def changed(backend: Any, *arguments: Any, **keywords: Any) -> Any:
        result = change(backend, *arguments, **keywords)
        keep(backend, {"arguments": arguments, **keywords})
        return result

    setattr(ECRBackend, name, changed)


def _keep_named(backend: Any, given: dict[str, Any]) -> None:
    name = given.get("repository_name") or given["arguments"][1]
    restoring.keep_repository(backend, backend.repositories[name])


def _keep_tagged(backend: Any, given: dict[str, Any]) -> None:
    arn = given.get("arn") or given["arguments"][0]
    name = backend._parse_resource_arn(arn).repo_name
    restoring.keep_repository(backend, backend.repositories[name])
