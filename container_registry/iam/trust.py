"""Trust policies for identity providers (OIDC): whom they admit, and where they admit too many.

Owns the judgement of every statement, every condition and every value; a statement is as good as
its best binding condition, and a condition as bad as its worst value. Which claim tells the tenants
of a provider apart is `container_registry.catalogue.issuers`'. Sources: IAM user guide,
"Configuring a role for GitHub OIDC identity provider", "Available keys for AWS OIDC federation" and
"Identity-provider controls for shared OIDC providers"; "Set operators for multivalued context keys"
(`ForAllValues` passes an absent key); Amazon STS compares a token's audience with the provider's
client ids in any case, so a whole subject is enough where the audience is not.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from container_registry.catalogue.issuers import GITHUB as GITHUB_ISSUER
from container_registry.catalogue.issuers import (
    GITHUB_ENTERPRISE,
    UNKNOWN,
    Issuer,
    form_of,
    issuer_of,
)
from container_registry.iam.conditions import ALL, split
from container_registry.iam.document import EVERYONE, Condition, Document, Principal, Statement
from container_registry.iam.evaluate import Request, allowed, covers_action
from container_registry.iam.positions import position_flaw
from container_registry.iam.subjects import Flaw, Opening, flaw
from container_registry.iam.wildcards import has_variable, is_wild

GITHUB: Final = "token.actions.githubusercontent.com"
ACTION: Final = "sts:AssumeRoleWithWebIdentity"
_PROVIDER: Final = ":oidc-provider/"
_EXACT: Final = ("StringEquals", "StringEqualsIgnoreCase", "BinaryEquals")
_COMPARED: Final = (*_EXACT, "StringLike", "ArnEquals", "ArnLike")
"""A claim is a text: only these keep it to certain values. `NumericLessThan` keeps out nobody."""


@dataclass(frozen=True)
class Weakness:
    """One way in which a statement admits too many (or, `NEVER_MATCHES`, none).

    `admits` is a `sub` claim that gets in and should not, where there is one.
    """

    statement: str
    opening: Opening
    says: str
    admits: str = ""
    issuer: Issuer = UNKNOWN
    """Whose tokens get in; `UNKNOWN` also where the statement is about no provider at all."""


def admits(
    document: Document, claims: Mapping[str, str | Sequence[str]], *, issuer: str = GITHUB
) -> bool:
    """Whether a token with these claims may assume the role.

    `issuer` is the provider without `https://`. The account of the provider's ARN is not looked at:
    a role trusts the provider of its own account.
    """
    providers = {
        principal.value
        for statement in document.statements
        for principal in (*(statement.principals or ()), *(statement.not_principals or ()))
        if principal.value.endswith(_PROVIDER + issuer)
    }
    arn = min(providers, default=f"arn:aws:iam::000000000000{_PROVIDER}{issuer}")
    context = {f"{issuer}:{claim}": value for claim, value in claims.items()}
    return allowed(
        document, Request(ACTION, principal=Principal("Federated", arn), context=context)
    )


def weaknesses(document: Document) -> tuple[Weakness, ...]:
    """Every weakness of every statement that an identity provider's token can use."""
    return tuple(
        weakness
        for statement in document.allows
        if covers_action(statement, ACTION)
        for weakness in _of_statement(statement)
    )


def issuers(statement: Statement) -> tuple[str, ...]:
    """The identity providers that a statement names, each without `https://`.

    Some are built into AWS and have no ARN: `accounts.google.com`, `graph.facebook.com`.
    """
    return tuple(
        principal.value.split(_PROVIDER, 1)[-1]
        for principal in statement.principals or ()
        if principal.kind == "Federated"
        and principal.value != EVERYONE
        and (_PROVIDER in principal.value or not principal.value.startswith("arn:"))
    )


def _of_statement(statement: Statement) -> Iterator[Weakness]:
    at = statement.label
    if statement.not_principals is not None:
        yield Weakness(
            at, Opening.NOT_FORM, "NotPrincipal with Allow admits everybody who is not in its list"
        )
        return
    for principal in statement.principals or ():
        if principal.kind == "Federated" and principal.value == EVERYONE:
            yield Weakness(
                at, Opening.ANY_PRINCIPAL, "Federated '*' admits every identity provider"
            )
    if statement.not_actions is not None and issuers(statement):
        yield Weakness(at, Opening.NOT_FORM, "NotAction with Allow grants all actions but its list")
    for url in issuers(statement):
        issuer = issuer_of(url)
        found = _github if issuer in (GITHUB_ISSUER, GITHUB_ENTERPRISE) else _foreign
        for weakness in found(statement, url, issuer):
            yield replace(weakness, issuer=issuer)


def _github(statement: Statement, url: str, issuer: Issuer) -> Iterator[Weakness]:
    if issuer.shared:
        yield from _audience(statement, url)
    closed = _closed(statement, url, issuer)
    binding = _binding(statement, url, "sub")
    if not binding:
        yield from _without_subject(statement, url, closed)
        return
    judged = [_flaws(condition, closed) for condition in binding]
    for one in min(judged, key=len):
        yield Weakness(statement.label, one.opening, one.says, one.admits)


