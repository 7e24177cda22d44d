"""Services: names that meet, and repositories that are taken over."""

from typing import Final

from container_registry.settings.checks.given import Given
from container_registry.settings.fault import Fault, Faults

#: The word that stands for all services in the names of shared resources
#: (`container_registry.naming`).
RESERVED_SERVICE: Final = "registry"


def check(given: Given) -> Faults:
    """What is wrong with the services."""
    yield from _repositories_twice(given)
    yield from _reserved_name(given)
    yield from _adopted(given)


def _repositories_twice(given: Given) -> Faults:
    owners: dict[str, str] = {}
    for service in given.services:
        name = given.repository(service)
        first = owners.setdefault(name, service)
        if first != service:
            yield Fault(
                at=("services", service),
                code="repository-twice",
                problem=f"comes to the repository '{name}', as the service '{first}' does",
                impact="the second creation fails in the middle of the update",
                fix="give one of them another `repository`, or another name",
            )


def _reserved_name(given: Given) -> Faults:
    if RESERVED_SERVICE in given.services:
        yield Fault(
            at=("services", RESERVED_SERVICE),
            code="reserved-service",
            problem="is the word that names what all services share",
            impact="its roles and alarms would have the names of the shared ones",
            fix=f"choose another name, and write `repository: {RESERVED_SERVICE}` under it",
        )


def _adopted(given: Given) -> Faults:
    for service, value in given.services.items():
        if value.get("adopt") is not True:
            if value.get("replacePolicies") is True:
                yield Fault(
                    at=("services", service, "replacePolicies"),
                    code="replace-without-adopt",
                    problem="is true for a repository that isn't adopted",
                    impact="it has no effect: the policies are this stack's anyway",
                    fix="remove it",
                )
            continue
        if given.raw.get("forceDelete") is True:
            yield Fault(
                at=("services", service, "adopt"),
                code="adopt-force-delete",
                problem="takes over a repository that `forceDelete` lets go with its images",
                impact="images that were there before this stack are deleted with it",
                fix="remove `forceDelete`, or `adopt` once the repository is this stack's own",
            )
        if given.of_service(service, "encryption").get("key") == "own":
            yield Fault(
                at=("services", service, "adopt"),
                code="adopt-own-key",
                problem="takes over a repository, and encrypts it with a key that is made now",
                impact="ECR never changes a repository's key, so it would be replaced, and its "
                "images lost",
                fix="give the service the `encryption` that its repository has",
            )
