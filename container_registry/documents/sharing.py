"""Resource policies of ECR: who outside this account's own roles may use a repository or registry.

Neither grants `ecr:GetAuthorizationToken`, which no resource policy can.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from container_registry.catalogue.actions import PULL, PUSH
from container_registry.documents.document import Statement, allow, deny, document
from container_registry.scope import Scope

_INSPECTOR: Final = "inspector2.amazonaws.com"


@dataclass(frozen=True, kw_only=True)
class Sharing:
    """Whom a repository is shared with.

    Attributes:
        pull_accounts: accounts that may pull; each still needs an identity policy of its own.
        pull_organization: the organisation (`o-...`) whose accounts may all pull.
        lambda_accounts: accounts whose Lambda functions may run the images.
        push_principals: ARNs of roles or users that may push and nothing else.
        endpoints_only: refuse every pull that doesn't come through the endpoints.
    """

    pull_accounts: tuple[str, ...] = ()
    pull_organization: str | None = None
    lambda_accounts: tuple[str, ...] = ()
    push_principals: tuple[str, ...] = ()
    endpoints_only: bool = False


def repository_policy(
    sharing: Sharing, scope: Scope, *, endpoints: Sequence[str] = (), spared: Sequence[str] = ()
) -> str | None:
    """The repository policy, or none where nothing is shared: then identity policies suffice.

    Args:
        sharing: whom the repository is shared with.
        scope: where the stack lives.
        endpoints: ids of the endpoints that `endpoints_only` means.
        spared: ARNs of the CI role and the gate's, which read what was pushed from outside the VPC.
    """
    statements = [
        *_endpoints_only(sharing, scope, endpoints, spared),
        *_accounts(sharing, scope),
        *_organization(sharing),
        *_functions(sharing, scope),
        *_pushers(sharing),
    ]
    return document(*statements) if statements else None


def replication_registry_policy(sources: Sequence[str], scope: Scope) -> str:
    """The registry policy of a destination: other accounts may replicate into it.

    Source: ECR user guide, "Registry policy examples", allowing a source account to replicate.
    """
    return document(
        allow(
            "ReplicateFromAccounts",
            ["ecr:CreateRepository", "ecr:ReplicateImage"],
            principals={"AWS": [scope.account_root_arn(account) for account in sources]},
            resources=[scope.repository_arn("*")],
        )
    )


def _endpoints_only(
    sharing: Sharing, scope: Scope, endpoints: Sequence[str], spared: Sequence[str]
) -> list[Statement]:
    """Deny wins over every allow, of this policy and of identity policies alike.

    Lambda fetches an image as a service, from no VPC, so services are left out. Inspector pulls
    with a service-linked role (Inspector user guide, "AmazonInspector2ServiceRolePolicy"), for
    which `aws:PrincipalIsAWSService` is false (IAM user guide, "AWS global condition context
    keys"), so its role is left out by name.
    """
    if not sharing.endpoints_only:
        return []
    condition: dict[str, dict[str, str | Sequence[str]]] = {
        "StringNotEquals": {"aws:SourceVpce": list(endpoints)},
        "Bool": {"aws:PrincipalIsAWSService": "false"},
    }
    arns = [scope.linked_roles_arn(_INSPECTOR), *spared]
    condition["ArnNotLike"] = {"aws:PrincipalArn": arns}
    return [deny("PullThroughEndpointsOnly", PULL, principals="*", condition=condition)]


def _accounts(sharing: Sharing, scope: Scope) -> list[Statement]:
    if not sharing.pull_accounts:
        return []
    roots = [scope.account_root_arn(account) for account in sharing.pull_accounts]
    return [allow("PullFromAccounts", PULL, principals={"AWS": roots})]


def _organization(sharing: Sharing) -> list[Statement]:
    if sharing.pull_organization is None:
        return []
    condition = {"StringEquals": {"aws:PrincipalOrgID": sharing.pull_organization}}
    return [allow("PullFromOrganization", PULL, principals="*", condition=condition)]


def _functions(sharing: Sharing, scope: Scope) -> list[Statement]:
    """Lambda's own statement (Lambda guide, "Amazon ECR permissions"), bound to the functions."""
    if not sharing.lambda_accounts:
        return []
    functions = [scope.function_arn("*", account) for account in sharing.lambda_accounts]
    return [
        allow(
            "LambdaECRImageRetrievalPolicy",
            ["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"],
            principals={"Service": ["lambda.amazonaws.com"]},
            condition={"ArnLike": {"aws:SourceArn": functions}},
        )
    ]


def _pushers(sharing: Sharing) -> list[Statement]:
    if not sharing.push_principals:
        return []
    return [allow("PushOnly", PUSH, principals={"AWS": list(sharing.push_principals)})]
