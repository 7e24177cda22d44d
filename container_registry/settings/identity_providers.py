"""OIDC providers in IAM that a stack makes, for issuers other than GitHub."""

from collections.abc import Mapping
from typing import Any

from container_registry.catalogue.issuers import GITHUB, issuer_of
from container_registry.settings.base import SettingsModel, setting
from container_registry.settings.fault import Fault, Faults
from container_registry.settings.tokens import HTTPS, Audience, IssuerUrl, speaks


class IdentityProviderSettings(SettingsModel):
    """One issuer's OIDC provider."""

    issuer: IssuerUrl = setting(
        says="The issuer of the tokens: their claim `iss`.",
        impact="there is no issuer to make a provider for",
        fix="write a URL such as https://gitlab.com",
    )
    audiences: tuple[Audience, ...] = setting(
        (),
        says="What tokens may be made out to, their claims `aud`; the issuer's own audience for "
        "AWS if left out.",
        impact="IAM takes 100 audiences of a provider, and refuses it",
        fix='write a list of audiences, such as ["https://gitlab.com"]',
        max_length=100,
    )

    @classmethod
    def together(cls, given: Mapping[str, Any]) -> Faults:
        """GitHub's is another setting's, and a provider needs an audience."""
        url = given.get("issuer")
        if not isinstance(url, str) or not url.startswith(HTTPS):
            return
        issuer = issuer_of(url)
        if issuer is GITHUB:
            yield Fault(
                at=("issuer",),
                code="identity-provider-github",
                problem="is GitHub's, whose provider `ci.identityProvider` decides on",
                impact="the stack would make that provider twice, and IAM refuses the second",
                fix="write `ci.identityProvider: own`, and remove this",
            )
        elif not given.get("audiences") and not issuer.audience:
            yield Fault(
                at=("audiences",),
                code="identity-provider-audience",
                problem=f"names none, and {speaks(url)} has none for AWS by itself",
                impact="IAM takes no token of the issuer, so no pipeline could push",
                fix="write the claim `aud` of its tokens",
            )

    @property
    def taken(self) -> tuple[str, ...]:
        """Every audience that the provider takes."""
        return self.audiences or (issuer_of(self.issuer).audience,)
