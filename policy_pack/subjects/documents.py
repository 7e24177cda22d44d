"""IAM policy documents in the properties of resources: where they are, and their statements.

Owns the reading of a document that is a text, an object, or an object with parts that are known
only in the update: the statements that are known are judged, then the rest is said to be
undecided. A document that cannot be read has no statements here; `policy-documents-are-readable`
says so. Each place has the length that AWS takes there, which is looked at first.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any, Final

from container_registry.iam.document import LONGEST, Document, DocumentError, Statement, parse
from policy_pack.framework.resource import Path, Resource, UnknownProperty
from policy_pack.framework.values import has_unknown, revealed

EACH: Final = "*"
"""In a path: every entry of a list."""

ROLE: Final = "aws:iam/role:Role"
NATIVE_ROLE: Final = "aws-native:iam:Role"
TRUST: Final[dict[str, Path]] = {
    ROLE: ("assumeRolePolicy",),
    NATIVE_ROLE: ("assumeRolePolicyDocument",),
}
IDENTITY: Final[dict[str, Path]] = {
    "aws:iam/policy:Policy": ("policy",),
    "aws:iam/rolePolicy:RolePolicy": ("policy",),
    "aws:iam/userPolicy:UserPolicy": ("policy",),
    "aws:iam/groupPolicy:GroupPolicy": ("policy",),
    ROLE: ("inlinePolicies", EACH, "policy"),
    "aws-native:iam:ManagedPolicy": ("policyDocument",),
    "aws-native:iam:Policy": ("policyDocument",),
    "aws-native:iam:RolePolicy": ("policyDocument",),
    "aws-native:iam:UserPolicy": ("policyDocument",),
    "aws-native:iam:GroupPolicy": ("policyDocument",),
    NATIVE_ROLE: ("policies", EACH, "policyDocument"),
    "aws-native:iam:User": ("policies", EACH, "policyDocument"),
    "aws-native:iam:Group": ("policies", EACH, "policyDocument"),
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
    "aws:kms/replicaKey:ReplicaKey": ("policy",),
    "aws:kms/externalKey:ExternalKey": ("policy",),
    "aws:kms/replicaExternalKey:ReplicaExternalKey": ("policy",),
    "aws-native:kms:Key": ("keyPolicy",),
    "aws-native:kms:ReplicaKey": ("keyPolicy",),
}
TOPIC: Final[dict[str, Path]] = {
    "aws:sns/topic:Topic": ("policy",),
    "aws:sns/topicPolicy:TopicPolicy": ("policy",),
    "aws-native:sns:TopicPolicy": ("policyDocument",),
    "aws-native:sns:TopicInlinePolicy": ("policyDocument",),
}
ENDPOINT: Final[dict[str, Path]] = {
    "aws:ec2/vpcEndpoint:VpcEndpoint": ("policy",),
    "aws:ec2/vpcEndpointPolicy:VpcEndpointPolicy": ("policy",),
    "aws-native:ec2:VpcEndpoint": ("policyDocument",),
}
ALL: Final = (TRUST, IDENTITY, REPOSITORY, REGISTRY, KEY, TOPIC, ENDPOINT)
_QUOTAS: Final = (
    (TRUST, 8_192),
    (REPOSITORY, 10_240),
    (REGISTRY, 10_240),
    (KEY, 32_768),
    (TOPIC, 30_720),
    (ENDPOINT, 20_480),
)
_IDENTITY_QUOTAS: Final = {
    "aws:iam/policy:Policy": 6_144,
    "aws-native:iam:ManagedPolicy": 6_144,
    "aws:iam/userPolicy:UserPolicy": 2_048,
    "aws-native:iam:UserPolicy": 2_048,
    "aws:iam/groupPolicy:GroupPolicy": 5_120,
    "aws-native:iam:GroupPolicy": 5_120,
}
"""Characters without white space. Sources: IAM user guide, "IAM and AWS STS quotas" (the largest
that AWS raises each to); botocore's models of ECR (`RepositoryPolicyText`); KMS developer guide,
"Quotas"; SNS API reference, `SetTopicAttributes`; PrivateLink guide, "Endpoint policies"."""
_INLINE: Final = 10_240


def paths(resource: Resource, places: Mapping[str, Path]) -> Iterator[Path]:
    """Where a resource has documents of one sort; none where the property is missing or empty."""
    path = places.get(resource.type)
    if path is None:
        return
    if EACH not in path:
        if revealed(resource.marked(*path)) not in (None, ""):
            yield path
        return
    at = path.index(EACH)
    if revealed(resource.marked(*path[:at])) is None:
        return
    entries = resource.partly(*path[:at])
    for index, _ in enumerate(entries if isinstance(entries, list) else []):
        yield (*path[:at], index, *path[at + 1 :])


def statements(resource: Resource, places: Mapping[str, Path]) -> Iterator[tuple[Path, Statement]]:
    """The statements of all documents of one sort, each with its document's path.

    Raises `UnknownProperty` at the end, if some document has more than is known.
    """
    unknown: UnknownProperty | None = None
    for path in paths(resource, places):
        try:
            document, whole = _read(resource, path, quota(resource.type, places))
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
            _read(resource, path, quota(resource.type, places))
        except DocumentError as error:
            yield path, str(error)
        except UnknownProperty:
            continue


def quota(kind: str, places: Mapping[str, Path]) -> int:
    """How many characters AWS takes in this place."""
    if places is IDENTITY or (kind in IDENTITY and kind not in TRUST):
        return _IDENTITY_QUOTAS.get(kind, _INLINE)
    return next((most for table, most in _QUOTAS if table is places), LONGEST)


def _read(resource: Resource, path: Path, longest: int) -> tuple[Document, bool]:
    memory = resource.memory
    if (path, longest) not in memory:
        memory[path, longest] = _outcome(resource, path, longest)
    found = memory[path, longest]
    if isinstance(found, Exception):
        raise found
    return found  # type: ignore[no-any-return]


def _outcome(
    resource: Resource, path: Path, longest: int
) -> tuple[Document, bool] | DocumentError | UnknownProperty:
    try:
        return _parsed(resource, path, longest)
    except (DocumentError, UnknownProperty) as why:
        return why


def _parsed(resource: Resource, path: Path, longest: int) -> tuple[Document, bool]:
    value = resource.partly(*path)
    if not isinstance(value, Mapping) or not has_unknown(value):
        return parse(value, longest=longest), True
    if len(json.dumps(value, default=str)) > 2 * longest:
        raise DocumentError(f"it is longer than the {longest:,} characters that AWS takes")
    found: Any = value.get("Statement")
    found = [found] if isinstance(found, Mapping) else found
    if not isinstance(found, list):
        raise UnknownProperty(resource, path)
    known = [one for one in found if not has_unknown(one)]
    return parse({"Statement": known}, longest=longest), False
