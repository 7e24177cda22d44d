"""What is wrong with a registry's arguments beyond one value: the name, and several together."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from pydantic import TypeAdapter, ValidationError

from components.arguments.said import Said
from container_registry.settings.checks.services import RESERVED_SERVICE
from container_registry.settings.vocabulary import RepositoryName

_NAME: Final[TypeAdapter[str]] = TypeAdapter(RepositoryName)


def name_faults(name: str) -> Iterator[Said]:
    """What is wrong with a component's name, which names its roles, policies and repository."""
    try:
        _NAME.validate_python(name)
    except ValidationError:
        yield Said(
            code="argument-name",
            problem="the component's name can't be a service's",
            impact="roles, policies and the repository are named after it, and AWS refuses them",
            fix="2 to 256 lower-case letters and digits, separated by single `.`, `_`, `-` or `/`",
        )
    if name == RESERVED_SERVICE:
        yield Said(
            code="argument-name",
            problem="the component's name is the word that names what all services share",
            impact="its roles and alarms would have had the names of the shared ones",
            fix=f"another name, with `repository` set to {RESERVED_SERVICE}",
        )


def joint_faults(given: Mapping[str, Any]) -> Iterator[Said]:
    """Arguments that are right alone and wrong together.

    Args:
        given: the arguments as they were given, names in camelCase.
    """
    sharing, encryption = given.get("sharing"), given.get("encryption")
    bound = isinstance(sharing, dict) and sharing.get("endpointsOnly") is True
    if bound and not given.get("endpointIds"):
        yield Said(
            code="argument-endpoints-missing",
            path=("sharing", "endpointsOnly"),
            problem="binds pulls to endpoints, but no ids of endpoints are given",
            impact="every pull would have been refused",
            fix="give the ids of the VPC's ECR endpoints, or leave this out",
        )
    if given.get("adopt") and (given.get("movedFrom") or {}).get("repository"):
        yield Said(
            code="argument-adopt-and-moved",
            path=("adopt",),
            problem="is true for a repository that this program has already",
            impact="the engine would have imported it, and then deleted it as the old resource",
            fix="`moved_from` alone",
        )
    if given.get("replacePolicies") and not given.get("adopt"):
        yield Said(
            code="argument-replace-without-adopt",
            path=("replacePolicies",),
            problem="is true without `adopt`",
            impact="it has no effect: the policies are the program's anyway",
            fix="leave it out",
        )
    if isinstance(encryption, dict) and encryption.get("key") == "own":
        yield Said(
            code="argument-own-key",
            path=("encryption", "key"),
            problem="is `own`, which only a stack file knows",
            impact="the repository could not be created",
            fix="the ARN of a key, such as `RegistryKey(...).arn`",
            found='"own"',
        )
