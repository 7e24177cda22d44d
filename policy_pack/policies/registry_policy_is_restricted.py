"""A registry policy grants replication and caching to somebody, not everything to everybody."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from container_registry.iam.document import Statement
from container_registry.iam.reach import reach
from container_registry.iam.wildcards import is_wild
from policy_pack.framework.policy import Case, Policy, Violation
from policy_pack.subjects import documents

GRANTABLE: Final = frozenset(
    {
        "ecr:batchchecklayeravailability", "ecr:batchgetimage", "ecr:batchimportupstreamimage",
        "ecr:createrepository", "ecr:getdownloadurlforlayer", "ecr:replicateimage",
    }
)  # fmt: skip
"""Replication, caching and, with the policy scope V2, pulling. Source: Amazon ECR user guide,
"Private registry permissions" and "Switching to the extended registry policy scope"."""


def restricted(case: Case) -> Iterator[Violation]:
    """Named principals, and the actions that registry policies are for."""
    for path, statement in documents.statements(case.resource, documents.REGISTRY):
        for problem in _problems(statement) if statement.effect == "Allow" else ():
            yield Violation(
                path=path,
                problem=f"{statement.label} {problem}",
                impact="it holds for every repository of the registry, future ones included: "
                "whoever is let in creates repositories or replaces images",
                fix="the accounts in `Principal`, with ecr:CreateRepository and "
                "ecr:ReplicateImage (replication) or ecr:BatchImportUpstreamImage (caches)",
            )


def _problems(statement: Statement) -> Iterator[str]:
    if reach(statement).everyone:
        yield "is for everybody"
    if statement.not_actions is not None:
        yield "grants everything but a list (NotAction)"
    wide = [one for one in statement.actions or () if is_wild(one) or one.lower() not in GRANTABLE]
    if wide:
        yield f"grants {', '.join(one[:60] for one in wide[:10])}"


POLICY = Policy(
    id="registry-policy-is-restricted",
    title="Registry policies are restricted",
    description="A registry policy names its principals, and grants no more than pulls and copies.",
    why="A registry policy holds for all repositories of an account's region at once.",
    remediation="Name the principals and the actions.",
    link="https://docs.aws.amazon.com/AmazonECR/latest/userguide/registry-permissions.html",
    severity="high",
    scope="resource",
    types=tuple(documents.REGISTRY),
    checks=(restricted,),
    standards={"NIST SP 800-53 Rev. 5": ("AC-3", "AC-6")},
)
