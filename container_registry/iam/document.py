"""A policy document as a sequence of statements, each element always a tuple.

Owns the reading of what IAM accepts in several shapes: a text or an object, one statement or a
list, one value or a list, `Principal: "*"` or a map. Keeps the `Not` forms apart from the others,
because they mean the opposite. Source: IAM user guide, "Grammar of the IAM JSON policy language".
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal

Effect = Literal["Allow", "Deny"]

EVERYONE: Final = "*"
_ELEMENTS: Final = frozenset(
    {
        "Sid",
        "Effect",
        "Principal",
        "NotPrincipal",
        "Action",
        "NotAction",
        "Resource",
        "NotResource",
        "Condition",
    }
)


class DocumentError(ValueError):
    """The text is no policy document; the message says why and where."""


@dataclass(frozen=True)
class Principal:
    """One principal: its kind (`AWS`, `Federated`, `Service`, `CanonicalUser`) and its value."""

    kind: str
    value: str


@dataclass(frozen=True)
class Condition:
    """One key of one operator, with the values of which one must hold (none, if negated)."""

    operator: str
    key: str
    values: tuple[str, ...]


@dataclass(frozen=True)
class Statement:
    """One statement. A `not_` tuple is what the statement is not about; None where it is absent."""

    index: int
    effect: Effect
    sid: str = ""
    principals: tuple[Principal, ...] | None = None
    not_principals: tuple[Principal, ...] | None = None
    actions: tuple[str, ...] | None = None
    not_actions: tuple[str, ...] | None = None
    resources: tuple[str, ...] | None = None
    not_resources: tuple[str, ...] | None = None
    conditions: tuple[Condition, ...] = ()

    @property
    def label(self) -> str:
        """How messages call the statement."""
        return f"statement {self.index + 1}" + (f" ({self.sid})" if self.sid else "")


@dataclass(frozen=True)
class Document:
    """A policy document."""

    statements: tuple[Statement, ...]
    version: str = "2008-10-17"

    @property
    def allows(self) -> tuple[Statement, ...]:
        """The statements that grant something."""
        return tuple(one for one in self.statements if one.effect == "Allow")


def parse(document: str | Mapping[str, Any]) -> Document:
    """Read a document from its JSON text or from an object. Raises `DocumentError`."""
    body = _loaded(document)
    statements = body.get("Statement")
    if isinstance(statements, Mapping):
        statements = [statements]
    if not isinstance(statements, list):
        raise DocumentError("Statement: expected a statement or a list of statements")
    return Document(
        statements=tuple(_statement(index, one) for index, one in enumerate(statements)),
        version=str(body.get("Version", "2008-10-17")),
    )


def _loaded(document: str | Mapping[str, Any]) -> Mapping[str, Any]:
    body: Any = document
    if isinstance(document, str):
        try:
            body = json.loads(document)
        except ValueError as error:
            raise DocumentError(f"not a JSON document: {error}") from None
    if not isinstance(body, Mapping):
        raise DocumentError("expected a JSON object with Version and Statement")
    return body


def _statement(index: int, raw: Any) -> Statement:
    at = f"Statement[{index}]"
    if not isinstance(raw, Mapping):
        raise DocumentError(f"{at}: expected an object")
    unknown = sorted(set(raw) - _ELEMENTS)
    if unknown:
        raise DocumentError(f"{at}: IAM knows no element {', '.join(map(repr, unknown))}")
    effect = raw.get("Effect")
    if effect not in ("Allow", "Deny"):
        raise DocumentError(f"{at}.Effect: expected Allow or Deny, got {effect!r}")
    return Statement(
        index=index,
        effect=effect,
        sid=str(raw.get("Sid", "")),
        principals=_principals(raw, "Principal", at),
        not_principals=_principals(raw, "NotPrincipal", at),
        actions=_texts(raw, "Action", at),
        not_actions=_texts(raw, "NotAction", at),
        resources=_texts(raw, "Resource", at),
        not_resources=_texts(raw, "NotResource", at),
        conditions=_conditions(raw.get("Condition", {}), f"{at}.Condition"),
    )


def _texts(raw: Mapping[str, Any], element: str, at: str) -> tuple[str, ...] | None:
    return _values(raw[element], f"{at}.{element}") if element in raw else None


def _values(value: Any, at: str) -> tuple[str, ...]:
    values = value if isinstance(value, list | tuple) else [value]
    if not all(isinstance(one, str | bool | int | float) for one in values):
        raise DocumentError(f"{at}: expected a text or a list of texts")
    return tuple(json.dumps(one) if not isinstance(one, str) else one for one in values)


def _principals(raw: Mapping[str, Any], element: str, at: str) -> tuple[Principal, ...] | None:
    if element not in raw:
        return None
    value = raw[element]
    if isinstance(value, str):
        return (Principal("AWS", value),)
    if not isinstance(value, Mapping):
        raise DocumentError(f'{at}.{element}: expected "*" or a map of kinds to principals')
    return tuple(
        Principal(kind, one)
        for kind, group in value.items()
        for one in _values(group, f"{at}.{element}.{kind}")
    )


def _conditions(raw: Any, at: str) -> tuple[Condition, ...]:
    if not isinstance(raw, Mapping):
        raise DocumentError(f"{at}: expected a map of operators")
    found = []
    for operator, keys in raw.items():
        if not isinstance(keys, Mapping):
            raise DocumentError(f"{at}.{operator}: expected a map of keys")
        found += [
            Condition(operator, key, _values(values, f"{at}.{operator}.{key}"))
            for key, values in keys.items()
        ]
    return tuple(found)
