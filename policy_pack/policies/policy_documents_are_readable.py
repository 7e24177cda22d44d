"""IAM policy documents are what IAM reads, with actions that exist."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Final

from container_registry.catalogue.actions import known, near
from container_registry.iam.conditions import split
from container_registry.iam.document import Statement
from container_registry.iam.wildcards import is_wild
from policy_pack.framework.policy import Case, Policy, Violation
from policy_pack.framework.resource import Path
from policy_pack.subjects import documents

_FEW: Final = 20


def trust_is_readable(case: Case) -> Iterator[Violation]:
    """JSON with statements, elements and operators that IAM knows, in a role's trust policy."""
    yield from _unreadable(case, documents.TRUST)


def others_are_readable(case: Case) -> Iterator[Violation]:
    """The same in every other document; ECR actions exist."""
    for places in documents.ALL:
        if places is not documents.TRUST:
            yield from _unreadable(case, places)


def _unreadable(case: Case, places: Mapping[str, Path]) -> Iterator[Violation]:
    for path, why in documents.problems(case.resource, places):
        yield Violation(
            path=path,
            problem=why,
            impact="AWS refuses the document in the middle of the update, or reads it otherwise "
            "than it was meant; no other policy of this pack can judge it",
            fix="one JSON document as the IAM policy grammar has it, each key once",
        )
    for path, statement in documents.statements(case.resource, places):
        yield from _operators(path, statement)
        yield from islice(_actions(path, statement), _FEW)


def _operators(path: Path, statement: Statement) -> Iterator[Violation]:
    for condition in statement.conditions:
        parts = split(condition.operator)
        if parts.operator is None and parts.name != "Null":
            yield Violation(
                path=path,
                problem=f"{statement.label}: IAM has no condition operator "
                f"{condition.operator[:80]!r}",
                impact="AWS refuses the document in the middle of the update",
                fix="an operator such as StringEquals, StringLike, ArnLike, Bool or IpAddress",
            )


def _actions(path: Path, statement: Statement) -> Iterator[Violation]:
    for action in (*(statement.actions or ()), *(statement.not_actions or ())):
        if not action.lower().startswith("ecr:") or is_wild(action) or known(action):
            continue
        meant = near(action)
        yield Violation(
            path=path,
            problem=f"{statement.label}: ECR has no action {action[:80]!r}"
            + ("" if meant else " that this pack knows"),
            impact="IAM takes the name and grants nothing, so whoever needs the action is refused"
            if meant
            else "nothing, if the action is newer than this pack; nobody gets anything, if it is a "
            "slip",
            fix=f"`{meant}`" if meant else "a name from the service authorization reference",
            advisory=meant is None,
        )


POLICY = Policy(
    id="policy-documents-are-readable",
    title="Policy documents are readable",
    description="IAM policy documents follow IAM's grammar, and their ECR actions exist.",
    why="A document that cannot be read cannot be judged either: the other policies of this pack "
    "would have nothing to say about it. Leave this one on.",
    remediation="Correct the document.",
    link="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html",
    severity="medium",
    scope="resource",
    types=tuple(dict.fromkeys(kind for places in documents.ALL for kind in places)),
    checks=(trust_is_readable, others_are_readable),
    standards={"NIST SP 800-53 Rev. 5": ("AC-3",)},
    notes="Refused are texts beyond AWS's quotas, keys that are written twice in one object "
    "(readers "
    "differ on which counts), elements and operators that IAM does not have, and ECR actions that "
    "are nearly the name of a known one. An `ecr:` action that is near to none is only noted: it "
    "may "
    "be newer than the pack.",
)
