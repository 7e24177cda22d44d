"""From one service's settings to its registry.

Owns the translation of settings into arguments, so that `ContainerRegistry` can be used without
our settings too.
"""

from typing import Any

import pulumi

from components.container_registry import ContainerRegistry
from components.inputs import EncryptionArgs
from components.registry_arguments import ContainerRegistryArgs
from components.shared import Shared
from container_registry.catalogue.limits import THRESHOLDS_TAG
from container_registry.documents.github import claims, subjects
from container_registry.monitoring.reporter import limits_tag, own_limits
from container_registry.scope import Scope
from container_registry.settings import Settings
from container_registry.settings.base import SettingsModel


def compose_service(
    service: str, settings: Settings, scope: Scope, shared: Shared
) -> ContainerRegistry:
    """Make the registry of one service."""
    own = settings.services[service]
    args: ContainerRegistryArgs = {
        "scope": scope,
        "repository": settings.repository_name(service),
        "mutability": _as_args(settings.mutability_of(service)),
        "encryption": _encryption(service, settings, shared),
        "scan_on_push": settings.scanning.on_push,
        "sharing": _as_args(settings.sharing_of(service)),
        "scanning": settings.scanning.type,
        "thresholds": _as_args(settings.thresholds_of(service)),
        "reported": settings.monitoring.reporter,
        "subjects": _subjects(service, settings),
        "claims": _claims(service, settings),
        "gate_role": settings.ci is not None and settings.ci.gate_role,
        "signing_profiles": () if settings.ci is None else settings.ci.signing_profiles,
        "pull_policy": settings.pull_policy_of(service),
        "adopt": own.adopt,
        "replace_policies": own.replace_policies,
        "protect": settings.protect,
        "force_delete": settings.force_delete,
        "tags": _tags(service, settings, shared),
    }
    if retention := settings.retention_of(service):
        args["retention"] = _as_args(retention)
        args["tag_scheme"] = {name: _as_args(part) for name, part in settings.tag_scheme.items()}
    if own.oidc is not None:
        args["oidc"] = _as_args(own.oidc)
    if shared.endpoints:
        args["endpoint_ids"] = shared.endpoints
    if (topic := shared.watching.per_service) is not None:
        args["topic_arn"] = topic.arn
        args["topics"] = topic.topics
        # The stack's own rules hear the events of all services.
        args["events"] = False
        telling: Any = {"severities", "runbooks", "ok_messages"}
        args["telling"] = settings.monitoring.model_dump(include=telling)  # type: ignore[typeddict-item]
    return ContainerRegistry(service, args)


def _as_args(settings: SettingsModel) -> Any:
    """Settings as an argument of the same meaning, in Python's names."""
    return settings.model_dump(exclude_none=True)


def _tags(service: str, settings: Settings, shared: Shared) -> dict[str, str]:
    """The service's tags; thresholds of its own travel to the shared stack's reporter in one."""
    tags = settings.tags_of(service)
    if shared.limits is not None:
        thresholds = settings.thresholds_of(service)
        if own := own_limits(thresholds, thresholds.model_fields_set, shared.limits):
            tags[THRESHOLDS_TAG] = limits_tag(own)
    return tags


def _encryption(service: str, settings: Settings, shared: Shared) -> EncryptionArgs:
    wanted = settings.encryption_of(service)
    key: pulumi.Input[str] | None = wanted.key
    if wanted.key == "own" and shared.key is not None:
        key = shared.key
    return {"type": wanted.type} if key is None else {"type": wanted.type, "key": key}


def _subjects(service: str, settings: Settings) -> tuple[str, ...]:
    github, ci = settings.services[service].github, settings.ci
    if github is None or ci is None:
        return ()
    return subjects(
        github.to_repository(), branches=ci.branches, tags=ci.tags, environment=ci.environment
    )


def _claims(service: str, settings: Settings) -> Any:
    github, ci = settings.services[service].github, settings.ci
    if github is None or ci is None:
        return {}
    return claims(
        github.to_repository(),
        ci.claims,
        branches=ci.branches,
        tags=ci.tags,
        environment=ci.environment,
        workflows=ci.workflows,
    )
