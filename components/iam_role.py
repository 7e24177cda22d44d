"""Every role of the components, made one way: with the organisation's boundary and path.

Owns what all roles have in common, and the argument that says it.
"""

from collections.abc import Mapping

import pulumi
from pulumi_aws import iam

from components.arguments import Later, TaggedModel, as_in
from container_registry.scope import Scope
from container_registry.settings.base import SettingsModel, setting
from container_registry.settings.iam import BoundaryArn, IamPath, IamSettings


class Iam(SettingsModel):
    """What every role has in common, where the boundary may be a policy of the same program.

    What is left out is the scope's.
    """

    permissions_boundary: Later[BoundaryArn] | None = as_in(IamSettings, "permissions_boundary")
    path: IamPath | None = setting(
        None,
        says="The path of the roles and of the pull policy.",
        impact="IAM could have refused the role in the middle of the update",
        fix="a path such as /registry/",
    )


class RoleModel(TaggedModel):
    """The arguments of a component that makes roles."""

    iam: Iam = setting(
        says="What your organisation demands of every IAM role.",
        impact="IAM could have refused the role in the middle of the update",
        fix='{"permissions_boundary": ARN}, {"path": "/registry/"}, or both',
        default_factory=Iam,
    )

    @property
    def role_path(self) -> str | None:
        """The path that the argument says."""
        return self.iam.path


def boundary_of(args: RoleModel, scope: Scope) -> Later[str] | None:
    """The boundary of a component's roles: its own argument, else the scope's."""
    own = args.iam.permissions_boundary
    return scope.permissions_boundary if own is None else own


def path_of(scope: Scope) -> str | None:
    """The path as IAM's resources take it: none for the one that they have by themselves."""
    return None if scope.path == "/" else scope.path


def iam_role(
    name: str,
    args: RoleModel,
    scope: Scope,
    *,
    physical: str,
    trust: pulumi.Input[str],
    parent: pulumi.Resource,
    description: str | None = None,
    tags: Mapping[str, pulumi.Input[str]] | None = None,
) -> iam.Role:
    """Make a role.

    Args:
        name: logical name.
        args: the component's arguments.
        scope: the component's scope.
        physical: the role's name.
        trust: who may take it.
        parent: the component.
        description: what it is for.
        tags: tags in place of the component's; `Name` is added.
    """
    return iam.Role(
        name,
        name=physical,
        path=path_of(scope),
        permissions_boundary=boundary_of(args, scope),
        description=description,
        assume_role_policy=trust,
        tags={**(args.tags if tags is None else tags), "Name": physical},
        opts=pulumi.ResourceOptions(parent=parent),
    )
