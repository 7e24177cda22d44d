"""What a policy decides about a request of which not every condition key is known. Pure.

Owns the third answer: it depends on keys that nobody here knows. An unknown key is not an absent
one, which `container_registry.iam` would take it for: a Deny unless `aws:SourceVpce` is right would
seem to deny everybody.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from container_registry.iam import evaluate
from container_registry.iam.document import Document, Statement
from container_registry.iam.evaluate import Decision, Request


@dataclass(frozen=True)
class Answer:
    """What is decided.

    Attributes:
        decision: the decision; where it depends, the one that holds if no unknown condition does.
        by: the statement that decides; None where none does.
        denied_if: the unknown keys on which a Deny depends.
        allowed_if: the unknown keys on which the missing Allow depends.
    """

    decision: Decision
    by: Statement | None = None
    denied_if: tuple[str, ...] = ()
    allowed_if: tuple[str, ...] = ()


def decide(document: Document, request: Request, absent: Iterable[str] = ()) -> Answer:
    """The decision of one document.

    Args:
        document: the policy.
        request: the call, with the condition keys that are known.
        absent: keys that the call is known not to have.
    """
    known = {key.lower() for key in (*request.context, *absent)}
    sure: dict[str, Statement] = {}
    perhaps: dict[str, set[str]] = {"Allow": set(), "Deny": set()}
    for statement in document.statements:
        told = tuple(one for one in statement.conditions if one.key.lower() in known)
        if not evaluate.applies(replace(statement, conditions=told), request):
            continue
        unknown = {one.key for one in statement.conditions if one.key.lower() not in known}
        if unknown:
            perhaps[statement.effect] |= unknown
        else:
            sure.setdefault(statement.effect, statement)
    if "Deny" in sure:
        return Answer(Decision.DENIED, sure["Deny"])
    denies = tuple(sorted(perhaps["Deny"]))
    if "Allow" in sure:
        return Answer(Decision.ALLOWED, sure["Allow"], denies)
    return Answer(Decision.NOT_ALLOWED, None, denies, tuple(sorted(perhaps["Allow"])))
