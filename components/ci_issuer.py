"""Whose tokens a CI role trusts: GitHub's, or another issuer's.

Owns the arguments that say so and the choice between them; refuses both. The trust policies are
`container_registry.documents`'.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pulumi

from components.arguments import Later, as_in, lift_all
from components.arguments.said import Said
from components.iam_role import RoleModel
from components.inputs import OidcArgs
from components.vocabulary import Claim, ClaimValue, Subject
from container_registry.documents.github import ISSUER, ci_trust_policy
from container_registry.documents.oidc import oidc_trust_policy
from container_registry.scope import Scope
from container_registry.settings.access import CiSettings
from container_registry.settings.arns import SigningProfileArn
from container_registry.settings.base import setting
from container_registry.settings.oidc import OidcSettings
from container_registry.settings.service import ServiceSettings


class PushingModel(RoleModel):
    """Who pushes, and with what ECR signs that: the arguments of whatever makes a CI role."""

    subjects: tuple[Later[Subject], ...] = setting(
        (),
        says="Subjects of GitHub's tokens that may push.",
        impact="no workflow could push, or a stranger's could",
        fix="whole subjects such as repo:acme/payments:ref:refs/heads/main, no wildcards",
    )
    claims: dict[Claim, tuple[ClaimValue, ...]] = setting(
        says="Claims that must have one of these values beside the subject.",
        impact="no workflow could push, or a stranger's could",
        fix='values by claim, such as {"repository_id": ["123"]}',
        default_factory=dict,
    )
    oidc: OidcSettings | None = as_in(ServiceSettings, "oidc")
    signing_profiles: tuple[Later[SigningProfileArn], ...] = as_in(CiSettings, "signing_profiles")


def one_issuer(given: Mapping[str, Any], *of_github: str) -> Iterator[Said]:
    """What is wrong with arguments that name another issuer and GitHub's subjects too.

    Args:
        given: the arguments.
        of_github: those that are about GitHub's tokens.
    """
    others = [f"`{name}`" for name in of_github if given.get(name)]
    if given.get("oidc") and others:
        yield Said(
            code="argument-two-issuers",
            path=("oidc",),
            problem=f"is given, and {' and '.join(others)} too",
            impact="a CI role trusts one issuer, so one of them could not have pushed",
            fix=f"give `oidc`, or {' and '.join(others)}",
        )


def as_args(oidc: OidcSettings) -> OidcArgs:
    """Checked settings as the argument of another component."""
    args: OidcArgs = {"issuer": oidc.issuer, "subjects": oidc.subjects, "claims": oidc.claims}
    if oidc.audience is not None:
        args["audience"] = oidc.audience
    return args


def trust_of(
    scope: Scope,
    oidc: OidcSettings | None,
    subjects: Sequence[Later[str]],
    claims: Mapping[str, Sequence[str]],
) -> pulumi.Input[str]:
    """The trust policy of a CI role.

    Args:
        scope: where the role is.
        oidc: another issuer's pipelines; without them it is GitHub's.
        subjects: subjects of GitHub's tokens.
        claims: what GitHub's tokens must say beside their subject.
    """
    if oidc is not None:
        admitted = oidc.to_pipelines()
        return oidc_trust_policy(scope.oidc_provider_arn(admitted.issuer), admitted)
    provider = scope.oidc_provider_arn(ISSUER)
    return lift_all(lambda admitted: ci_trust_policy(provider, admitted, claims), subjects)
