"""The actions that a call needs: its own, and those that AWS asks for on top.

Service authorization reference ("Dependent actions"), IAM user guide, "Granting a user permissions
to pass a role to an AWS service": whoever gives a service a role passes it, and whoever makes
something with tags tags it. Not asked for: the creation of service-linked roles, KMS grants, and
what private DNS needs.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from local.aws.rights.named import Params, Place, resource_of

#: What has another name in policies than in boto3.
PREFIXES: Final = {"resourcegroupstaggingapi": "tag"}
#: The services whose calls are judged here; for others moto decides.
SERVICES: Final = frozenset(
    {
        *("budgets", "chatbot", "cloudwatch", "ec2", "events", "iam", "kms", "lambda"),
        *("logs", "scheduler", "secretsmanager", "sns", "sqs", "tag"),
    }
)


@dataclass(frozen=True)
class Need:
    """One action that IAM is asked about.

    Attributes:
        action: with its service's prefix.
        resource: an ARN; None where the call names none.
        context: condition keys of this action.
    """

    action: str
    resource: str | None
    context: Mapping[str, str] = field(default_factory=dict)


#: By service: the action that tags, and the parameter that holds tags of something new.
_TAGGED: Final[Mapping[str, tuple[str, tuple[str, ...]]]] = {
    "budgets": ("TagResource", ("ResourceTags",)),
    "cloudwatch": ("TagResource", ("Tags",)),
    "ec2": ("CreateTags", ("TagSpecifications",)),
    "events": ("TagResource", ("Tags",)),
    "kms": ("TagResource", ("Tags",)),
    "lambda": ("TagResource", ("Tags",)),
    "logs": ("TagResource", ("tags",)),
    "sns": ("TagResource", ("Tags",)),
    "sqs": ("TagQueue", ("tags",)),
}
_IAM_TAGS: Final = {
    "CreateRole": "TagRole",
    "CreatePolicy": "TagPolicy",
    "CreateOpenIDConnectProvider": "TagOpenIDConnectProvider",
}
_BUDGETS_READ: Final = ("Describe", "View")


def needs(service: str, operation: str, params: Params, place: Place) -> Iterator[Need]:
    """Every action of a call.

    Args:
        service: the prefix of its actions.
        operation: the API's operation.
        params: the call's parameters.
        place: where it is made.
    """
    resource = resource_of(service, operation, params, place)
    context = _context(service, params)
    yield Need(f"{service}:{_action(service, operation)}", resource, context)
    tags = _tags(service, operation, params)
    if tags:
        yield Need(f"{service}:{tags}", resource)
    for role, to in _passed(service, params):
        yield Need("iam:PassRole", role, {"iam:PassedToService": to})


def _action(service: str, operation: str) -> str:
    """Budgets has two actions of its own for its operations; elsewhere the names are the same."""
    if service != "budgets" or operation.endswith(("TagResource", "TagsForResource")):
        return operation
    return "ViewBudget" if operation.startswith(_BUDGETS_READ) else "ModifyBudget"


def _context(service: str, params: Params) -> dict[str, str]:
    boundary = params.get("PermissionsBoundary")
    if service == "iam" and isinstance(boundary, str):
        return {"iam:PermissionsBoundary": boundary}
    return {}


def _tags(service: str, operation: str, params: Params) -> str:
    if service == "iam":
        return _IAM_TAGS.get(operation, "") if params.get("Tags") else ""
    action, names = _TAGGED.get(service, ("", ()))
    making = operation.startswith(("Create", "Put")) and operation != action
    return action if making and any(params.get(name) for name in names) else ""


def _passed(service: str, params: Params) -> Iterator[tuple[str, str]]:
    """Roles that are given to a service."""
    target = params.get("Target")
    given: dict[str, list[Any]] = {
        "lambda": [params.get("Role")],
        "scheduler": [target.get("RoleArn")] if isinstance(target, Mapping) else [],
        "chatbot": [params.get("IamRoleArn")],
        "events": [
            each.get("RoleArn") for each in params.get("Targets") or () if isinstance(each, Mapping)
        ],
    }
    for role in given.get(service, []):
        if isinstance(role, str) and role:
            yield role, f"{service}.amazonaws.com"
