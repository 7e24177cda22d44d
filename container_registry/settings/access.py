"""Who may push and pull: GitHub's workflows, the nodes, other accounts."""

from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Literal

from pydantic import StringConstraints

from container_registry.catalogue.limits import Limit
from container_registry.documents.github import GithubRepository
from container_registry.documents.sharing import Sharing
from container_registry.settings.arns import RoleOrUserArn, SigningProfileArn
from container_registry.settings.base import SettingsModel, setting
from container_registry.settings.fault import Fault, Faults
from container_registry.settings.github import (
    Branch,
    GithubEnvironment,
    OwnerAndName,
    Tag,
    WorkflowRef,
)
from container_registry.settings.grammar import Grammar
from container_registry.settings.vocabulary import AccountId, OrganizationId

_RoleName = Annotated[
    str,
    StringConstraints(pattern=r"^[A-Za-z0-9_+=,.@-]{1,64}$"),
    Grammar(
        noun="a role's name",
        letters="A-Za-z0-9_+=,.@-",
        shape="a role's name",
        impact="IAM finds no role by it, and the attachment fails in the middle of the update",
        fix="write the role's name alone, without its path or ARN",
        most=Limit.ROLE_NAME.number,
    ),
]


class GithubSettings(SettingsModel):
    """The GitHub repository that builds a service's images."""

    repository: OwnerAndName = setting(
        says="The repository at GitHub, as OWNER/REPO.",
        impact="the CI role has no workflow to trust",
        fix="write OWNER/REPO, such as acme/feed-server",
    )
    owner_id: int | None = setting(
        None,
        says="The owner's number; with it and `repositoryId` the newer form of subjects, which "
        "holds both numbers, is trusted too.",
        impact="GitHub numbers owners from 1, so no workflow has it in its subject",
        fix="write the number that GitHub's API gives for the owner",
        ge=1,
    )
    repository_id: int | None = setting(
        None,
        says="The repository's number.",
        impact="GitHub numbers repositories from 1, so no workflow has it in its subject",
        fix="write the number that GitHub's API gives for the repository",
        ge=1,
    )

    @classmethod
    def together(cls, given: Mapping[str, Any]) -> Faults:
        """Both numbers, or neither."""
        numbers = ("ownerId", "repositoryId")
        missing = [name for name in numbers if given.get(name) is None]
        if len(missing) == 1:
            yield Fault(
                at=(),
                code="github-ids",
                problem="has one of `ownerId` and `repositoryId` without the other",
                impact="the newer form of GitHub's subjects holds both, so it is not trusted",
                fix=f"add `{missing[0]}`, or leave both out",
            )

    def to_repository(self) -> GithubRepository:
        """Say the same in the words of the trust policy."""
        owner, _, name = self.repository.partition("/")
        return GithubRepository(
            owner=owner, name=name, owner_id=self.owner_id, repository_id=self.repository_id
        )


def _idle_claims(bound: Sequence[Any], *, branches: bool, environment: bool) -> Faults:
    """A claim to compare, and nothing to compare it with."""
    needed = {
        "ref": (branches, "`branches` or `tags`"),
        "environment": (environment, "`environment`"),
    }
    for claim, (given, needs) in needed.items():
        if claim in bound and not given:
            yield Fault(
                at=("claims",),
                code="ci-claim-idle",
                problem=f"names `{claim}`, and `ci` has no {needs}",
                impact="there is nothing to compare the claim with, so it would bind nothing",
                fix=f"remove `{claim}`, or add {needs}",
            )


