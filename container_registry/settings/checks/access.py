"""Access: what a setting of one service needs from the stack."""

from container_registry.settings.checks.given import Given, mapping, texts
from container_registry.settings.fault import Fault, Faults


def check(given: Given) -> Faults:
    """What is wrong with who may push and pull."""
    yield from _github_without_ci(given)
    yield from _number_unknown(given)
    yield from _endpoints_only_without_endpoints(given)


def _number_unknown(given: Given) -> Faults:
    if "repository_id" not in texts(mapping(given.raw.get("ci")).get("claims")):
        return
    for service, value in given.services.items():
        github = mapping(value.get("github"))
        if github and github.get("repositoryId") is None:
            yield Fault(
                at=("services", service, "github"),
                code="github-number-unknown",
                problem="has no `repositoryId`, and `ci.claims` compares `repository_id`",
                impact="the role would be bound by the repository's name alone",
                fix="add `ownerId` and `repositoryId`, which GitHub's API gives",
            )


def _github_without_ci(given: Given) -> Faults:
    if given.raw.get("ci") is not None:
        return
    for service, value in given.services.items():
        if value.get("github") is not None:
            yield Fault(
                at=("services", service, "github"),
                code="github-without-ci",
                problem="names a repository at GitHub, but the stack has no `ci`",
                impact="the service gets no CI role, so its workflow can't push",
                fix="add `ci` with `branches` or `environment` to the stack, or remove `github`",
            )


def _endpoints_only_without_endpoints(given: Given) -> Faults:
    if given.raw.get("endpoints") is not None or mapping(given.raw.get("shared")).get("stack"):
        return
    for place, sharing in given.of_stack_and_services("sharing"):
        if sharing.get("endpointsOnly") is True:
            yield Fault(
                at=(*place, "endpointsOnly"),
                code="endpoints-only-without-endpoints",
                problem="binds pulls to endpoints, but the stack has no `endpoints`",
                impact="every pull is refused",
                fix="add `endpoints` to the stack, or remove `endpointsOnly`",
            )
