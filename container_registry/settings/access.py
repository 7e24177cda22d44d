"""Who may push and pull: GitHub's workflows, the nodes, other accounts."""

from typing import Annotated, Literal, Self

from pydantic import StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from container_registry.documents.github import GithubRepository
from container_registry.documents.sharing import Sharing
from container_registry.settings.base import SettingsModel, setting
from container_registry.settings.vocabulary import AccountId, OrganizationId, RoleOrUserArn

#: A branch or environment; no wildcard, and no colon, which GitHub escapes in a subject.
_Word = Annotated[str, StringConstraints(pattern=r"^[^\s:*?%]+$", max_length=255)]
_OwnerAndName = Annotated[
    str, StringConstraints(pattern=r"^[A-Za-z0-9](?:-?[A-Za-z0-9])*/[A-Za-z0-9._-]+$")
]


class GithubSettings(SettingsModel):
    """The GitHub repository that builds a service's images."""

    repository: _OwnerAndName = setting(
        says="The repository at GitHub, as OWNER/REPO.",
        otherwise="the CI role would trust no workflow, or a stranger's",
        instead="OWNER/REPO, without wildcards",
    )
    owner_id: int | None = setting(
        None,
        says="The owner's number; with it and `repositoryId` the newer form of subjects, which "
        "holds both numbers, is trusted too.",
        otherwise="workflows of a repository made after 2026-07-15 could not push",
        instead="the number that GitHub's API gives for the owner",
        ge=1,
    )
    repository_id: int | None = setting(
        None,
        says="The repository's number.",
        otherwise="workflows of a repository made after 2026-07-15 could not push",
        instead="the number that GitHub's API gives for the repository",
        ge=1,
    )

    @model_validator(mode="after")
    def _both_numbers(self) -> Self:
        if (self.owner_id is None) != (self.repository_id is None):
            raise PydanticCustomError(
                "github_ids",
                "has one of `ownerId` and `repositoryId` without the other",
                {
                    "otherwise": "the newer form of subjects could not be written, and would "
                    "not have been trusted",
                    "instead": "give both numbers, or neither",
                },
            )
        return self

    def to_repository(self) -> GithubRepository:
        """Say the same in the words of the trust policy."""
        owner, _, name = self.repository.partition("/")
        return GithubRepository(
            owner=owner, name=name, owner_id=self.owner_id, repository_id=self.repository_id
        )


class CiSettings(SettingsModel):
    """Which workflows may push, for every service that names its GitHub repository."""

    identity_provider: Literal["existing", "own"] = setting(
        "existing",
        says="GitHub's OIDC provider in IAM, one per account: `own` makes it, for the one stack "
        "of the account that owns it; `existing` takes it.",
        otherwise="the creation fails where the account has it, and no role works where it hasn't",
        instead="existing, or own in one stack of the account",
    )
    branches: tuple[_Word, ...] = setting(
        (),
        says="Branches whose workflows may push.",
        otherwise="no workflow could push, or any could",
        instead='whole names such as ["main", "develop"], without wildcards or colons',
    )
    environment: _Word | None = setting(
        None,
        says="The GitHub environment whose jobs may push, in place of branches; its protection "
        "rules are then the approval.",
        otherwise="no workflow could push, or one without approval could",
        instead="an environment's whole name such as production",
    )

    @model_validator(mode="after")
    def _one_context(self) -> Self:
        if bool(self.branches) == (self.environment is not None):
            raise PydanticCustomError(
                "ci_context",
                "needs exactly one of `branches` and `environment`",
                {
                    "otherwise": "a job in an environment has no branch in its subject: one of "
                    "the two would never be admitted, or nothing at all",
                    "instead": "write `branches: [main]` or `environment: production`",
                },
            )
        return self


class NodeSettings(SettingsModel):
    """The role of the nodes that pull images. On EKS it is the node role that pulls."""

    role: Annotated[str, StringConstraints(pattern=r"^[\w+=,.@-]{1,64}$")] = setting(
        says="The name of the node role, which this stack neither makes nor deletes.",
        otherwise="the attachment would have failed in the middle of the update",
        instead="the role's name, without its path or ARN",
    )
    policy: Literal["PullOnly", "ReadOnly"] = setting(
        "PullOnly",
        says="The AWS managed policy to attach: PullOnly (least, and able to import through a "
        "pull-through cache) or ReadOnly.",
        otherwise="nodes could not pull, or could do more than pull",
        instead="PullOnly or ReadOnly",
    )


class SharingSettings(SettingsModel):
    """Who outside this account's own roles may use a repository."""

    pull_accounts: tuple[AccountId, ...] = setting(
        (),
        says="Accounts that may pull.",
        otherwise="the repository policy would have been refused, or let a stranger pull",
        instead='account ids in quotes, such as ["222222222222"]',
    )
    pull_organization: OrganizationId | None = setting(
        None,
        says="The organisation whose accounts may all pull.",
        otherwise="nobody, or a stranger's organisation, could pull",
        instead="the organisation's id, o- and 10 to 32 letters and digits",
    )
    lambda_accounts: tuple[AccountId, ...] = setting(
        (),
        says="Accounts whose Lambda functions may run the images.",
        otherwise="the functions could not be created",
        instead='account ids in quotes, such as ["222222222222"]',
    )
    push_principals: tuple[RoleOrUserArn, ...] = setting(
        (),
        says="Roles or users that may push and nothing else.",
        otherwise="the repository policy would have been refused, or let a stranger push",
        instead="whole ARNs of roles or users, without wildcards",
    )

    endpoints_only: bool = setting(
        False,
        says="Refuse every pull that doesn't come through the stack's endpoints, but for the "
        "service's own CI role.",
        otherwise="images could be pulled from anywhere with stolen credentials, or nodes "
        "outside the VPC could not pull",
        instead="true, in a stack with `endpoints`, or false",
    )

    @model_validator(mode="after")
    def _others_have_other_endpoints(self) -> Self:
        if self.endpoints_only and (self.pull_accounts or self.pull_organization):
            raise PydanticCustomError(
                "endpoints_only",
                "binds pulls to this stack's endpoints and shares with other accounts",
                {
                    "otherwise": "every pull of the other accounts would have been refused: they "
                    "come through endpoints of their own",
                    "instead": "remove `endpointsOnly`, or `pullAccounts` and `pullOrganization`",
                },
            )
        return self

    def to_sharing(self) -> Sharing:
        """Say the same in the words of the repository policy."""
        return Sharing(
            pull_accounts=self.pull_accounts,
            pull_organization=self.pull_organization,
            lambda_accounts=self.lambda_accounts,
            push_principals=self.push_principals,
            endpoints_only=self.endpoints_only,
        )
