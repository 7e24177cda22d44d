"""What no single setting can know: checks across settings.

They read the raw mapping, so that they speak although another setting is wrong, and hold their
tongue where a shape is not what it should be: `explain` says that already.
"""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from container_registry.settings.problem import Problem

#: The word that stands for all services in the names of shared resources
#: (`container_registry.naming`).
RESERVED_SERVICE: Final = "registry"

Raw = Mapping[str, Any]


def cross_checks(raw: Raw, namespace: str) -> list[Problem]:
    """All problems that several settings have together."""
    services = _mapping(raw.get("services"))
    return [
        Problem(f"{namespace}:{path}", *rest)
        for path, *rest in (
            *_repositories_twice(services),
            *_reserved_name(services),
            *_github_without_ci(raw, services),
            *_endpoints_only_without_endpoints(raw, services),
            *_registry_wide_without_owner(_mapping(raw.get("registry"))),
        )
    ]


#: A config path, what is wrong, the value, the consequence, the remedy.
_Found = Iterator[tuple[str, str, str, str, str]]


def _mapping(value: Any) -> Raw:
    return value if isinstance(value, Mapping) else {}


def _repositories_twice(services: Raw) -> _Found:
    owners: dict[str, str] = {}
    for service, value in services.items():
        own = _mapping(value).get("repository")
        name = own if isinstance(own, str) else service
        first = owners.setdefault(name, service)
        if first != service:
            yield (
                f"services.{service}",
                f"comes to the repository '{name}', as the service '{first}' does",
                "",
                "the second creation would have failed in the middle of the update",
                "give one of them another `repository`, or another name",
            )


def _reserved_name(services: Raw) -> _Found:
    if RESERVED_SERVICE in services:
        yield (
            f"services.{RESERVED_SERVICE}",
            "is the word that names what all services share",
            "",
            "its roles and alarms would have had the names of the shared ones",
            f"call the service otherwise, and write `repository: {RESERVED_SERVICE}` under it",
        )


def _github_without_ci(raw: Raw, services: Raw) -> _Found:
    if raw.get("ci") is not None:
        return
    for service, value in services.items():
        if _mapping(value).get("github") is not None:
            yield (
                f"services.{service}.github",
                "names a repository at GitHub, but the stack has no `ci`",
                "",
                "the service would have got no CI role, and its workflow could not push",
                "add `ci` with `branches` or `environment` to the stack, or remove `github`",
            )


def _endpoints_only_without_endpoints(raw: Raw, services: Raw) -> _Found:
    if raw.get("endpoints") is not None:
        return
    places = {"sharing": raw.get("sharing")}
    places |= {f"services.{s}.sharing": _mapping(v).get("sharing") for s, v in services.items()}
    for path, sharing in places.items():
        if _mapping(sharing).get("endpointsOnly") is True:
            yield (
                f"{path}.endpointsOnly",
                "binds pulls to endpoints, but the stack has no `endpoints`",
                "",
                "every pull would have been refused",
                "add `endpoints` to the stack, or remove `endpointsOnly`",
            )


def _registry_wide_without_owner(registry: Raw) -> _Found:
    if registry.get("owner") is True:
        return
    for key in ("replication", "acceptReplicationFrom"):
        if registry.get(key):
            yield (
                f"registry.{key}",
                "is the registry's own, but this stack is not its owner",
                "",
                "it would have had no effect, or overwritten what the owner wrote",
                "write `owner: true` beside it, in one stack per account and Region",
            )
