"""No repository policy lets everybody in."""

from __future__ import annotations

from collections.abc import Iterator

from container_registry.iam.reach import reach
from policy_pack.framework.policy import Case, Policy, Violation
from policy_pack.subjects import documents


def not_public(case: Case) -> Iterator[Violation]:
    """No Allow for everybody without a condition that tells callers apart."""
    for path, statement in documents.statements(case.resource, documents.REPOSITORY):
        if statement.effect == "Allow" and reach(statement).everyone:
            who = "NotPrincipal" if statement.not_principals is not None else "Principal '*'"
            yield Violation(
                path=path,
                problem=f"{statement.label} allows {_few(statement.actions or ('*',))} "
                f"to everybody ({who}, and no condition says who)",
                impact="every AWS account in the world may do so; the tags, names and session "
                "names of a principal are its own account's choice",
                fix='the accounts in `Principal` ("AWS": ["arn:aws:iam::ACCOUNT:root"]), or a '
                "condition StringEquals on aws:PrincipalOrgID with your organisation",
            )


def _few(actions: tuple[str, ...]) -> str:
    shown = ", ".join(one[:60] for one in actions[:5])
    return shown if len(actions) <= 5 else f"{shown} and {len(actions) - 5} more"


POLICY = Policy(
    id="repository-policy-is-not-public",
    title="Repository policies are not public",
    description="A repository policy lets no unknown account in.",
    why="A repository policy with Principal '*' is open to all of AWS, unless a condition names "
    "an organisation, accounts, principals or VPC endpoints.",
    remediation="Name the accounts, or add a condition on the organisation.",
    link="https://docs.aws.amazon.com/AmazonECR/latest/userguide/repository-policies.html",
    severity="critical",
    scope="resource",
    types=tuple(documents.REPOSITORY),
    checks=(not_public,),
    standards={"NIST SP 800-53 Rev. 5": ("AC-3", "AC-6"), "PCI DSS 4.0.1": ("7.2.1",)},
    notes="Lists, NotPrincipal and conditions are understood: a condition counts if it must hold "
    "(no IfExists, no ForAllValues, no negation), compares for equality, and has fixed values of a "
    "key that the caller cannot choose: accounts, organisations, VPC endpoints, addresses. "
    "aws:PrincipalTag, aws:UserAgent, aws:Referer and policy variables such as "
    "${aws:PrincipalAccount} keep out nobody. A Deny is never refused. A repository without a "
    "policy "
    "is right: identity policies suffice then.",
)