def _without_subject(statement: Statement, url: str, closed: frozenset[str]) -> Iterator[Weakness]:
    """Without a subject, other claims may do: the repository's id and its ref, for one."""
    if {"repository", "context"} <= closed:
        return
    if "repository" in closed:
        yield Weakness(
            statement.label,
            Opening.ANY_CONTEXT,
            f"no condition on {url}:sub, :ref or :environment, so any branch, tag and pull request "
            "of the repository fits",
        )
    elif "owner" in closed:
        yield Weakness(
            statement.label,
            Opening.ANY_REPOSITORY,
            f"no condition on {url}:sub or :repository_id, so every repository of the owner fits",
        )
    else:
        yield _unbound(statement, url, "sub", Opening.NO_SUBJECT)


def _foreign(statement: Statement, url: str, issuer: Issuer) -> Iterator[Weakness]:
    """Other providers: one of the claims that tell their tenants apart must have fixed values."""
    closed = _closed(statement, url, issuer)
    judged = [
        [one for value in condition.values if (one := _claim_flaw(issuer, claim, value, condition))]
        for claim in issuer.claims
        for condition in _binding(statement, url, claim)
    ]
    if not judged:
        yield _unbound(statement, url, issuer.claims[0], Opening.NO_SUBJECT)
        return
    for one in min(judged, key=len):
        if not ("repository" in closed and one.opening is Opening.ANY_REPOSITORY):
            yield Weakness(statement.label, one.opening, one.says, one.admits)


def _claim_flaw(issuer: Issuer, claim: str, value: str, condition: Condition) -> Flaw | None:
    wild = _wild(condition)
    if claim == "sub":
        return position_flaw(issuer, form_of(issuer, value), value, wild=wild)
    if (wild and is_wild(value)) or has_variable(value) or not value.strip():
        return Flaw(
            Opening.ANY_OWNER if issuer.shared else Opening.ANY_AUDIENCE,
            f"{claim} is compared with {value!r}, which others fit too",
            "",
        )
    return None


def _audience(statement: Statement, url: str) -> Iterator[Weakness]:
    binding = _binding(statement, url, "aud")
    if not binding:
        yield _unbound(statement, url, "aud", Opening.NO_AUDIENCE)
    elif all(any(is_wild(value) for value in one.values) and _wild(one) for one in binding):
        yield Weakness(
            statement.label, Opening.ANY_AUDIENCE, f"{url}:aud is matched with a wildcard"
        )


def _unbound(statement: Statement, url: str, claim: str, opening: Opening) -> Weakness:
    key = f"{url}:{claim}"
    found = _on(statement, url, claim)
    lenient = [one for one in found if _passes_absent(one)]
    if lenient:
        return Weakness(
            statement.label,
            Opening.PASSES_WHEN_ABSENT,
            f"{lenient[0].operator} on {key} also holds for a token without that claim",
        )
    if found:
        return Weakness(
            statement.label,
            opening,
            f"{found[0].operator} on {key} says who may not; everybody else may",
        )
    return Weakness(statement.label, opening, f"no condition on {key}")


def _passes_absent(condition: Condition) -> bool:
    parts = split(condition.operator)
    positive = parts.operator is not None and not parts.operator.negated
    return positive and (parts.if_exists or parts.qualifier == ALL)


def _on(statement: Statement, url: str, claim: str) -> list[Condition]:
    key = f"{url}:{claim}".lower()
    return [one for one in statement.limits if one.key.lower() == key]


def _binding(statement: Statement, url: str, claim: str) -> list[Condition]:
    return [
        one
        for one in _on(statement, url, claim)
        if split(one.operator).binds and split(one.operator).name in _COMPARED
    ]


def _wild(condition: Condition) -> bool:
    return split(condition.operator).name not in _EXACT


def _flaws(condition: Condition, closed: frozenset[str]) -> list[Flaw]:
    if split(condition.operator).name == "StringEqualsIgnoreCase":
        return [
            Flaw(
                Opening.ANY_CASE,
                "StringEqualsIgnoreCase on sub also fits a branch that differs in case alone, "
                "which no branch protection covers",
                condition.values[0].swapcase() if condition.values else "",
            )
        ]
    wild = _wild(condition)
    return [one for value in condition.values if (one := flaw(value, wild=wild, closed=closed))]


def _closed(statement: Statement, url: str, issuer: Issuer) -> frozenset[str]:
    """What fixed values of the provider's other claims say: the owner, the repository, the context.

    STS offers such claims as condition keys since January 2026.
    """
    fixed = {
        claim
        for claim, _ in issuer.bounded_by
        for condition in _binding(statement, url, claim)
        if condition.values and not any(map(_is_open, condition.values))
    }
    closed = {means for claim, means in issuer.bounded_by if claim in fixed}
    return frozenset(closed | ({"owner"} if "repository" in closed else set()))


def _is_open(value: str) -> bool:
    return is_wild(value) or has_variable(value) or not value.strip()
