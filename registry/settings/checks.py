"""What no single setting can know: checks across settings.

They read the raw mapping, so that they speak although another setting is wrong, and hold their
tongue where a shape is not what it should be: `explain` says that already.
"""

from collections.abc import Mapping
from typing import Any, Final

from registry.settings.problem import Problem

#: The word that stands for all services in the names of shared resources (`registry.naming`).
RESERVED_SERVICE: Final = "registry"


def cross_checks(raw: Mapping[str, Any], namespace: str) -> list[Problem]:
    """All problems that several settings have together."""
    services = raw.get("services")
    if not isinstance(services, Mapping):
        return []
    return [
        *_repositories_twice(services, namespace),
        *_reserved_name(services, namespace),
    ]


def _repositories_twice(services: Mapping[str, Any], namespace: str) -> list[Problem]:
    owners: dict[str, str] = {}
    problems = []
    for service, value in services.items():
        own = value.get("repository") if isinstance(value, Mapping) else None
        name = own if isinstance(own, str) else service
        first = owners.setdefault(name, service)
        if first != service:
            problems.append(
                Problem(
                    f"{namespace}:services.{service}",
                    f"comes to the repository '{name}', as the service '{first}' does",
                    "",
                    "the second creation would have failed in the middle of the update",
                    "give one of them another `repository`, or another name",
                )
            )
    return problems


def _reserved_name(services: Mapping[str, Any], namespace: str) -> list[Problem]:
    if RESERVED_SERVICE not in services:
        return []
    return [
        Problem(
            f"{namespace}:services.{RESERVED_SERVICE}",
            "is the word that names what all services share",
            "",
            "its roles and alarms would have had the names of the shared ones",
            f"call the service otherwise, and write `repository: {RESERVED_SERVICE}` under it",
        )
    ]
