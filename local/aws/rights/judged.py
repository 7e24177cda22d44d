"""Whether a caller has what a call needs: identity policies, the permissions boundary, conditions.

IAM user guide, "Policy evaluation logic": an explicit deny wins, and a boundary must allow too. The
decision is `container_registry.iam`'s, the same as for ECR.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from container_registry.iam.document import Document, Principal
from container_registry.iam.evaluate import Decision, Request, decide
from local.aws.oci.access import Caller, policies_of
from local.aws.rights.needs import Need


def refusal(caller: Caller, wanted: Iterable[Need], around: Mapping[str, str]) -> str | None:
    """What IAM refuses of a call, and why, in its words; None if it allows it.

    Args:
        caller: who calls.
        wanted: the actions that the call needs.
        around: condition keys that all of them have.
    """
    if caller.is_root:
        return None
    layers = policies_of(caller)
    return next((_said(need) for need in wanted if not _has(layers, need, around)), None)


def _has(layers: Sequence[list[Document]], need: Need, around: Mapping[str, str]) -> bool:
    """Whether every layer allows it: the policies, the boundary, the session's own policy."""
    request = Request(
        need.action,
        need.resource or "*",
        Principal("AWS", around["aws:PrincipalArn"]),
        {**around, **need.context},
    )
    return all(
        decide(documents if need.resource else map(_anywhere, documents), request)
        is Decision.ALLOWED
        for documents in layers
    )


def _anywhere(document: Document) -> Document:
    """The document where the call's resource is not known: an allowed action is allowed."""
    statements: list[Any] = [
        replace(one, resources=None, not_resources=None) if one.effect == "Allow" else one
        for one in document.statements
    ]
    return Document(tuple(statements))


def _said(need: Need) -> str:
    on = f" on resource: {need.resource}" if need.resource else ""
    return f"{need.action}{on} because no identity-based policy allows the {need.action} action"
