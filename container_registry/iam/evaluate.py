"""What policy documents decide about a request: allowed, denied, or neither.

Source: IAM user guide, "Policy evaluation logic" (an explicit deny wins; without an allow, a
request is denied implicitly) and "AWS JSON policy elements: Principal" (an account's id or root
ARN stands for all its principals).
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import Enum

from container_registry.iam.conditions import Context, hold
from container_registry.iam.document import EVERYONE, Document, Principal, Statement
from container_registry.iam.wildcards import matches


class Decision(Enum):
    """The outcome of an evaluation."""

    ALLOWED = "allowed"
    DENIED = "denied by a statement"
    NOT_ALLOWED = "not allowed by any statement"


@dataclass(frozen=True)
class Request:
    """One call of one action on one resource.

    `principal` is who calls: an ARN of the kind `AWS`, the ARN of an identity provider
    (`Federated`) or a service's name (`Service`). `context` has the condition keys.
    """

    action: str
    resource: str = EVERYONE
    principal: Principal | None = None
    context: Context = field(default_factory=dict)


def decide(documents: Iterable[Document], request: Request) -> Decision:
    """The decision of documents that are evaluated together, such as those of one role."""
    effects = {
        statement.effect
        for document in documents
        for statement in document.statements
        if applies(statement, request)
    }
    if "Deny" in effects:
        return Decision.DENIED
    return Decision.ALLOWED if "Allow" in effects else Decision.NOT_ALLOWED


def allowed(document: Document, request: Request) -> bool:
    """Whether one document allows the request."""
    return decide([document], request) is Decision.ALLOWED


def applies(statement: Statement, request: Request) -> bool:
    """Whether a statement is about the request."""
    return (
        _about_principal(statement, request.principal)
        and covers_action(statement, request.action)
        and covers_resource(statement, request.resource)
        and hold(statement.conditions, request.context)
    )


def covers_action(statement: Statement, action: str) -> bool:
    """Whether a statement is about an action; actions are compared without regard to case."""
    if statement.not_actions is not None:
        return not any(matches(one, action, ignore_case=True) for one in statement.not_actions)
    return any(matches(one, action, ignore_case=True) for one in statement.actions or ())


def covers_resource(statement: Statement, resource: str) -> bool:
    """Whether a statement is about a resource; one without the element is about its own."""
    if statement.not_resources is not None:
        return not any(matches(one, resource) for one in statement.not_resources)
    return statement.resources is None or any(matches(one, resource) for one in statement.resources)


def _about_principal(statement: Statement, caller: Principal | None) -> bool:
    if statement.not_principals is not None:
        return not any(is_principal(one, caller) for one in statement.not_principals)
    if statement.principals is None:
        return True
    return any(is_principal(one, caller) for one in statement.principals)


def is_principal(listed: Principal, caller: Principal | None) -> bool:
    """Whether a listed principal is the caller, the caller's role or the caller's account."""
    if caller is None:
        return False
    if listed.value == EVERYONE and listed.kind in ("AWS", caller.kind):
        return True
    if listed.kind != caller.kind:
        return False
    return listed.value == caller.value or (
        listed.kind == "AWS" and listed.value in _stand_ins(caller.value)
    )


def account_of(principal: str) -> str | None:
    """The account of an ARN or of a bare account id; None where it names none."""
    if principal.isdigit():
        return principal
    parts = principal.split(":")
    return parts[4] if len(parts) > 4 and parts[4].isdigit() else None


def _stand_ins(arn: str) -> set[str]:
    """The account's id and root, and for a session its role."""
    account = account_of(arn)
    if account is None:
        return set()
    partition = arn.split(":")[1] if arn.startswith("arn:") else "aws"
    found = {account, f"arn:{partition}:iam::{account}:root"}
    if ":assumed-role/" in arn:
        role = arn.split(":assumed-role/", 1)[1].rsplit("/", 1)[0]
        found.add(f"arn:{partition}:iam::{account}:role/{role}")
    return found
