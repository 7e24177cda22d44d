"""Words of OIDC tokens: issuers, audiences, subjects, claims. Each is compared, so each is whole.

Sources: IAM API, "CreateOpenIDConnectProvider" (a URL has https, no port and no query; a client id
has up to 255 characters); OpenID Connect Core, "ID Token" (`sub` is ASCII).
"""

from typing import Annotated, Final

from pydantic import StringConstraints

from container_registry.catalogue.issuers import UNKNOWN, issuer_of
from container_registry.settings.grammar import Grammar, Said

HTTPS: Final = "https://"
SUBJECT: Final = r"[!-#%-~]+(?: [!-#%-~]+)*"
NOBODY: Final = "no pipeline has such a token, so none could push"
#: Printable ASCII without a space, `$`, `*` and `?`: IAM takes these for variables and wildcards.
_WHOLE: Final = "!-#%-)+->@-~"

IssuerUrl = Annotated[
    str,
    StringConstraints(
        pattern=r"^https://[a-z0-9-]+(?:\.[a-z0-9-]+)+(?:/[A-Za-z0-9_.~-]+)*$", max_length=255
    ),
    Grammar(
        noun="an issuer's URL",
        letters="A-Za-z0-9_.~:/-",
        shape="an https URL without port, query and slash at its end",
        impact="IAM takes no such provider, so no pipeline could push",
        fix="write the claim `iss` of a token, such as https://gitlab.com",
        most=255,
    ),
]
Audience = Annotated[
    str,
    StringConstraints(pattern=rf"^[{_WHOLE}]+$", max_length=255),
    Grammar(
        noun="an audience",
        letters=_WHOLE,
        shape="one whole audience",
        impact=NOBODY,
        fix="write the claim `aud` of a token, whole",
        most=255,
    ),
]


def _spaced(text: str) -> Said | None:
    mended = " ".join(text.split(" ")).strip(" ")
    if "  " not in text and mended == text:
        return None
    where = "at its beginning or end" if mended != text else "beside another"
    return f"has a space {where}", NOBODY, "copy the claim `sub` of a token"


#: HCP Terraform's projects have spaces in their names. `${` would be a variable of IAM's.
OidcSubject = Annotated[
    str,
    StringConstraints(pattern=f"^{SUBJECT}$", max_length=512),
    Grammar(
        noun="a subject",
        letters=" !-#%-~",
        shape="one subject",
        impact=NOBODY,
        fix="write the claim `sub` of a token",
        most=512,
        known=_spaced,
    ),
]
OidcClaimValue = Annotated[
    str,
    StringConstraints(pattern=rf"^[{_WHOLE}]+$", max_length=512),
    Grammar(
        noun="a claim's value",
        letters=_WHOLE,
        shape="one whole value",
        impact=NOBODY,
        fix="write the claim of a token, whole",
        most=512,
    ),
]


def bare(url: str) -> str:
    """An issuer without `https://`, as IAM names its provider and its condition keys."""
    return url.removeprefix(HTTPS)


def speaks(url: str) -> str:
    """The issuer's name for people: the service's, or the host of one that is in no table."""
    issuer = issuer_of(url)
    return bare(url) if issuer is UNKNOWN else issuer.name
