"""Trust of pipelines by the tokens of an OIDC issuer: what a token must say to become a CI role.

Owns the trust policy, for GitHub's tokens and any other issuer's. Which subjects are safe to trust
is `container_registry.iam.trust`'s to judge. Sources: IAM user guide, "Create a role for OpenID
Connect federation"; "IAM and AWS STS condition context keys" (the keys are `ISSUER:CLAIM`, the
issuer without `https://`).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from container_registry.documents.document import allow, document

_PROVIDER: Final = ":oidc-provider/"
_WILDCARDS: Final = frozenset("*?")


@dataclass(frozen=True, kw_only=True)
class Pipelines:
    """Whose tokens may become a role.

    Attributes:
        issuer: the issuer's URL without `https://`, which is also its provider's name in IAM.
        audience: what the tokens are made out to.
        subjects: every `sub` claim; `*` and `?` are wildcards.
        claims: values that other claims must have, by claim.
    """

    issuer: str
    audience: str
    subjects: tuple[str, ...]
    claims: Mapping[str, Sequence[str]] = field(default_factory=dict)


def oidc_trust_policy(provider_arn: str, admitted: Pipelines) -> str:
    """The trust policy of a CI role whose pipelines run at any issuer but GitHub."""
    keys: dict[str, str | Sequence[str]] = {
        "aud": admitted.audience,
        "sub": admitted.subjects,
        **admitted.claims,
    }
    return trust_policy("Pipelines", provider_arn, keys)


def trust_policy(sid: str, provider_arn: str, keys: Mapping[str, str | Sequence[str]]) -> str:
    """A trust policy for tokens of one provider.

    A value with a wildcard makes its claim's operator `StringLike`; all others are compared whole.

    Args:
        sid: the statement's name.
        provider_arn: the provider in IAM.
        keys: values by claim.
    """
    issuer = provider_arn.split(_PROVIDER, 1)[-1]
    condition: dict[str, dict[str, str | Sequence[str]]] = {"StringEquals": {}, "StringLike": {}}
    for claim, values in keys.items():
        wild = any(_WILDCARDS & set(value) for value in values)
        condition["StringLike" if wild else "StringEquals"][f"{issuer}:{claim}"] = values
    return document(
        allow(
            sid,
            ["sts:AssumeRoleWithWebIdentity"],
            principals={"Federated": [provider_arn]},
            condition={operator: found for operator, found in condition.items() if found},
        )
    )
