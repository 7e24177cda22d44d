"""A policy document and its statements, as AWS reads them.

Owns the shape: element order, lists that are never empty, one JSON text for one meaning, so that
a second update finds no difference.
"""

import json
from collections.abc import Mapping, Sequence
from typing import Any, Final

_VERSION: Final = "2012-10-17"

Statement = dict[str, Any]
Condition = Mapping[str, Mapping[str, str | Sequence[str]]]


def allow(
    sid: str,
    actions: Sequence[str],
    *,
    resources: Sequence[str] | None = None,
    principals: Mapping[str, Sequence[str]] | str | None = None,
    condition: Condition | None = None,
) -> Statement:
    """One `Allow` statement.

    Args:
        sid: the statement's name, letters and digits.
        actions: the actions, with their service's prefix.
        resources: ARNs; none in a trust or repository policy, whose resource is itself.
        principals: by kind (`AWS`, `Service`, `Federated`), or `*`; none in an identity policy.
        condition: operators with their keys and values.
    """
    statement: Statement = {"Sid": sid, "Effect": "Allow"}
    if principals is not None:
        statement["Principal"] = (
            principals
            if isinstance(principals, str)
            else {kind: _one_or_many(values) for kind, values in principals.items()}
        )
    statement["Action"] = _one_or_many(sorted(set(actions)))
    if resources is not None:
        statement["Resource"] = _one_or_many(resources)
    if condition:
        statement["Condition"] = {
            operator: {
                key: value if isinstance(value, str) else _one_or_many(value)
                for key, value in keys.items()
            }
            for operator, keys in condition.items()
        }
    return statement


def deny(
    sid: str,
    actions: Sequence[str],
    *,
    principals: Mapping[str, Sequence[str]] | str,
    condition: Condition,
) -> Statement:
    """One `Deny` statement of a resource policy; without a condition it would lock all out."""
    statement = allow(sid, actions, principals=principals, condition=condition)
    return {**statement, "Effect": "Deny"}


def document(*statements: Statement) -> str:
    """The document's JSON text, without needless space."""
    body = {"Version": _VERSION, "Statement": list(statements)}
    return json.dumps(body, separators=(",", ":"), ensure_ascii=False)


def _one_or_many(values: Sequence[str]) -> str | list[str]:
    """AWS stores a list of one as its element; written so, nothing differs when it is read back."""
    return values[0] if len(values) == 1 else list(values)
