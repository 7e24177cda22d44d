"""No key policy lets everybody in."""

from __future__ import annotations

from collections.abc import Iterator

from container_registry.iam.reach import reach
from policy_pack.framework.policy import Case, Policy, Violation
from policy_pack.subjects import documents


def not_public(case: Case) -> Iterator[Violation]:
    """No Allow for everybody without a condition that tells callers apart."""
    for path, statement in documents.statements(case.resource, documents.KEY):
        if statement.effect == "Allow" and reach(statement).everyone:
            yield Violation(
                path=path,
                problem=f"{statement.label} is for everybody, and no condition says who",
                impact="every AWS account may use the key, and so read what it encrypts",
                fix="`Principal` with the account's root ARN, which leaves the decision to IAM; "
                "or a "
                "condition StringEquals on aws:PrincipalOrgID or kms:CallerAccount",
            )


POLICY = Policy(
    id="kms-key-policy-is-not-public",
    title="Key policies are not public",
    description="A key policy names who may use the key.",
    why="A key policy with Principal '*' opens what the key protects to all of AWS.",
    remediation="Name the principals, or add a condition on the account or the organisation.",
    link="https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html",
    severity="critical",
    scope="resource",
    types=tuple(documents.KEY),
    checks=(not_public,),
    standards={"AWS Security Hub": ("KMS.5",), "NIST SP 800-53 Rev. 5": ("AC-3",)},
)
