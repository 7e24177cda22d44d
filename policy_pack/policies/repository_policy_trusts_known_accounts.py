"""Repository and registry policies let in accounts and organisations from a list, and no others."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from container_registry.iam.reach import Reach, reach
from policy_pack.framework.policy import Case, Policy, Setting, Violation
from policy_pack.subjects import documents
from policy_pack.subjects.registry import own_accounts

PLACES: Final = {**documents.REPOSITORY, **documents.REGISTRY}
ACCOUNTS = Setting(
    name="trustedAccounts",
    schema={"type": "array", "items": {"type": "string", "pattern": "^[0-9]{12}$"}},
    default=[],
    description="Account ids that policies may name, beside the provider's allowedAccountIds.",
)
ORGANIZATIONS = Setting(
    name="trustedOrganizations",
    schema={"type": "array", "items": {"type": "string", "pattern": "^o-[a-z0-9]{10,32}$"}},
    default=[],
    description="Organisation ids (o-...) that policies may name in a condition.",
)


def known(case: Case) -> Iterator[Violation]:
    """Every account and organisation that a statement lets in is on the lists."""
    ours = own_accounts(case.resource) | set(case.settings["trustedAccounts"])
    for path, statement in documents.statements(case.resource, PLACES):
        if statement.effect != "Allow":
            continue
        strangers = _strangers(reach(statement), ours, case.settings)
        if strangers:
            yield Violation(
                path=path,
                problem=f"{statement.label} lets in {', '.join(strangers)}, which the list of "
                "trusted accounts doesn't have",
                consequence="images can be pulled, or pushed, from an account that nobody here "
                "controls",
                remedy="an account of trustedAccounts or an organisation of "
                "trustedOrganizations in this policy's configuration; allowed_account_ids on "
                "the provider, if the account is its own; for a service, a condition on "
                "aws:SourceArn or aws:SourceAccount",
            )


def _strangers(
    found: Reach, ours: set[str] | frozenset[str], settings: Mapping[str, Any]
) -> list[str]:
    if found.organizations and found.organizations <= set(settings["trustedOrganizations"]):
        return []
    accounts = found.accounts - ours
    organizations = () if found.accounts else found.organizations
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
    checks=(known,),
    level="advisory",
    settings=(ACCOUNTS, ORGANIZATIONS),
    standards={"NIST SP 800-53 Rev. 5": ("AC-3", "AC-6")},
    notes="The accounts that the provider is allowed to work in (`aws:allowedAccountIds`) are "
    "trusted. Who lets everybody in is refused by `repository-policy-is-not-public`.",
)
