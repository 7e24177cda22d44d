"""The role that one service's GitHub workflows push with.

Owns the role and its push policy. Refuses wildcards: every subject it trusts is written out.
"""

from collections.abc import Mapping, Sequence
from typing import NotRequired, TypedDict

import pulumi
from pulumi_aws import iam

from components.arguments import Later, lift_all, resolve_scope
from components.iam_role import RoleModel, iam_role
from components.inputs import IamArgs
from components.vocabulary import Subject
from container_registry.documents.github import ISSUER, ci_trust_policy
from container_registry.documents.identity import ci_policy
from container_registry.naming import ROLE_NAME_LIMIT, physical_name
from container_registry.scope import Scope
from container_registry.settings.base import setting
from container_registry.settings.vocabulary import RepositoryName


def ci_role_name(scope: Scope, service: str) -> str:
    """The physical name of a service's CI role."""
    return physical_name(scope.environment, service, "ci", limit=ROLE_NAME_LIMIT)


class CiRoleArgs(TypedDict):
    """What a CI role is made from."""

    scope: NotRequired[Scope]
    """Account, partition, Region and environment; the provider's and the stack's if left out."""

    environment: NotRequired[str]
    """The first word of every physical name; the stack's name if left out."""

    service: str
    """The service's name."""

    repository: str
    """The name of its repository."""

    subjects: Sequence[pulumi.Input[str]]
    """Every `sub` claim that may become the role."""

    iam: NotRequired[IamArgs]
    """What your organisation demands of every IAM role."""

    tags: NotRequired[Mapping[str, pulumi.Input[str]]]
    """Tags of every resource; `Name` is added."""


class CiRoleModel(RoleModel):
    """The arguments, checked."""

    noun, arguments = "CiRole", CiRoleArgs

    service: RepositoryName = setting(
        says="The service's name.",
        otherwise="AWS refuses the role's name",
        instead="2 to 256 lower-case letters and digits, separated by single `.`, `_`, `-` or `/`",
    )
    repository: RepositoryName = setting(
        says="The repository's name.",
        otherwise="the role could push to no repository",
        instead="2 to 256 lower-case letters and digits, separated by single `.`, `_`, `-` or `/`",
    )
    subjects: tuple[Later[Subject], ...] = setting(
        says="Subjects of GitHub's tokens that may push.",
        otherwise="no workflow could push, or a stranger's could",
        instead="whole subjects such as repo:acme/payments:ref:refs/heads/main, no wildcards",
        min_length=1,
    )


class CiRole(pulumi.ComponentResource):
    """A role that pushes to one repository and nowhere else."""

    model = CiRoleModel

    arn: pulumi.Output[str]
    """The role's ARN, for `role-to-assume` in the workflow."""

    def __init__(
        self, name: str, args: CiRoleArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        checked = self.model.checked(name, args)
        super().__init__("container-registry:index:CiRole", name, {}, opts)
        scope = resolve_scope(self, args, checked)
        provider, physical = scope.oidc_provider_arn(ISSUER), ci_role_name(scope, checked.service)
        role = iam_role(
            f"{name}-role",
            checked,
            scope,
            physical=physical,
            description=f"GitHub Actions pushes {checked.repository} to {scope.environment}",
            trust=lift_all(lambda admitted: ci_trust_policy(provider, admitted), checked.subjects),
            parent=self,
        )
        iam.RolePolicy(
            f"{name}-push",
            name="push",
            role=role.name,
            policy=ci_policy(scope, checked.repository),
            opts=pulumi.ResourceOptions(parent=self),
        )
        self.arn = role.arn
        self.register_outputs({"arn": self.arn})
