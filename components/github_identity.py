"""GitHub's OIDC provider in IAM: one per account, made by its owner or taken as it is.

Owns the provider where this stack is its owner. Refuses a thumbprint list: IAM trusts GitHub's
issuer through its own certificate authorities (IAM user guide, "Obtain the thumbprint").
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

import pulumi
from pulumi_aws import iam

from container_registry.documents.github import AUDIENCE, ISSUER
from container_registry.naming import shared_name
from container_registry.scope import Scope


@dataclass(frozen=True, kw_only=True)
class GithubIdentityArgs:
    """Where the provider comes from.

    Attributes:
        scope: where the stack lives.
        provider: `own` makes it; `existing` finds it, and fails where it is missing.
        tags: tags of the provider; `Name` is added.
    """

    scope: Scope
    provider: Literal["existing", "own"] = "existing"
    tags: Mapping[str, str] = field(default_factory=dict)


class GithubIdentity(pulumi.ComponentResource):
    """The provider that CI roles trust.

    Outputs:
        arn: the provider's ARN.
    """

    arn: pulumi.Output[str]

    def __init__(
        self, name: str, args: GithubIdentityArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("container-registry:index:GithubIdentity", name, {}, opts)
        self.arn = self._own(name, args) if args.provider == "own" else self._existing(args)
        self.register_outputs({"arn": self.arn})

    def _own(self, name: str, args: GithubIdentityArgs) -> pulumi.Output[str]:
        return iam.OpenIdConnectProvider(
            f"{name}-provider",
            url=f"https://{ISSUER}",
            client_id_lists=[AUDIENCE],
            tags={**args.tags, "Name": shared_name(args.scope.environment, "github")},
            opts=pulumi.ResourceOptions(parent=self),
        ).arn

    def _existing(self, args: GithubIdentityArgs) -> pulumi.Output[str]:
        return iam.get_open_id_connect_provider_output(
            arn=args.scope.oidc_provider_arn(ISSUER), opts=pulumi.InvokeOptions(parent=self)
        ).arn
