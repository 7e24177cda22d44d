"""Trust policies for identity providers (OIDC): whom they admit, and where they admit too many.

Owns the judgement of every statement, every condition and every value; a statement is as good as
its best binding condition, and a condition as bad as its worst value. Sources: IAM user guide,
"Configuring a role for GitHub OIDC identity provider" and "Available keys for AWS OIDC
federation"; "Set operators for multivalued context keys" (`ForAllValues` passes an absent key).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from container_registry.iam.conditions import ALL, split
from container_registry.iam.document import EVERYONE, Condition, Document, Principal, Statement
from container_registry.iam.evaluate import Request, allowed, covers_action
from container_registry.iam.subjects import Flaw, Opening, flaw
from container_registry.iam.wildcards import is_wild

GITHUB: Final = "token.actions.githubusercontent.com"
ACTION: Final = "sts:AssumeRoleWithWebIdentity"
_PROVIDER: Final = ":oidc-provider/"
_EXACT: Final = ("StringEquals", "StringEqualsIgnoreCase", "ArnEquals", "BinaryEquals")


@dataclass(frozen=True)
class Weakness:
    """One way in which a statement admits too many (or, `NEVER_MATCHES`, none).

    `admits` is a `sub` claim that gets in and should not, where there is one.
    """

    statement: str
    opening: Opening
    says: str
    admits: str = ""


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
    """The identity providers that a statement names, each without `https://`."""
    return tuple(
        principal.value.split(_PROVIDER, 1)[1]
        for principal in statement.principals or ()
        if principal.kind == "Federated" and _PROVIDER in principal.value
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
    for issuer in issuers(statement):
        yield from _audience(statement, issuer)
        yield from _subject(statement, issuer)


def _audience(statement: Statement, issuer: str) -> Iterator[Weakness]:
    found = _on(statement, issuer, "aud")
    binding = [condition for condition in found if split(condition.operator).binds]
    if not binding:
        yield _unbound(statement, found, Opening.NO_AUDIENCE, f"{issuer}:aud")
    elif all(any(is_wild(value) for value in one.values) and _wild(one) for one in binding):
        yield Weakness(
            statement.label, Opening.ANY_AUDIENCE, f"{issuer}:aud is matched with a wildcard"
        )


def _subject(statement: Statement, issuer: str) -> Iterator[Weakness]:
    found = _on(statement, issuer, "sub")
    binding = [condition for condition in found if split(condition.operator).binds]
    if not binding:
        yield _unbound(statement, found, Opening.NO_SUBJECT, f"{issuer}:sub")
        return
    judged = [_flaws(statement, condition, issuer) for condition in binding]
    for one in min(judged, key=len):
        yield Weakness(statement.label, one.opening, one.says, one.admits)


def _unbound(
    statement: Statement, found: Sequence[Condition], opening: Opening, key: str
) -> Weakness:
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


def _on(statement: Statement, issuer: str, claim: str) -> list[Condition]:
    key = f"{issuer}:{claim}".lower()
    return [one for one in statement.conditions if one.key.lower() == key]


def _wild(condition: Condition) -> bool:
    return split(condition.operator).name not in _EXACT


def _flaws(statement: Statement, condition: Condition, issuer: str) -> list[Flaw]:
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
    if issuer != GITHUB:
        return [one for value in condition.values if (one := _foreign(value, wild))]
    found = [one for value in condition.values if (one := flaw(value, wild=wild))]
    narrowed = _narrowed(statement, issuer)
    return [one for one in found if one.opening not in narrowed]


def _foreign(value: str, wild: bool) -> Flaw | None:
    """Of other providers' subjects only this is known: a wildcard at the start fits anybody."""
    if wild and value[:1] in ("*", "?"):
        return Flaw(Opening.ANY_OWNER, f"{value!r} begins with a wildcard", value)
    return None


def _narrowed(statement: Statement, issuer: str) -> frozenset[Opening]:
    """Openings of `sub` that an exact condition on another claim of GitHub's token closes.

    STS offers GitHub's own claims as condition keys since January 2026.
    """
    exact = {
        condition.key.lower().rsplit(":", 1)[1]
        for condition in statement.conditions
        if condition.key.lower().startswith(f"{issuer}:")
        and split(condition.operator).binds
        and not (_wild(condition) and any(map(is_wild, condition.values)))
    }
    closed: set[Opening] = set()
    if exact & {"repository", "repository_id"}:
        closed |= {Opening.ANY_OWNER, Opening.ANY_REPOSITORY, Opening.NO_REPOSITORY}
    if exact & {"ref", "environment", "job_workflow_ref"}:
        closed |= {Opening.ANY_CONTEXT, Opening.ANY_REF, Opening.ANY_ENVIRONMENT}
    if exact & {"job_workflow_ref"}:
        closed |= {Opening.PULL_REQUEST}
    return frozenset(closed)
