"""The least policy with which a stack is previewed, brought up and destroyed.

Owns the documents: the rights of the types that a stack has, merged and split. An IAM policy holds
6,144 characters without white space (IAM user guide, "IAM and STS quotas"), and a role 10 policies
by default; a document that would be longer becomes several.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from container_registry.catalogue.deployer import (
    ADOPTED,
    BEFORE,
    BOUNDED,
    ENCRYPTED,
    ENHANCED,
    RIGHTS,
    Rights,
)

LIMIT: Final = 6144
POLICIES_A_ROLE: Final = 10
#: From here on repositories are bound by the account alone: their names would fill the policies.
MANY: Final = 60


@dataclass(frozen=True)
class Deployed:
    """One resource of a stack.

    Attributes:
        type: its Pulumi type.
        inputs: what the program says of it, in camelCase.
    """

    type: str
    inputs: Mapping[str, Any]


@dataclass(frozen=True)
class Place:
    """Where the stack is deployed, and what its names begin with.

    Attributes:
        partition: `aws`, `aws-cn`, `aws-us-gov`.
        account: twelve digits.
        region: the Region.
        environment: what every physical name begins with.
        path: the path of its roles and policies.
        boundary: ARN of the policy that bounds its roles; empty where none does.
    """

    partition: str
    account: str
    region: str
    environment: str
    path: str = "/"
    boundary: str = ""


#: Services whose calls go to one Region, whatever the stack's is.
_GLOBAL: Final = ("chatbot:",)

#: The input that holds the name which `{name}` stands for.
_NAMED: Final[Mapping[str, tuple[str, ...]]] = {
    "aws:ecr/repository:Repository": ("name",),
    "aws:ecr/lifecyclePolicy:LifecyclePolicy": ("repository",),
    ADOPTED: ("name",),
    "aws:ecr/repositoryPolicy:RepositoryPolicy": ("repository",),
    "aws:iam/rolePolicyAttachment:RolePolicyAttachment": ("role",),
}


class UnknownTypes(ValueError):  # noqa: N818  (they are listed, not a fault of the caller)
    """Types of resources whose rights this catalogue does not have."""

    def __init__(self, types: Iterable[str]) -> None:
        self.types = tuple(sorted(types))
        super().__init__(", ".join(self.types))


def deployer_policies(resources: Iterable[Deployed], place: Place) -> list[dict[str, Any]]:
    """The documents, each within IAM's limit.

    Raises:
        UnknownTypes: the stack has resources that the catalogue does not know.
    """
    every = list(resources)
    listed = [one for one in every if one.type.startswith("aws:") or one.type in RIGHTS]
    missing = {one.type for one in listed} - RIGHTS.keys()
    if missing:
        raise UnknownTypes(missing)
    repositories = {one.inputs.get("name") for one in listed if one.type.endswith(":Repository")}
    many = len(repositories) > MANY
    bound: dict[tuple[str, ...], tuple[set[str], Any]] = {}
    for one in listed:
        name = "*" if many and one.type.startswith("aws:ecr/") else _name(one)
        rights = (*BEFORE, *RIGHTS[one.type], *_besides(one))
        for right in (part for whole in rights for part in _bounded(whole, place)):
            arns = tuple(sorted({_arn(pattern, name, place) for pattern in right.resources}))
            condition = json.dumps(right.condition, sort_keys=True)
            actions, _ = bound.setdefault((*arns, condition), (set(), right.condition))
            actions |= {f"{right.service}:{action}" for action in right.actions}
    return _split(_statements(bound, place))


def _bounded(right: Rights, place: Place) -> Iterator[Rights]:
    """Rights on the stack's own roles, split by whether the boundary is a condition of them."""
    bounded = BOUNDED.intersection(right.actions)
    ours = any("{prefix}" in pattern for pattern in right.resources)
    if not (place.boundary and right.service == "iam" and ours and bounded):
        yield right
        return
    condition = {"StringEquals": {"iam:PermissionsBoundary": place.boundary}}
    yield replace(right, actions=tuple(sorted(bounded)), condition=condition)
    rest = tuple(action for action in right.actions if action not in bounded)
    if rest:
        yield replace(right, actions=rest)


def size(document: Mapping[str, Any]) -> int:
    """A document's characters as IAM counts them: without white space."""
    return len(json.dumps(document, separators=(",", ":")))


def _name(resource: Deployed) -> str:
    for member in _NAMED.get(resource.type, ()):
        value = resource.inputs.get(member)
        if isinstance(value, str):
            return value
    return "*"


def _besides(resource: Deployed) -> tuple[Rights, ...]:
    """What a setting of the resource needs on top."""
    if resource.inputs.get("scanType") == "ENHANCED":
        return ENHANCED
    encryption = resource.inputs.get("encryptionConfigurations") or ()
    if any(one.get("encryptionType") == "KMS" for one in encryption if isinstance(one, Mapping)):
        return ENCRYPTED
    return ()


def _arn(pattern: str, name: str, place: Place) -> str:
    if pattern == "*":
        return pattern
    return f"arn:{place.partition}:" + pattern.format(
        region=place.region,
        account="" if pattern.startswith("route53:") else place.account,
        prefix=place.environment,
        path=place.path,
        name=name,
    )


def _statements(
    bound: Mapping[tuple[str, ...], tuple[set[str], Any]], place: Place
) -> list[dict[str, Any]]:
    """One statement for each set of actions and condition, with all of their ARNs."""
    merged: dict[tuple[tuple[str, ...], str], set[str]] = {}
    conditions: dict[str, Any] = {}
    for (*arns, text), (actions, condition) in bound.items():
        conditions[text] = condition
        merged.setdefault((tuple(sorted(actions)), text), set()).update(arns)
    statements = []
    for (names, text), every in sorted(merged.items()):
        everywhere = every == {"*"}
        statement: dict[str, Any] = {
            "Effect": "Allow",
            "Action": list(names),
            "Resource": "*" if everywhere else sorted(every),
        }
        condition = conditions[text] or (_in_region(place) if everywhere else None)
        if condition and not names[0].startswith(_GLOBAL):
            statement["Condition"] = condition
        statements.append(statement)
    return statements


def _in_region(place: Place) -> dict[str, Any]:
    """What bounds an action for which AWS defines no resource."""
    return {"StringEquals": {"aws:RequestedRegion": place.region}}


def _split(statements: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    documents: list[dict[str, Any]] = []
    for statement in (part for whole in statements for part in _parts(whole)):
        if documents:
            last = documents[-1]
            longer = {**last, "Statement": [*last["Statement"], statement]}
            if size(longer) <= LIMIT:
                documents[-1] = longer
                continue
        documents.append({"Version": "2012-10-17", "Statement": [statement]})
    return documents


def _parts(statement: dict[str, Any]) -> Iterable[dict[str, Any]]:
    """A statement, or two of half its ARNs each, until it fits a document of its own."""
    document = {"Version": "2012-10-17", "Statement": [statement]}
    arns = statement["Resource"]
    if size(document) <= LIMIT or not isinstance(arns, list) or len(arns) < 2:
        yield statement
        return
    middle = len(arns) // 2
    for half in (arns[:middle], arns[middle:]):
        yield from _parts({**statement, "Resource": half})
