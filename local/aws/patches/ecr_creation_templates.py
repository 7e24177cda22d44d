"""Repository creation templates.

ECR API reference, CreateRepositoryCreationTemplate, Describe..., Update..., Delete... moto has none
of them. `local.aws.oci.creation` applies them.
"""

from typing import Any, Final

from moto.core.exceptions import JsonRESTError
from moto.core.responses import ActionResult
from moto.ecr.exceptions import InvalidParameterException
from moto.ecr.responses import ECRResponse

from local.aws.oci import restoring, site

_MEMBERS: Final = (
    "description",
    "encryptionConfiguration",
    "resourceTags",
    "imageTagMutability",
    "imageTagMutabilityExclusionFilters",
    "repositoryPolicy",
    "lifecyclePolicy",
    "appliedFor",
    "customRoleArn",
)
_REASONS: Final = {"REPLICATION", "PULL_THROUGH_CACHE", "CREATE_ON_PUSH"}


def patch() -> None:
    """Adds the four operations."""
    ECRResponse.create_repository_creation_template = _create
    ECRResponse.describe_repository_creation_templates = _describe
    ECRResponse.update_repository_creation_template = _update
    ECRResponse.delete_repository_creation_template = _delete


def _create(response: Any) -> Any:
    prefix, known = response._get_param("prefix"), response.ecr_backend.creation_templates
    if prefix in known:
        raise JsonRESTError(
            "TemplateAlreadyExistsException",
            f"A template with the prefix '{prefix}' exists already",
        )
    now = site.here().clock.now().timestamp()
    template = {"prefix": prefix, **_given(response), "createdAt": now, "updatedAt": now}
    template.setdefault("imageTagMutability", "MUTABLE")
    template.setdefault("encryptionConfiguration", {"encryptionType": "AES256"})
    known[prefix] = template
    return _answer(response, template)


def _describe(response: Any) -> Any:
    known = response.ecr_backend.creation_templates
    prefixes = response._get_param("prefixes") or list(known)
    found = [known[prefix] for prefix in prefixes if prefix in known]
    registry = response.current_account
    return ActionResult({"registryId": registry, "repositoryCreationTemplates": found})


def _update(response: Any) -> Any:
    template = _named(response)
    template.update(_given(response), updatedAt=site.here().clock.now().timestamp())
    return _answer(response, template)


def _delete(response: Any) -> Any:
    template = _named(response)
    del response.ecr_backend.creation_templates[template["prefix"]]
    return _answer(response, template)


def _named(response: Any) -> dict[str, Any]:
    prefix = response._get_param("prefix")
    found: dict[str, Any] | None = response.ecr_backend.creation_templates.get(prefix)
    if found is None:
        raise JsonRESTError(
            "TemplateNotFoundException", f"There is no template with the prefix '{prefix}'"
        )
    return found


def _given(response: Any) -> dict[str, Any]:
    given = {name: response._get_param(name) for name in _MEMBERS}
    given = {name: value for name, value in given.items() if value is not None}
    unknown = set(given.get("appliedFor", ())) - _REASONS
    if unknown:
        raise InvalidParameterException(
            "Invalid parameter at 'appliedFor' failed to satisfy constraint: "
            f"'no such reason: {', '.join(sorted(unknown))}'"
        )
    return given


def _answer(response: Any, template: dict[str, Any]) -> Any:
    restoring.keep_registry(response.ecr_backend)
    registry = response.current_account
    return ActionResult({"registryId": registry, "repositoryCreationTemplate": template})
