"""IAM policy documents in the properties of resources: where they are, and their statements.

Owns the reading of a document that is a text, an object, or an object with parts that are known
only in the update: the statements that are known are judged, then the rest is said to be
undecided. A document that cannot be read has no statements here; `policy-documents-are-readable`
says so.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from container_registry.iam.document import Document, DocumentError, Statement, parse
from policy_pack.framework.resource import Path, Resource, UnknownProperty
from policy_pack.framework.values import has_unknown, revealed

ROLE: Final = "aws:iam/role:Role"
TRUST: Final[dict[str, Path]] = {ROLE: ("assumeRolePolicy",)}
IDENTITY: Final[dict[str, Path]] = {
    "aws:iam/policy:Policy": ("policy",),
    "aws:iam/rolePolicy:RolePolicy": ("policy",),
    "aws:iam/userPolicy:UserPolicy": ("policy",),
    "aws:iam/groupPolicy:GroupPolicy": ("policy",),
    ROLE: ("inlinePolicies",),
}
REPOSITORY: Final[dict[str, Path]] = {
    "aws:ecr/repositoryPolicy:RepositoryPolicy": ("policy",),
    "aws:ecr/repositoryCreationTemplate:RepositoryCreationTemplate": ("repositoryPolicy",),
    "aws-native:ecr:Repository": ("repositoryPolicyText",),
    "aws-native:ecr:RepositoryCreationTemplate": ("repositoryPolicy",),
}
REGISTRY: Final[dict[str, Path]] = {
    "aws:ecr/registryPolicy:RegistryPolicy": ("policy",),
    "aws-native:ecr:RegistryPolicy": ("policyText",),
}
KEY: Final[dict[str, Path]] = {
    "aws:kms/key:Key": ("policy",),
    "aws:kms/keyPolicy:KeyPolicy": ("policy",),
}
TOPIC: Final[dict[str, Path]] = {
    "aws:sns/topic:Topic": ("policy",),
    "aws:sns/topicPolicy:TopicPolicy": ("policy",),
}
ENDPOINT: Final[dict[str, Path]] = {
    "aws:ec2/vpcEndpoint:VpcEndpoint": ("policy",),
    "aws:ec2/vpcEndpointPolicy:VpcEndpointPolicy": ("policy",),
}


def paths(resource: Resource, places: Mapping[str, Path]) -> Iterator[Path]:
    """Where a resource has documents of one kind; none where the property is missing or empty."""
    path = places.get(resource.type)
    if path is None or revealed(resource.marked(*path)) in (None, ""):
        return
    if path != ("inlinePolicies",):
        yield path
        return
    inline = resource.partly(*path)
    for index, _ in enumerate(inline if isinstance(inline, list) else []):
        yield (*path, index, "policy")


def statements(resource: Resource, places: Mapping[str, Path]) -> Iterator[tuple[Path, Statement]]:
    """The statements of all documents of one kind, each with its document's path.

    Raises `UnknownProperty` at the end, if some document has more than is known.
    """
    unknown: UnknownProperty | None = None
    for path in paths(resource, places):
        try:
            document, whole = _read(resource, path)
        except DocumentError:
            continue
        except UnknownProperty as found:
            unknown = found
            continue
        for statement in document.statements:
            yield path, statement
        unknown = unknown if whole else UnknownProperty(resource, path)
    if unknown is not None:
        raise unknown


def problems(resource: Resource, places: Mapping[str, Path]) -> Iterator[tuple[Path, str]]:
    """Why documents cannot be read, each with its path; what is unknown may be readable."""
    for path in paths(resource, places):
        try:
            _read(resource, path)
        except DocumentError as error:
            yield path, str(error)
        except UnknownProperty:
            continue


def _read(resource: Resource, path: Path) -> tuple[Document, bool]:
    value = resource.partly(*path)
    if not isinstance(value, Mapping) or not has_unknown(value):
        return parse(value), True
    found: Any = value.get("Statement")
    found = [found] if isinstance(found, Mapping) else found
    if not isinstance(found, list):
        raise UnknownProperty(resource, path)
    known = [one for one in found if not has_unknown(one)]
    return parse({"Statement": known}), False
