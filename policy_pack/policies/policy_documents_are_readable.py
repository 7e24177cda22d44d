"""IAM policy documents are what IAM reads, with actions that exist."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from container_registry.catalogue.actions import known
from container_registry.iam.conditions import split
from container_registry.iam.document import Statement
from container_registry.iam.wildcards import is_wild
from policy_pack.framework.policy import Case, Policy, Violation
from policy_pack.framework.resource import Path
from policy_pack.subjects import documents

OTHERS: Final = (
    documents.IDENTITY,
    documents.REPOSITORY,
    documents.REGISTRY,
    documents.KEY,
    documents.TOPIC,
    documents.ENDPOINT,
)


def trust_is_readable(case: Case) -> Iterator[Violation]:
    """JSON with statements, elements and operators that IAM knows, in a role's trust policy."""
    yield from _unreadable(case, documents.TRUST)


def others_are_readable(case: Case) -> Iterator[Violation]:
    """The same in every other document; ECR actions exist."""
    for places in OTHERS:
        yield from _unreadable(case, places)


def _unreadable(case: Case, places: Mapping[str, Path]) -> Iterator[Violation]:
    for path, why in documents.problems(case.resource, places):
        yield _wrong(path, why)
    for path, statement in documents.statements(case.resource, places):
        yield from (_wrong(path, text) for text in _mistakes(statement))


def _mistakes(statement: Statement) -> Iterator[str]:
    for condition in statement.conditions:
        parts = split(condition.operator)
        if parts.operator is None and parts.name != "Null":
            yield f"{statement.label}: IAM knows no condition operator {condition.operator!r}"
    for action in (*(statement.actions or ()), *(statement.not_actions or ())):
        if action.lower().startswith("ecr:") and not is_wild(action) and not known(action):
            yield f"{statement.label}: ECR has no action {action!r}"


def _wrong(path: Path, problem: str) -> Violation:
    return Violation(
        path=path,
        problem=problem,
        consequence="IAM refuses the document in the middle of the update; or it takes an action "
        "that doesn't exist, and nobody may do what was meant",
        remedy="a document as the IAM policy grammar has it, with names from the service "
        "authorization reference",
    )


POLICY = Policy(
    id="policy-documents-are-readable",
    title="Policy documents are readable",
    description="IAM policy documents follow IAM's grammar, and their ECR actions exist.",
    why="A document that cannot be read cannot be judged either: the other policies of this pack "
    "would have nothing to say about it.",
    remediation="Correct the document.",
    link="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html",
    severity="medium",
    scope="resource",
    types=tuple(dict.fromkeys(kind for places in (documents.TRUST, *OTHERS) for kind in places)),
    checks=(trust_is_readable, others_are_readable),
    standards={"NIST SP 800-53 Rev. 5": ("AC-3",)},
)
