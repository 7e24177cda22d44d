"""A role trusts the workflows that it is for: every subject and audience, in every statement."""

from __future__ import annotations

from collections.abc import Iterator

from container_registry.iam.document import EVERYONE, Document, Principal
from container_registry.iam.reach import reach
from container_registry.iam.subjects import Opening
from container_registry.iam.trust import weaknesses
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
    """No token of a stranger's workflow, branch or pull request gets in."""
    for path, statement in documents.statements(case.resource, documents.TRUST):
        for found in weaknesses(Document((statement,))):
            if found.opening in case.settings["allow"]:
                continue
            admitted = f": a token with sub {found.admits!r} gets in" if found.admits else ""
            yield Violation(
                path=path,
                problem=f"{found.statement} [{found.opening}] {found.says}{admitted}",
                consequence="nobody can assume the role"
                if found.opening is Opening.NEVER_MATCHES
                else "workflows that are not yours, or that nobody has reviewed, can assume "
                "the role and push images",
                remedy="StringEquals with token.actions.githubusercontent.com:aud "
                "sts.amazonaws.com and :sub a list of whole subjects, such as "
                "repo:OWNER/REPO:environment:prod and "
                "repo:OWNER@OWNERID/REPO@REPOID:environment:prod",
            )


def not_everybody(case: Case) -> Iterator[Violation]:
    """No AWS principal '*' without a condition that says who."""
    for path, statement in documents.statements(case.resource, documents.TRUST):
        everybody = Principal("AWS", EVERYONE) in (statement.principals or ())
        listed = everybody or statement.not_principals is not None
        if statement.effect == "Allow" and listed and reach(statement).everyone:
            yield Violation(
                path=path,
                problem=f"{statement.label} lets everybody assume the role",
                consequence="any AWS account can become this role and do what it may",
                remedy="the principals by ARN, or a condition on aws:PrincipalOrgID",
            )


POLICY = Policy(
    id="role-trust-is-bound",
    title="Role trust is bound to its workflows",
    description="A role that tokens can assume checks their audience and their whole subject.",
    why="GitHub's identity provider issues tokens to every repository on GitHub. What tells yours "
    "from others is the subject alone, and a wildcard in it lets others in.",
    remediation="List the subjects in full, with StringEquals.",
    link="https://docs.aws.amazon.com/IAM/latest/UserGuide/"
    "id_roles_providers_create_oidc.html#idp_oidc_Create_GitHub",
    severity="critical",
    scope="resource",
    types=(documents.ROLE,),
    checks=(tokens_are_bound, not_everybody),
    settings=(SETTING,),
    standards={"NIST SP 800-53 Rev. 5": ("AC-3", "IA-8"), "AWS Security Hub": ("IAM.21",)},
    notes="Every statement and every value is judged. A wildcard after `ref:refs/heads/release-` "
    "or `ref:refs/tags/v` is accepted; one in an environment is not, because naming an "
    "environment creates it. `repo:OWNER/REPO:*`, which AWS's own example has, is refused unless "
    "the setting `allow` has any-context: it lets pull requests in.",
)
