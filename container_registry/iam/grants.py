"""How wide the grants of identity policies are: which ECR actions, on which repositories.

Owns the question whether a statement grants every ECR action, changing ones on every repository,
or the right to grant oneself both. Whether a pattern means every repository is found out by asking
whether it fits repositories that nobody thought of, not by how it looks. The actions and whether
they can be bound to a repository come from `container_registry.catalogue.actions`.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from container_registry.catalogue.actions import ACTIONS, Level
from container_registry.catalogue.condition_keys import FROM_TAG
from container_registry.iam.conditions import split
from container_registry.iam.document import Document, Statement
from container_registry.iam.evaluate import covers_action
from container_registry.iam.wildcards import before_wildcard, escaped, is_wild, matches

CHANGING = frozenset({Level.WRITE, Level.TAGGING, Level.PERMISSIONS})
PULLING: Final = frozenset({"BatchImportUpstreamImage"})
"""A part of pulling through a cache, and of AWS's own PullOnly policy; its level is Write."""

SELF_GRANTS: Final = (
    "iam:AttachRolePolicy",
    "iam:AttachUserPolicy",
    "iam:CreatePolicyVersion",
    "iam:PutRolePolicy",
    "iam:PutUserPolicy",
    "iam:SetDefaultPolicyVersion",
    "iam:UpdateAssumeRolePolicy",
)
"""Actions by which whoever has them on every role has every other right one call later.

Source: IAM user guide, "Permissions boundaries for IAM entities", "Delegating responsibility to
others using permissions boundaries".
"""
_BOUNDARIES: Final = ("iam:permissionsboundary", "iam:policyarn")
_FIRST: Final = "abcdefghijklmnopqrstuvwxyz0123456789"
_FORMS: Final = ("{}q7x", "{}zeta-kappa/omega.9w", "{}0", "{}team/base-image", "{}rv-api")
_MOST_OF_A_FORM: Final = 4
"""A pattern that fits one in so many unthought-of names means every repository."""


@dataclass(frozen=True)
class Width:
    """What one Allow statement grants on ECR.

    `everything` is true if it grants all actions; `unbound` are the changing actions that it grants
    on every repository although IAM could bind them to one; `excepted` is true if it grants all
    actions but a list (`NotAction`).
    """

    statement: Statement
    everything: bool
    unbound: tuple[str, ...]
    excepted: bool = False


def widths(document: Document) -> Iterator[Width]:
    """The width of every Allow statement that grants any ECR action."""
    for statement in document.allows:
        granted = [name for name in ACTIONS if covers_action(statement, f"ecr:{name}")]
        if not granted or not _is_about_ecr(statement):
            continue
        wide = on_every_repository(statement) and not bound_by_tag(statement)
        yield Width(
            statement,
            everything=len(granted) == len(ACTIONS),
            unbound=tuple(
                name
                for name in granted
                if wide
                and name not in PULLING
                and ACTIONS[name].on_repository
                and ACTIONS[name].level in CHANGING
            ),
            excepted=statement.not_actions is not None,
        )


def self_grants(statement: Statement) -> tuple[str, ...]:
    """The actions of `SELF_GRANTS` that an Allow statement grants on every role, unbounded."""
    if statement.effect != "Allow" or _keeps_a_boundary(statement):
        return ()
    if statement.not_resources is None and not any(map(_is_every_role, statement.resources or ())):
        return ()
    return tuple(action for action in SELF_GRANTS if covers_action(statement, action))


def on_every_repository(statement: Statement) -> bool:
    """Whether a statement's resources together fit repositories that nobody thought of."""
    if statement.not_resources is not None:
        return True
    resources = statement.resources or ()
    if any(_begins_wild(one) for one in resources):
        return True
    wild = [(one, _start(one)) for one in resources if is_wild(one.split(":", 5)[-1])]
    for form in _FORMS if wild else ():
        names = [form.format(first) for first in _FIRST]
        fitting = sum(any(matches(one, start + name) for one, start in wild) for name in names)
        if fitting * _MOST_OF_A_FORM >= len(names):
            return True
    return False


def bound_by_tag(statement: Statement) -> bool:
    """Whether a condition keeps the statement to repositories with a tag of a fixed value.

    A variable is fine here: `aws:ResourceTag/team` compared with `${aws:PrincipalTag/team}` is
    AWS's own attribute-based access control. Source: Amazon ECR user guide, "Using tag-based
    access control".
    """
    return any(
        condition.key.lower().startswith(FROM_TAG)
        and split(condition.operator).binds
        and split(condition.operator).name
        in ("StringEquals", "StringEqualsIgnoreCase", "StringLike")
        and condition.values
        and not any(not escaped(value).strip("*? ") for value in condition.values)
        for condition in statement.conditions
    )


def _is_about_ecr(statement: Statement) -> bool:
    """Whether any resource of the statement can be one of ECR."""
    if statement.resources is None:
        return True
    return any(
        parts[0] != "arn" or len(parts) < 3 or matches(parts[2], "ecr")
        for parts in (one.split(":", 5) for one in statement.resources)
    )


def _is_every_role(resource: str) -> bool:
    """Whether a pattern fits roles that nobody thought of, in the account that it names itself."""
    parts = resource.split(":", 5)
    account = parts[4] if len(parts) == 6 and not is_wild(parts[4]) else "123456789012"
    partition = parts[1] if len(parts) == 6 and not is_wild(parts[1]) else "aws"
    roles = (f"arn:{partition}:iam::{account}:role/{form.format('k')}" for form in _FORMS)
    return all(matches(resource, role) for role in roles)


def _keeps_a_boundary(statement: Statement) -> bool:
    return any(
        condition.key.lower() in _BOUNDARIES
        and split(condition.operator).binds
        and not any(before_wildcard(value) in ("", "arn:") for value in condition.values)
        for condition in statement.conditions
    )


def _begins_wild(resource: str) -> bool:
    """Whether a wildcard stands where the repository's name begins, or before that."""
    parts = escaped(resource).split(":", 5)
    if parts[0] != "arn":
        return is_wild(resource)
    if len(parts) < 6:
        return is_wild(resource)
    if not matches(parts[2], "ecr"):
        return False
    return parts[5].removeprefix("repository/")[:1] in ("*", "?")


def _start(resource: str) -> str:
    """The ARN of some repository up to its name, in the place that the pattern itself names."""
    found = ["arn", "aws", "ecr", "ap-northeast-2", "123456789012"]
    parts = resource.split(":", 5)
    if len(parts) == 6:
        for at in (1, 3, 4):
            if parts[at] and not is_wild(parts[at]):
                found[at] = parts[at]
    return ":".join(found) + ":repository/"
