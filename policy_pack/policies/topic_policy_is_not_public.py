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
                problem=f"{statement.label} is for everybody",
                consequence="anybody may read the alerts, which name repositories and "
                "vulnerabilities, or send false ones",
                remedy="the services that publish as Principal, with a condition on "
                "aws:SourceAccount",
            )


POLICY = Policy(
    id="topic-policy-is-not-public",
    title="Topic policies are not public",
    description="A topic policy names who may publish and subscribe.",
    why="Alerts tell where the weak places are.",
    remediation="Name the principals, or add a condition.",
    link="https://docs.aws.amazon.com/sns/latest/dg/sns-access-policy-use-cases.html",
    severity="high",
    scope="resource",
    types=tuple(documents.TOPIC),
    checks=(not_public,),
    standards={"AWS Security Hub": ("SNS.4",), "NIST SP 800-53 Rev. 5": ("AC-3",)},
)
