"""Repositories that are made because something arrives for them: by creation templates.

ECR user guide, "Repository creation templates": the template with the longest matching prefix, or
`ROOT`, whose `appliedFor` has the reason. A push makes a repository only by a template with
CREATE_ON_PUSH; a pull-through cache and replication make theirs with defaults as well.
"""

from typing import Any, Literal

Reason = Literal["CREATE_ON_PUSH", "PULL_THROUGH_CACHE", "REPLICATION"]
_ROOT = "ROOT"


def template_for(backend: Any, name: str, reason: Reason) -> dict[str, Any] | None:
    """The template that applies."""
    found = [
        template
        for prefix, template in backend.creation_templates.items()
        if reason in template["appliedFor"] and (prefix == _ROOT or name.startswith(f"{prefix}/"))
    ]
    return max(
        found, key=lambda each: -1 if each["prefix"] == _ROOT else len(each["prefix"]), default=None
    )


def on_push(backend: Any, name: str) -> Any | None:
    """The repository that a push goes to, made if a template says so; None if it is missing."""
    found = backend.repositories.get(name)
    if found is not None:
        return found
    template = template_for(backend, name, "CREATE_ON_PUSH")
    return create(backend, name, template) if template is not None else None


def for_arrival(backend: Any, name: str, reason: Reason) -> Any:
    """The repository that a copy goes to, made by a template or with ECR's defaults."""
    found = backend.repositories.get(name)
    if found is not None:
        return found
    return create(backend, name, template_for(backend, name, reason) or {})


def create(backend: Any, name: str, template: dict[str, Any]) -> Any:
    """A repository with the settings of a template."""
    from moto.ecr.exceptions import RepositoryAlreadyExistsException

    try:
        repository = backend.create_repository(
            repository_name=name,
            registry_id=None,
            encryption_config=template.get("encryptionConfiguration"),
            image_scan_config=None,
            image_tag_mutability=template.get("imageTagMutability"),
            image_tag_mutability_exclusion_filters=template.get(
                "imageTagMutabilityExclusionFilters"
            ),
            tags=template.get("resourceTags") or [],
        )
    except RepositoryAlreadyExistsException:  # another push was faster
        return backend.repositories[name]
    if template.get("repositoryPolicy"):
        backend.set_repository_policy(None, name, template["repositoryPolicy"])
    if template.get("lifecyclePolicy"):
        backend.put_lifecycle_policy(None, name, template["lifecyclePolicy"])
    return repository
