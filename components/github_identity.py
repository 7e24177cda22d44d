"""GitHub's OIDC provider in IAM: one per account, made by its owner or taken as it is.

Owns the provider where this stack is its owner. Refuses a thumbprint list: IAM trusts GitHub's
issuer through its own certificate authorities (IAM user guide, "Obtain the thumbprint").
"""

from collections.abc import Mapping
from typing import Literal, NotRequired, TypedDict

import pulumi
from pulumi_aws import iam

from components.arguments import TaggedModel, Tags, as_in, resolve_scope
from container_registry.documents.github import ISSUER, audience
from container_registry.naming import shared_name
from container_registry.scope import Scope
from container_registry.settings.access import CiSettings


class GithubIdentityArgs(TypedDict):
    """Where the provider comes from."""

    scope: NotRequired[Scope]
    """Account, partition, Region and environment; the provider's and the stack's if left out."""

    environment: NotRequired[str]
    """The first word of every physical name; the stack's name if left out."""

    provider: NotRequired[Literal["existing", "own"]]
    """`own` makes it; `existing`, the default, finds it, and fails where it is missing."""

    tags: NotRequired[Mapping[str, pulumi.Input[str]]]
    """Tags of every resource; `Name` is added."""


class GithubIdentityModel(TaggedModel):
    """The arguments, checked."""

    noun, arguments = "GithubIdentity", GithubIdentityArgs

    provider: Literal["existing", "own"] = as_in(CiSettings, "identity_provider")


class GithubIdentity(pulumi.ComponentResource):
    """The provider that CI roles trust."""

    model = GithubIdentityModel

    arn: pulumi.Output[str]
    """The provider's ARN."""

    def __init__(
        self, name: str, args: GithubIdentityArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        checked = self.model.checked(name, args)
        super().__init__("container-registry:index:GithubIdentity", name, {}, opts)
        scope = resolve_scope(self, args, checked)
        own = checked.provider == "own"
        self.arn = self._own(name, scope, checked.tags) if own else self._existing(scope)
        self.register_outputs({"arn": self.arn})

    def _own(self, name: str, scope: Scope, tags: Tags) -> pulumi.Output[str]:
        return iam.OpenIdConnectProvider(
            f"{name}-provider",
            url=f"https://{ISSUER}",
            client_id_lists=[audience(scope.partition)],
            tags={**tags, "Name": shared_name(scope.environment, "github")},
            opts=pulumi.ResourceOptions(parent=self),
        ).arn

    def _existing(self, scope: Scope) -> pulumi.Output[str]:
        return iam.get_open_id_connect_provider_output(
            arn=scope.oidc_provider_arn(ISSUER), opts=pulumi.InvokeOptions(parent=self)
        ).arn
