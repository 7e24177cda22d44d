"""The role that one service's GitHub workflows push with.

Owns the role and its push policy. Refuses wildcards: every subject it trusts is written out.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

import pulumi
from pulumi_aws import iam

from container_registry.documents.github import ISSUER, ci_trust_policy
from container_registry.documents.identity import push_policy
from container_registry.naming import ROLE_NAME_LIMIT, physical_name
from container_registry.scope import Scope


def ci_role_name(scope: Scope, service: str) -> str:
    """The physical name of a service's CI role."""
    return physical_name(scope.environment, service, "ci", limit=ROLE_NAME_LIMIT)


@dataclass(frozen=True, kw_only=True)
class CiRoleArgs:
    """What a CI role is made from.

    Attributes:
        scope: where the stack lives.
        service: the service's name.
        repository: the name of its repository.
        subjects: every `sub` claim that may become the role.
        tags: tags of the role; `Name` is added.
    """

    scope: Scope
    service: str
    repository: str
    subjects: tuple[str, ...]
    tags: Mapping[str, str] = field(default_factory=dict)


class CiRole(pulumi.ComponentResource):
    """A role that pushes to one repository and nowhere else.

    Outputs:
        arn: the role's ARN, for `role-to-assume` in the workflow.
    """

    arn: pulumi.Output[str]

    def __init__(
        self, name: str, args: CiRoleArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("container-registry:index:CiRole", name, {}, opts)
        scope = args.scope
        physical = ci_role_name(scope, args.service)
        role = iam.Role(
            f"{name}-role",
            name=physical,
            description=f"GitHub Actions pushes {args.repository} to {scope.environment}",
            assume_role_policy=ci_trust_policy(scope.oidc_provider_arn(ISSUER), args.subjects),
            tags={**args.tags, "Name": physical},
            opts=pulumi.ResourceOptions(parent=self),
        )
        iam.RolePolicy(
            f"{name}-push",
            name="push",
            role=role.name,
            policy=push_policy(scope.repository_arn(args.repository)),
            opts=pulumi.ResourceOptions(parent=self),
        )
        self.arn = role.arn
        self.register_outputs({"arn": self.arn})