class CiSettings(SettingsModel):
    """Which of GitHub's workflows may push, and what the CI roles of every issuer get."""

    identity_provider: Literal["existing", "own"] = setting(
        "existing",
        says="GitHub's OIDC provider in IAM, one per account: `own` makes it, for the one stack "
        "of the account that owns it; `existing` takes it.",
        impact="the stack could not tell whether to make the provider",
        fix="write existing, or own in the one stack of the account that makes it",
    )
    branches: tuple[Branch, ...] = setting(
        (),
        says="Branches whose workflows may push.",
        impact="no workflow could push",
        fix='write a list of whole names, such as ["main", "develop"]',
    )
    tags: tuple[Tag, ...] = setting(
        (),
        says="Tags whose workflows may push, such as releases: whole names, or patterns that end "
        "in `*`.",
        impact="no workflow could push",
        fix='write a list of tags or patterns, such as ["v*"]',
    )
    workflows: tuple[WorkflowRef, ...] = setting(
        (),
        says="Workflow files that may push, in any of the services' repositories that call them: "
        "the claim `job_workflow_ref` must be one of them, beside everything else.",
        impact="no workflow could push",
        fix='write a list such as ["acme/ci/.github/workflows/push.yml@refs/heads/main"]',
    )
    claims: tuple[Literal["repository_id", "ref", "environment"], ...] = setting(
        (),
        says="Claims of GitHub's tokens that must be right beside the subject: `repository_id` "
        "(a repository that is deleted and made again has another), `ref`, `environment`. With "
        "`ref`, an `environment` may have `branches` and `tags` too. Needs STS as of 2026.",
        impact="STS compares no such claim",
        fix="write a list of repository_id, ref, environment",
    )
    environment: GithubEnvironment | None = setting(
        None,
        says="The GitHub environment whose jobs may push, in place of branches; its protection "
        "rules are then the approval.",
        impact="no workflow could push",
        fix="write an environment's whole name, such as production",
    )

    gate_role: bool = setting(
        False,
        says="Make a second role for each service, which its workflows judge images with by "
        "`registryctl gate`: it reads, and can push nothing.",
        impact="it could not be told whether there is a role for the gate",
        fix="true where a job runs the gate, else false",
    )
    signing_profiles: tuple[SigningProfileArn, ...] = setting(
        (),
        says="Profiles of AWS Signer with which ECR signs what is pushed: ECR's managed signing "
        "signs with the pusher's right, and leaves an image unsigned without it.",
        impact="images would be pushed unsigned",
        fix="write a list of ARNs, arn:aws:signer:REGION:ACCOUNT:/signing-profiles/NAME",
    )

    @classmethod
    def together(cls, given: Mapping[str, Any]) -> Faults:
        """Branches and tags, or an environment; both where the claim `ref` binds both.

        That there is any of them is needed by services with `github` alone.
        """
        branches = bool(given.get("branches") or given.get("tags"))
        environment = given.get("environment") is not None
        claims = given.get("claims")
        bound = claims if isinstance(claims, list | tuple) else ()
        yield from _idle_claims(bound, branches=branches, environment=environment)
        if branches and environment and "ref" not in bound:
            yield Fault(
                at=(),
                code="ci-context",
                problem="has `environment` beside `branches` or `tags`",
                impact="a job in an environment has no branch or tag in its subject, so one of the "
                "two never admits anybody",
                fix="keep `environment`, whose protection rules are the approval, or the others; "
                "or write `claims: [ref]`, which binds both",
            )

    @property
    def admits(self) -> bool:
        """Whether it says which of GitHub's workflows may push."""
        return bool(self.branches or self.tags or self.environment)


class NodeSettings(SettingsModel):
    """The role of the nodes that pull images. On EKS it is the node role that pulls."""

    role: _RoleName = setting(
        says="The name of the node role, which this stack neither makes nor deletes.",
        impact="there is no role to attach the right to pull to",
        fix="write the name of the node role, without its path or ARN",
    )
    policy: Literal["PullOnly", "ReadOnly"] = setting(
        "PullOnly",
        says="The AWS managed policy to attach: PullOnly (least, and able to import through a "
        "pull-through cache) or ReadOnly.",
        impact="nodes could not pull",
        fix="write PullOnly or ReadOnly",
    )


class SharingSettings(SettingsModel):
    """Who outside this account's own roles may use a repository."""

    pull_accounts: tuple[AccountId, ...] = setting(
        (),
        says="Accounts that may pull.",
        impact="no other account could pull",
        fix='write account ids in quotes, such as ["222222222222"]',
    )
    pull_organization: OrganizationId | None = setting(
        None,
        says="The organisation whose accounts may all pull.",
        impact="nobody in the organisation could pull",
        fix="write the organisation's id, which begins with `o-`",
    )
    lambda_accounts: tuple[AccountId, ...] = setting(
        (),
        says="Accounts whose Lambda functions may run the images.",
        impact="the functions could not be created",
        fix='write account ids in quotes, such as ["222222222222"]',
    )
    push_principals: tuple[RoleOrUserArn, ...] = setting(
        (),
        says="Roles or users that may push and nothing else.",
        impact="nobody outside could push",
        fix="write a list of the ARNs of roles or users",
    )

    endpoints_only: bool = setting(
        False,
        says="Refuse every pull that doesn't come through the stack's endpoints, but for the "
        "service's own CI role.",
        impact="it could not be told which way images may go",
        fix="write true, in a stack with `endpoints`, or false",
    )

    @classmethod
    def together(cls, given: Mapping[str, Any]) -> Faults:
        """Endpoints of this stack, or users in other accounts."""
        if given.get("endpointsOnly") is not True:
            return
        others = [name for name in ("pullAccounts", "pullOrganization") if given.get(name)]
        if others:
            listed = " and ".join(f"`{name}`" for name in others)
            yield Fault(
                at=(),
                code="endpoints-only-shared",
                problem="binds pulls to this stack's endpoints and shares with other accounts",
                impact="other accounts come through endpoints of their own, so every pull of "
                "theirs is refused",
                fix=f"remove `endpointsOnly`, or {listed}",
            )
        if given.get("lambdaAccounts"):
            # Lambda guide, "Amazon ECR cross-account permissions": whoever creates the function
            # pulls too.
            yield Fault(
                at=(),
                code="endpoints-only-lambda",
                problem="binds pulls to this stack's endpoints and lets other accounts' functions "
                "run the images",
                impact="whoever creates a function there must pull, comes through no endpoint of "
                "this stack, and is refused",
                fix="remove `endpointsOnly`, or `lambdaAccounts`",
            )

    def to_sharing(self) -> Sharing:
        """Say the same in the words of the repository policy."""
        return Sharing(
            pull_accounts=self.pull_accounts,
            pull_organization=self.pull_organization,
            lambda_accounts=self.lambda_accounts,
            push_principals=self.push_principals,
            endpoints_only=self.endpoints_only,
        )
