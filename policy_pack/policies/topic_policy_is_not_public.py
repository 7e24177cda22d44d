"""No topic policy lets everybody publish or subscribe."""

from __future__ import annotations

from collections.abc import Iterator

from container_registry.iam.reach import reach
from policy_pack.framework.policy import Case, Policy, Violation
from policy_pack.subjects import documents


def not_public(case: Case) -> Iterator[Violation]:
    """No Allow for everybody without a condition that tells callers apart."""
    for path, statement in documents.statements(case.resource, documents.TOPIC):
        if statement.effect == "Allow" and reach(statement).everyone:
            yield Violation(
                path=path,
                problem=f"{statement.label} is for everybody, and no condition says who",
                impact="any AWS account may do what the statement allows: read the topic's "
                "messages, or publish false ones",
                fix="the services that publish in `Principal`, with a condition on "
                "aws:SourceAccount or aws:SourceArn",
            )


POLICY = Policy(
    id="topic-policy-is-not-public",
    title="Topic policies are not public",
    description="A topic policy names who may publish and subscribe.",
    why="Who can publish can send false alerts; who can subscribe reads what is meant for others.",
    remediation="Name the principals, or add a condition.",
    link="https://docs.aws.amazon.com/sns/latest/dg/sns-access-policy-use-cases.html",
    severity="high",
    scope="resource",
    types=tuple(documents.TOPIC),
    checks=(not_public,),
    standards={"AWS Security Hub": ("SNS.4",), "NIST SP 800-53 Rev. 5": ("AC-3",)},
    notes="SNS's own default policy (`Principal: *` with AWS:SourceOwner) is for the topic's "
    "owner, "
    "and one with the ARN of a bucket in aws:SourceArn is for that bucket: both are accepted.",
)
