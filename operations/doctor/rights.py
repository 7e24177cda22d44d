"""What IAM allows who pulls, by IAM's own simulator.

Owns the question and the reading of its answer: who denies, whether a boundary or the organisation
does, which condition keys the simulator lacked. Sources: IAM API reference, SimulatePrincipalPolicy
(the caller needs that right, and it looks at principals of its own account alone); IAM user guide,
"Policy evaluation logic": within an account, the repository's policy may allow in place of the
identity's.
"""

from collections.abc import Mapping
from typing import Any, Final

from container_registry.catalogue.actions import AUTHORIZE
from container_registry.iam.evaluate import Decision
from ecr_lifecycle.finding import Where
from operations.doctor.case import Case
from operations.doctor.notes import Notes
from operations.doctor.policies import context_of, decided_by_repository, wanted
from operations.doctor.vpc import Vpc
from operations.failures import asking

_TYPES: Final = {"aws:PrincipalIsAWSService", "aws:SecureTransport", "aws:ViaAWSService"}


def rights(case: Case, vpc: Vpc | None, notes: Notes) -> None:
    """Whether who pulls may log in and pull."""
    principal = case.principal
    if not principal:
        notes.skip("nobody is named who pulls: the instance has no role; give --role")
        return
    if principal.endswith(":root"):
        notes.say(f"{principal} is the account's root user, whom no identity policy limits")
        return
    if ":role/" not in principal and ":user/" not in principal:
        notes.could_not(
            "not-simulated",
            principal,
            "IAM simulates users and roles alone",
            "give the role with --role",
        )
        return
    if principal.split(":")[4] != case.aws.account:
        notes.could_not(
            "not-simulated",
            principal,
            f"it is of another account than these credentials, {case.aws.account}",
            "run this with credentials of its account as well",
        )
        return
    answers = {**_simulate(case, vpc, tuple(AUTHORIZE), "*")}
    answers.update(_simulate(case, vpc, wanted(case), case.arn))
    shared = _allowed_by_repository(case, vpc)
    allowed = []
    for action, answer in answers.items():
        if answer.get("EvalDecision") == "allowed" or (
            answer.get("EvalDecision") == "implicitDeny" and action in shared
        ):
            allowed.append(action)
        else:
            _refused(action, answer, principal, notes)
    if allowed:
        notes.say(f"{principal} may {', '.join(allowed)}")


def _allowed_by_repository(case: Case, vpc: Vpc | None) -> frozenset[str]:
    """What the repository's policy allows to principals of its own account."""
    if case.principal.split(":")[4] != case.account or case.settings is None:
        return frozenset()
    answers = decided_by_repository(case, vpc, Notes()) or {}
    return frozenset(a for a, one in answers.items() if one.decision is Decision.ALLOWED)


def _simulate(
    case: Case, vpc: Vpc | None, actions: tuple[str, ...], resource: str
) -> dict[str, Mapping[str, Any]]:
    context, _ = context_of(case, vpc)
    entries = [
        {
            "ContextKeyName": key,
            "ContextKeyValues": [value],
            "ContextKeyType": "boolean" if key in _TYPES else "string",
        }
        for key, value in context.items()
    ]
    with asking(Where(resource=case.principal), "iam:SimulatePrincipalPolicy"):
        pages = (
            case.aws.client("iam")
            .get_paginator("simulate_principal_policy")
            .paginate(
                PolicySourceArn=case.principal,
                ActionNames=list(actions),
                ResourceArns=[resource],
                ContextEntries=entries,
            )
        )
        return {
            str(one["EvalActionName"]): one for page in pages for one in page["EvaluationResults"]
        }


def _refused(action: str, answer: Mapping[str, Any], principal: str, notes: Notes) -> None:
    missing = answer.get("MissingContextValues") or ()
    organization = answer.get("OrganizationsDecisionDetail") or {}
    boundary = answer.get("PermissionsBoundaryDecisionDetail") or {}
    matched = [str(one.get("SourcePolicyId")) for one in answer.get("MatchedStatements") or ()]
    impact = (
        "no login: `no basic auth credentials` or 403"
        if action in AUTHORIZE
        else "pulls or pushes end in 403"
    )
    if organization.get("AllowedByOrganizations") is False:
        notes.bad(
            "organization-denies",
            principal,
            f"a policy of the organisation does not let it {action}",
            impact,
            "ask who owns the organisation's service control policies",
        )
    elif boundary.get("AllowedByPermissionsBoundary") is False:
        notes.bad(
            "boundary-denies",
            principal,
            f"its permissions boundary does not let it {action}",
            impact,
            f"allow {action} in the boundary",
        )
    elif answer.get("EvalDecision") == "explicitDeny":
        notes.bad(
            "identity-denied",
            principal,
            f"a Deny of {', '.join(matched) or 'its policies'} keeps it from {action}",
            impact,
            "remove the Deny, or its action or resource from it",
        )
    elif missing:
        notes.could_not(
            "rights-depend",
            principal,
            f"whether it may {action} depends on {', '.join(map(str, missing))}",
            "read the conditions of its policies",
        )
    else:
        notes.bad(
            "right-missing",
            principal,
            f"no policy allows it {action}",
            impact,
            f"allow {action} to it"
            + (" on Resource *: no repository policy can grant it" if action in AUTHORIZE else ""),
        )
