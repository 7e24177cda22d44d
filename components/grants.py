"""The right of a role to use one repository: an attachment or an inline policy, one a role.

Owns how a role that a caller names becomes a resource's name. Refuses a role without a name that
is known: a grant by its place in a list would move to another role when the list changes.
"""

from typing import Any, cast

import pulumi
from pulumi_aws import iam

from components.arguments import Later

Role = iam.Role | pulumi.Input[str]


def label_of(role: Role, name: str | None) -> str:
    """The word that names the grant: the given one, the role's own, or its logical name.

    Raises:
        pulumi.RunError: the role is an output, and no word is given.
    """
    if name is not None:
        return name
    if isinstance(role, iam.Role):
        return role.pulumi_resource_name
    if isinstance(role, str):
        return _name(role)
    raise pulumi.RunError(
        "grant to a role: the role is an output, whose value nobody knows before the update.\n"
        "    Impact: the grant would have no name that stays the same\n"
        '    Fix: pass the `aws.iam.Role` itself, or a word of yours: `name="nodes"`'
    )


def name_of(role: Role) -> Later[str]:
    """The role's name in IAM."""
    if isinstance(role, iam.Role):
        return role.name
    if isinstance(role, str):
        return _name(role)
    later: pulumi.Output[str] = pulumi.Output.from_input(cast("Any", role))
    return later.apply(_name)


def _name(role: str) -> str:
    """The name at the end of an ARN, which begins after the role's path."""
    return role.rpartition("/")[2] if role.startswith("arn:") else role
