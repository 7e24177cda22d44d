"""Pipelines of any OIDC issuer but GitHub: what the settings say of their tokens.

Owns what an issuer's tokens must say, by `container_registry.catalogue.issuers`. Refuses whatever
`container_registry.iam.trust` finds in the trust policy that would come out: the policy pack judges
by the same two. Sources: IAM API, "CreateOpenIDConnectProvider" (a URL has https, no port and no
query); IAM user guide, "Create an OpenID Connect (OIDC) identity provider in IAM".
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

from container_registry.catalogue.issuers import (
    GITHUB,
    GITHUB_ENTERPRISE,
    Issuer,
    form_of,
    issuer_of,
)
from container_registry.documents.oidc import Pipelines, trust_policy
from container_registry.iam.document import parse
from container_registry.iam.subjects import Opening
from container_registry.iam.trust import weaknesses
from container_registry.iam.wildcards import is_wild
from container_registry.settings.base import SettingsModel, setting
from container_registry.settings.fault import Fault, Faults
from container_registry.settings.tokens import (
    HTTPS,
    NOBODY,
    SUBJECT,
    Audience,
    IssuerUrl,
    OidcClaimValue,
    OidcSubject,
    bare,
    speaks,
)

#: Claims that other settings are for.
_OWN_SETTING: Final = {"aud": "audience", "sub": "subjects"}


class OidcSettings(SettingsModel):
    """The pipelines that build a service's images, anywhere but at GitHub."""

    issuer: IssuerUrl = setting(
        says="The issuer of the pipelines' tokens: their claim `iss`.",
        impact="the CI role has no issuer to trust",
        fix="write a URL such as https://gitlab.com",
    )
    audience: Audience | None = setting(
        None,
        says="What the tokens are made out to: their claim `aud`. Needed unless the issuer has one "
        "for AWS.",
        impact="no pipeline could push",
        fix="write the claim `aud` of a token, or remove it",
    )
    subjects: tuple[OidcSubject, ...] = setting(
        says="The claims `sub` that may push. A wildcard only where it lets nobody else in: not in "
        "the organisation, the project or the branch. Whole for an issuer whose subjects have no "
        "known form.",
        impact="no pipeline could push",
        fix="write a list of subjects, such as "
        '["project_path:acme/feed-server:ref_type:branch:ref:main"]',
        min_length=1,
    )
    claims: dict[str, tuple[OidcClaimValue, ...]] = setting(
        says="Values that other claims of the tokens must have, by claim; those that STS compares "
        "for this issuer.",
        impact="STS compares no such claim",
        fix="write lists of values under the names of claims",
        default_factory=dict,
    )

    @classmethod
    def together(cls, given: Mapping[str, Any]) -> Faults:
        """What this issuer asks of its tokens' claims, and whom the subjects would let in."""
        url = given.get("issuer")
        if not isinstance(url, str) or not url.startswith(HTTPS):
            return
        issuer = issuer_of(url)
        if issuer is GITHUB:
            yield _github()
            return
        if "sub" not in issuer.claims:
            yield _no_subjects(issuer)
            return
        if given.get("audience") is None and not issuer.audience:
            yield _no_audience(url)
        claims = given.get("claims")
        wanted = claims if isinstance(claims, Mapping) else {}
        yield from _unknown_claims(issuer, url, wanted)
        fixed = {
            str(claim): texts
            for claim, values in wanted.items()
            if claim in _compared(issuer) and (texts := _texts(values))
        }
        for index, subject in enumerate(_entries(given.get("subjects"))):
            if isinstance(subject, str) and re.fullmatch(SUBJECT, subject):
                yield from _subject(issuer, url, subject, fixed, index)

    def to_pipelines(self) -> Pipelines:
        """Say the same in the words of the trust policy."""
        return Pipelines(
            issuer=bare(self.issuer),
            audience=self.audience or issuer_of(self.issuer).audience,
            subjects=self.subjects,
            claims=self.claims,
        )


def _entries(value: Any) -> Sequence[Any]:
    return value if isinstance(value, list | tuple) else ()


def _texts(value: Any) -> list[str]:
    return [entry for entry in _entries(value) if isinstance(entry, str)]


