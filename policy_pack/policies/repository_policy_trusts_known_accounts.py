"""Repository and registry policies let in accounts and organisations from a list, and no others."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from container_registry.iam.reach import OWN_ACCOUNT, Reach, reach
from policy_pack.framework.policy import Case, Policy, Setting, Violation
from policy_pack.subjects import documents
from policy_pack.subjects.registry import own_accounts

PLACES: Final = {**documents.REPOSITORY, **documents.REGISTRY}
ACCOUNTS = Setting(
    name="trustedAccounts",
    schema={"type": "array", "items": {"type": "string", "pattern": "^[0-9]{12}$"}},
    default=[],
    description="Account ids that policies may name, besides the stack's own. Without any, "
    "accounts "
    "are not judged.",
)
ORGANIZATIONS = Setting(
    name="trustedOrganizations",
    schema={"type": "array", "items": {"type": "string", "pattern": "^o-[a-z0-9]{10,32}$"}},
    default=[],
    description="Organisation ids (o-...) that policies may name in a condition. Without any, "
    "organisations are not judged.",
)


def known(case: Case) -> Iterator[Violation]:
    """Every account and organisation that a statement lets in is on the lists."""
    if not (case.settings["trustedAccounts"] or case.settings["trustedOrganizations"]):
        return
    ours = own_accounts(case.resource, case.stack) | set(case.settings["trustedAccounts"])
    for path, statement in documents.statements(case.resource, PLACES):
        if statement.effect != "Allow":
            continue
        strangers = _strangers(reach(statement), ours, case.settings)
        if strangers:
            yield Violation(
                path=path,
                problem=f"{statement.label} lets in {', '.join(strangers[:10])}, which no list of "
                "this policy's configuration has",
                impact="images can be pulled, or pushed, from an account that nobody here controls",
                fix="an account of `trustedAccounts` or an organisation of `trustedOrganizations`; "
                "`allowedAccountIds` on the provider, if the account is its own; for a service, a "
                "condition on aws:SourceArn or aws:SourceAccount",
            )


def _strangers(
    found: Reach, ours: set[str] | frozenset[str], settings: Mapping[str, Any]
) -> list[str]:
    trusted = set(settings["trustedOrganizations"])
    if found.organizations and (not trusted or found.organizations <= trusted | {OWN_ACCOUNT}):
        return []
    organizations = () if found.accounts else found.organizations
    if not settings["trustedAccounts"]:
        return [f"organisation {one}" for one in sorted(organizations)]
    accounts = found.accounts - ours - {OWN_ACCOUNT}
    return [
        *(f"account {one}" for one in sorted(accounts)),
        *(f"organisation {one}" for one in sorted(organizations)),
        *(f"the service {one} on behalf of any account" for one in sorted(found.services)),
        *(f"the principal {one}" for one in sorted(found.unnamed)),
    ]


POLICY = Policy(
    id="repository-policy-trusts-known-accounts",
    title="Repository policies trust known accounts",
    description="Other accounts get in only from a list, or through the organisation.",
    why="An account id is twelve digits: a slip of one lets a stranger in, and nothing fails.",
    remediation="Add the account to the list after checking whose it is, or remove it.",
    link="https://docs.aws.amazon.com/AmazonECR/latest/userguide/repository-policies.html",
    severity="high",
    scope="resource",
    types=tuple(PLACES),
    late=tuple(PLACES),
    checks=(known,),
    level="advisory",
    settings=(ACCOUNTS, ORGANIZATIONS),
    standards={"NIST SP 800-53 Rev. 5": ("AC-3", "AC-6")},
    notes="Nothing is said until a list is configured. The stack's own account is trusted: it is "
    "known from `allowedAccountIds`, from the role that the provider assumes, or from the ARN or "
    "registry id of any of its resources (so from the second preview on). Who lets everybody in is "
    "refused by `repository-policy-is-not-public`.",
)
