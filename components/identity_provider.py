"""An issuer's OIDC provider in IAM: one per account and issuer, made by its owner or found.

Owns the provider where this stack is its owner. Refuses a thumbprint list, as `GithubIdentity`
does, and GitHub's issuer, which is that component's.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Literal, NotRequired, TypedDict

import pulumi
from pulumi_aws import iam

from components.arguments import TaggedModel, Tags, as_in, resolve_scope
from components.arguments.said import Said
from container_registry.naming import shared_name
from container_registry.scope import Scope
from container_registry.settings.base import setting
from container_registry.settings.identity_providers import IdentityProviderSettings
from container_registry.settings.tokens import Audience, IssuerUrl, bare


class IdentityProviderArgs(TypedDict):
    """Which issuer, and where its provider comes from."""

    scope: NotRequired[Scope]
    """Account, partition, Region and environment; the provider's and the stack's if left out."""

    environment: NotRequired[str]
    """The first word of every physical name; the stack's name if left out."""

    issuer: str
    """The issuer of the tokens, their claim `iss`: `https://gitlab.com`."""

    audiences: NotRequired[Sequence[str]]
    """What tokens may be made out to; needed for a provider that is made, unless the issuer has an
    audience for AWS."""

    provider: NotRequired[Literal["existing", "own"]]
    """`own` makes it; `existing`, the default, finds it, and fails where it is missing."""

    tags: NotRequired[Mapping[str, pulumi.Input[str]]]
    """Tags of every resource; `Name` is added."""


class IdentityProviderModel(TaggedModel):
    """The arguments, checked."""

    noun, arguments = "IdentityProvider", IdentityProviderArgs

    issuer: IssuerUrl = as_in(IdentityProviderSettings, "issuer")
    audiences: tuple[Audience, ...] = as_in(IdentityProviderSettings, "audiences")
    provider: Literal["existing", "own"] = setting(
        "existing",
        says="Whether the provider is made or found.",
        impact="nobody could tell whether to make the provider",
        fix="existing, or own in the one stack of the account that makes it",
    )

    @classmethod
    def across(cls, name: str, given: Mapping[str, Any]) -> Iterator[Said]:  # noqa: ARG003
        """The issuer is none of GitHub's, and a provider has an audience."""
        owned = given.get("provider") == "own"
        for fault in IdentityProviderSettings.together(given):
            if owned or fault.at != ("audiences",):
                yield Said(
                    code=fault.code,
                    path=fault.at,
                    problem=fault.problem,
                    impact=fault.impact,
                    fix=fault.fix,
                )


class IdentityProvider(pulumi.ComponentResource):
    """The provider that the CI roles of one issuer's pipelines trust."""

    model = IdentityProviderModel

    arn: pulumi.Output[str]
    """The provider's ARN."""

    def __init__(
        self, name: str, args: IdentityProviderArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        checked = self.model.checked(name, args)
        super().__init__("container-registry:index:IdentityProvider", name, {}, opts)
        scope = resolve_scope(self, args, checked)
        own = checked.provider == "own"
        self.arn = self._own(name, scope, checked) if own else self._existing(scope, checked.issuer)
        self.register_outputs({"arn": self.arn})

    def _own(self, name: str, scope: Scope, checked: IdentityProviderModel) -> pulumi.Output[str]:
        settings = IdentityProviderSettings(issuer=checked.issuer, audiences=checked.audiences)
        tags: Tags = checked.tags
        return iam.OpenIdConnectProvider(
            f"{name}-provider",
            url=checked.issuer,
            client_id_lists=list(settings.taken),
            tags={**tags, "Name": shared_name(scope.environment, bare(checked.issuer))},
            opts=pulumi.ResourceOptions(parent=self),
        ).arn

    def _existing(self, scope: Scope, issuer: str) -> pulumi.Output[str]:
        return iam.get_open_id_connect_provider_output(
            arn=scope.oidc_provider_arn(bare(issuer)), opts=pulumi.InvokeOptions(parent=self)
        ).arn