def _compared(issuer: Issuer) -> tuple[str, ...]:
    """The claims beside `sub` and `aud` that STS has condition keys for."""
    others = (*issuer.claims, *(claim for claim, _ in issuer.bounded_by))
    return tuple(claim for claim in others if claim not in ("sub", "aud"))


def _github() -> Fault:
    return Fault(
        at=("issuer",),
        code="oidc-github",
        problem="is GitHub's, which has a setting of its own",
        impact="its subjects would be checked by no name of a repository, branch or environment",
        fix="write `github` in place of `oidc`",
    )


def _no_subjects(issuer: Issuer) -> Fault:
    claims = " and ".join(f"`{claim}`" for claim in issuer.claims)
    return Fault(
        at=("issuer",),
        code="oidc-no-subjects",
        problem=f"is {issuer.name}, whose callers are told apart by {claims} and by no subject",
        impact=f"{issuer.callers} who aren't meant could push",
        fix="write an issuer of pipelines",
    )


def _no_audience(url: str) -> Fault:
    return Fault(
        at=("audience",),
        code="oidc-audience",
        problem=f"is missing, and {speaks(url)} has none for AWS by itself",
        impact="tokens made out to anything else that the account's provider takes could push",
        fix="write the claim `aud` of a token",
    )


def _unknown_claims(issuer: Issuer, url: str, claims: Mapping[Any, Any]) -> Faults:
    compared = _compared(issuer)
    for claim in claims:
        if claim in _OWN_SETTING:
            yield Fault(
                at=("claims", str(claim)),
                code="oidc-claim",
                problem=f"has a setting of its own, `{_OWN_SETTING[claim]}`",
                impact="a trust policy has one condition for a claim, so one of the two would be "
                "lost",
                fix=f"write it as `{_OWN_SETTING[claim]}`",
            )
        elif claim not in compared:
            yield Fault(
                at=("claims", str(claim)),
                code="oidc-claim",
                problem=f"is no claim that STS compares for {speaks(url)} beside `sub` and `aud`",
                impact="STS finds no such key in any request, so no pipeline could push",
                fix=f"write {' or '.join(f'`{one}`' for one in compared)}, or remove it"
                if compared
                else "remove `claims`",
            )


def _subject(
    issuer: Issuer, url: str, subject: str, claims: Mapping[str, Sequence[str]], index: int
) -> Faults:
    form, at = form_of(issuer, subject), ("subjects", index)
    known = bool(form) or issuer is GITHUB_ENTERPRISE
    if is_wild(subject) and not known:
        yield Fault(
            at=at,
            code="oidc-subject",
            problem=f"has a wildcard, and the form of subjects of {speaks(url)} is not known",
            impact="nobody can tell whom else it lets in",
            fix="write each subject whole",
            found=subject,
        )
        return
    if issuer.subject and not is_wild(subject) and not subject.startswith(form[0].label):
        yield Fault(
            at=at,
            code="oidc-subject",
            problem=f"is no subject of {issuer.name}",
            impact=f"none of its {issuer.callers} has it, so none could push",
            fix=f"write one such as {issuer.example}",
            found=subject,
        )
        return
    # The audience is left out: with it alone some issuers' tenants are told apart, and a subject
    # should keep to one project all the same.
    text = trust_policy(
        "Pipelines",
        f"arn:aws:iam::000000000000:oidc-provider/{bare(url)}",
        {"sub": [subject], **claims},
    )
    for one in weaknesses(parse(text))[:1]:
        yield Fault(
            at=at,
            code="oidc-subject",
            problem=one.says,
            impact=_impact(issuer, one.opening),
            fix=f"write every part up to the {_until(one.opening)}, such as {issuer.example}"
            if one.opening is not Opening.NEVER_MATCHES
            else f"write one such as {issuer.example}",
        )


def _until(opening: Opening) -> str:
    context = opening in (Opening.ANY_CONTEXT, Opening.ANY_REF, Opening.ANY_ENVIRONMENT)
    return "branch or environment" if context else "project"


def _impact(issuer: Issuer, opening: Opening) -> str:
    if opening is Opening.NEVER_MATCHES:
        return NOBODY
    if opening is Opening.ANY_OWNER:
        return f"strangers' {issuer.callers} could push images in this service's name"
    if opening is Opening.ANY_REPOSITORY:
        return f"{issuer.callers} of other projects could push images in this service's name"
    return "code that nobody has approved could be pushed as an image"
