"""A role trusts the workloads that it is for, by every claim that tells them apart."""

from __future__ import annotations

from collections.abc import Iterator

from container_registry.catalogue.issuers import UNKNOWN, Issuer
from container_registry.iam.document import EVERYONE, Document
from container_registry.iam.reach import reach
from container_registry.iam.subjects import Opening
from container_registry.iam.trust import GITHUB, Weakness, weaknesses
from policy_pack.framework.policy import Case, Policy, Setting, Violation
from policy_pack.subjects import documents

SETTING = Setting(
    name="allow",
    schema={
        "type": "array",
        "items": {
            "type": "string",
            "enum": [Opening.ANY_REF, Opening.ANY_CONTEXT, Opening.PULL_REQUEST],
        },
    },
    default=[],
    description="Openings that are accepted: any-ref (any branch or tag of one repository), "
    "any-context (pull requests and environments too), pull-request.",
)


def tokens_are_bound(case: Case) -> Iterator[Violation]:
    """No token of a stranger's workload, branch or pull request gets in."""
    for path, statement in documents.statements(case.resource, documents.TRUST):
        for found in weaknesses(Document((statement,))):
            if found.opening in case.settings["allow"]:
                continue
            admitted = f": a token with sub {found.admits!r} gets in" if found.admits else ""
            yield Violation(
                path=path,
                problem=f"{found.statement} [{found.opening}] {found.says}{admitted}",
                impact=_impact(found),
                fix=_fix(found),
            )


def not_everybody(case: Case) -> Iterator[Violation]:
    """No AWS principal '*' without a condition that says who."""
    for path, statement in documents.statements(case.resource, documents.TRUST):
        everybody = any(
            one.kind == "AWS" and EVERYONE in one.value for one in statement.principals or ()
        )
        listed = everybody or statement.not_principals is not None
        if statement.effect == "Allow" and listed and reach(statement).everyone:
            yield Violation(
                path=path,
                problem=f"{statement.label} lets everybody assume the role",
                impact="any AWS account can become this role and do what it may",
                fix="the principals by ARN in `Principal`, or a condition on aws:PrincipalOrgID; "
                "tags and external ids are the caller's own choice",
            )


def _impact(found: Weakness) -> str:
    who, tenant = found.issuer.callers, found.issuer.tenant
    if found.opening is Opening.NEVER_MATCHES:
        return "nobody can assume the role"
    if found.opening in (Opening.ANY_OWNER, Opening.NO_SUBJECT, Opening.PASSES_WHEN_ABSENT):
        strangers = (
            f"{who} of any {tenant}, strangers' included," if found.issuer.shared else f"any {who}"
        )
        return f"{strangers} can assume the role and do what it may"
    if found.opening is Opening.ANY_REPOSITORY:
        return f"other {who} than the ones that are meant can assume the role and do what it may"
    if found.opening in (Opening.NO_AUDIENCE, Opening.ANY_AUDIENCE):
        return "a token that was meant for another service is good for this role too"
    if found.opening in (Opening.NOT_FORM, Opening.ANY_PRINCIPAL):
        return "whoever is not excluded can assume the role and do what it may"
    return f"{who} from branches or requests that nobody has reviewed can assume the role"


def _fix(found: Weakness) -> str:
    issuer = found.issuer
    if issuer is UNKNOWN:
        return (
            "StringEquals on the provider's `sub` (and `aud`) with the whole values, and a "
            "`Federated` principal by ARN"
        )
    claim = issuer.claims[0]
    if issuer.audience and issuer.example.startswith("repo:"):
        return (
            f"StringEquals with {GITHUB}:aud {issuer.audience} and :sub a list of whole subjects, "
            f"such as {issuer.example} and repo:OWNER@OWNERID/REPO@REPOID:environment:prod"
        )
    operator = "StringLike" if "*" in issuer.example else "StringEquals"
    return f"{operator} on {_host(issuer)}:{claim} with {issuer.example}"


def _host(issuer: Issuer) -> str:
    return issuer.host.replace("\\", "") if issuer.shared and "(" not in issuer.host else "the URL"


POLICY = Policy(
    id="role-trust-is-bound",
    title="Role trust is bound to its workloads",
    description="A role that tokens can assume checks the claims that tell your workloads apart.",
    why="GitHub, GitLab.com, HCP Terraform and others issue tokens to all of their customers from "
    "one URL. What tells yours from others is one claim, and a wildcard in it lets others in.",
    remediation="List the subjects in full, with StringEquals.",
    link="https://docs.aws.amazon.com/IAM/latest/UserGuide/"
    "id_roles_providers_create_oidc.html#idp_oidc_Create_GitHub",
    severity="critical",
    scope="resource",
    types=tuple(documents.TRUST),
    checks=(tokens_are_bound, not_everybody),
    settings=(SETTING,),
    standards={"NIST SP 800-53 Rev. 5": ("AC-3", "IA-8"), "AWS Security Hub": ("IAM.21",)},
    notes="Every statement and every value is judged, for each provider by the form of its "
    "subjects "
    "(AWS: [Identity-provider controls for shared OIDC providers]"
    "(https://docs.aws.amazon.com/IAM/latest/UserGuide/"
    "id_roles_providers_oidc_secure-by-default.html)). For GitHub the audience is asked for as "
    "well; elsewhere a whole subject is enough. A wildcard after a whole word (`release-*`, "
    "`release/*`, `refs/tags/v*`) is accepted; `m*` is not, and neither is one in an environment, "
    "because naming an environment creates it. `repo:OWNER/REPO:*`, which AWS's own example has, "
    "is "
    "refused unless the setting `allow` has any-context: it lets pull requests in. "
    "`repo:OWNER/*:job_workflow_ref:...@REF` is accepted: it is bound to one reusable workflow.",
)
