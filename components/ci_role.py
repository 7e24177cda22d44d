"""The roles that one service's pipelines push with, and judge images with.

Owns both with their policies. Refuses subjects that pipelines of anybody else could have.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Literal, NotRequired, TypedDict

import pulumi
from pulumi_aws import iam

from components.arguments import as_in, lift_all, resolve_scope
from components.arguments.said import Said
from components.ci_issuer import PushingModel, one_issuer, trust_of
from components.iam_role import iam_role
from components.inputs import IamArgs, OidcArgs
from container_registry.documents.identity import ci_policy, gate_policy
from container_registry.naming import ROLE_NAME_LIMIT, physical_name
from container_registry.scope import Scope
from container_registry.settings.access import CiSettings
from container_registry.settings.base import setting
from container_registry.settings.images import ScanningSettings
from container_registry.settings.tokens import speaks
from container_registry.settings.vocabulary import RepositoryName


def ci_role_name(scope: Scope, service: str) -> str:
    """The physical name of a service's CI role."""
    return physical_name(scope.environment, service, "ci", limit=ROLE_NAME_LIMIT)


def gate_role_name(scope: Scope, service: str) -> str:
    """The physical name of the role that judges a service's images."""
    return physical_name(scope.environment, service, "gate", limit=ROLE_NAME_LIMIT)


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

    subjects: NotRequired[Sequence[pulumi.Input[str]]]
    """Every `sub` claim of GitHub's tokens that may become the role; needed without `oidc`."""

    claims: NotRequired[
        Mapping[Literal["repository_id", "ref", "environment", "job_workflow_ref"], Sequence[str]]
    ]
    """Values that claims of a token must have beside its subject; a tag in `ref` may end in `*`."""

    oidc: NotRequired[OidcArgs]
    """Pipelines of another issuer, in place of `subjects` and `claims`."""

    signing_profiles: NotRequired[Sequence[pulumi.Input[str]]]
    """ARNs of the AWS Signer profiles with which ECR signs what is pushed; none by default."""

    gate: NotRequired[bool]
    """Make a second role that may only read, for `registryctl gate`; false by default."""

    scanning: NotRequired[Literal["BASIC", "ENHANCED"]]
    """Which scanning the registry has, which decides what the gate may ask; BASIC by default."""

    iam: NotRequired[IamArgs]
    """What your organisation demands of every IAM role."""

    tags: NotRequired[Mapping[str, pulumi.Input[str]]]
    """Tags of every resource; `Name` is added."""


class CiRoleModel(PushingModel):
    """The arguments, checked."""

    noun, arguments = "CiRole", CiRoleArgs

    service: RepositoryName = setting(
        says="The service's name.",
        impact="AWS refuses the role's name",
        fix="2 to 256 lower-case letters and digits, separated by single `.`, `_`, `-` or `/`",
    )
    repository: RepositoryName = setting(
        says="The repository's name.",
        impact="the role could push to no repository",
        fix="2 to 256 lower-case letters and digits, separated by single `.`, `_`, `-` or `/`",
    )
    gate: bool = as_in(CiSettings, "gate_role")
    scanning: Literal["BASIC", "ENHANCED"] = as_in(ScanningSettings, "type")

    @property
    def pipelines(self) -> str:
        """Who pushes, in descriptions."""
        return "GitHub Actions" if self.oidc is None else speaks(self.oidc.issuer)

    @classmethod
    def across(cls, name: str, given: Mapping[str, Any]) -> Iterator[Said]:  # noqa: ARG003
        """One issuer, and somebody who may push."""
        yield from one_issuer(given, "subjects", "claims")
        if not given.get("subjects") and not given.get("oidc"):
            yield Said(
                code="argument-nobody-pushes",
                path=("subjects",),
                problem="has no subject, and there is no `oidc`",
                impact="no pipeline could have become the role",
                fix="subjects of GitHub's tokens, such as "
                "repo:acme/payments:ref:refs/heads/main, or `oidc`",
            )


class CiRole(pulumi.ComponentResource):
    """A role that pushes to one repository and nowhere else."""

    model = CiRoleModel

    arn: pulumi.Output[str]
    """The role's ARN, for `role-to-assume` in the workflow."""

    gate_arn: pulumi.Output[str] | None
    """The ARN of the role that judges images, where there is one."""

    def __init__(
        self, name: str, args: CiRoleArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        checked = self.model.checked(name, args)
        super().__init__("container-registry:index:CiRole", name, {}, opts)
        scope = resolve_scope(self, args, checked)
        physical = ci_role_name(scope, checked.service)
        also: dict[str, Sequence[str]] = {str(claim): v for claim, v in checked.claims.items()}
        trust = trust_of(scope, checked.oidc, checked.subjects, also)
        role = iam_role(
            f"{name}-role",
            checked,
            scope,
            physical=physical,
            description=f"{checked.pipelines} pushes {checked.repository} to {scope.environment}",
            trust=trust,
            parent=self,
        )
        iam.RolePolicy(
            f"{name}-push",
            name="push",
            role=role.name,
            policy=lift_all(
                lambda profiles: ci_policy(scope, checked.repository, profiles),
                checked.signing_profiles,
            ),
            opts=pulumi.ResourceOptions(parent=self),
        )
        self.arn = role.arn
        self.gate_arn = self._gate(name, checked, scope, trust) if checked.gate else None
        outputs = {"arn": self.arn, "gateArn": self.gate_arn}
        self.register_outputs({key: arn for key, arn in outputs.items() if arn is not None})

    def _gate(
        self, name: str, checked: CiRoleModel, scope: Scope, trust: pulumi.Input[str]
    ) -> pulumi.Output[str]:
        """The role of the job that judges: it reads, and can push nothing."""
        physical = gate_role_name(scope, checked.service)
        role = iam_role(
            f"{name}-gate-role",
            checked,
            scope,
            physical=physical,
            description=f"{checked.pipelines} judges {checked.repository} in {scope.environment}",
            trust=trust,
            parent=self,
        )
        iam.RolePolicy(
            f"{name}-gate",
            name="gate",
            role=role.name,
            policy=gate_policy(
                scope.repository_arn(checked.repository), enhanced=checked.scanning == "ENHANCED"
            ),
            opts=pulumi.ResourceOptions(parent=self),
        )
        return role.arn
