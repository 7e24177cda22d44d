"""A policy document as a sequence of statements, each element always a tuple.

Owns the reading of what IAM accepts in several shapes: a text or an object, one statement or a
list, one value or a list, `Principal: "*"` or a map. Keeps the `Not` forms apart from the others,
because they mean the opposite. Refuses what two readers would read differently (a key that is
written twice) and what no service takes (texts beyond AWS's limits), before anything else is looked
at. Sources: IAM user guide, "Grammar of the IAM JSON policy language" and "IAM and AWS STS quotas".
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, Literal

from ecr_lifecycle import wildcard

Effect = Literal["Allow", "Deny"]

EVERYONE: Final = "*"
LONGEST: Final = 32_768
"""Characters without white space; no service takes a longer policy (KMS key policies: 32 KB)."""
_REFUSALS: Final = {
    "StringNotEquals": "StringEquals",
    "StringNotLike": "StringLike",
    "ArnNotEquals": "ArnEquals",
    "ArnNotLike": "ArnLike",
    "NotIpAddress": "IpAddress",
}
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
    unless_denied: tuple[Condition, ...] = ()
    """What must hold as well, because a Deny of the same document refuses everybody else."""

    @property
    def limits(self) -> tuple[Condition, ...]:
        """All that must hold for this statement to allow anything."""
        return (*self.conditions, *self.unless_denied)

    @property
    def label(self) -> str:
        """How messages call the statement."""
        sid = self.sid if len(self.sid) <= 60 else f"{self.sid[:57]}..."
        return f"statement {self.index + 1}" + (f" ({sid})" if sid else "")


@dataclass(frozen=True)
class Document:
    """A policy document."""

    statements: tuple[Statement, ...]
    version: str = "2008-10-17"

    @property
    def allows(self) -> tuple[Statement, ...]:
        """The statements that grant something."""
        return tuple(one for one in self.statements if one.effect == "Allow")


def parse(document: str | Mapping[str, Any], *, longest: int = LONGEST) -> Document:
    """Read a document from its JSON text or from an object. Raises `DocumentError`.

    `longest` is how many characters the service takes; white space is not counted.
    """
    body = _loaded(document, longest)
    statements = body.get("Statement")
    if isinstance(statements, Mapping):
        statements = [statements]
    if not isinstance(statements, list):
        raise DocumentError("Statement: expected a statement or a list of statements")
    return Document(
        statements=_bounded(_statement(index, one) for index, one in enumerate(statements)),
        version=str(body.get("Version", "2008-10-17")),
    )


def _bounded(statements: Iterable[Statement]) -> tuple[Statement, ...]:
    """The statements, each Allow with what the denials of the document leave of it.

    A Deny for everybody with one negated condition (`StringNotEquals` on the organisation) keeps
    out whoever does not have the value, so it limits what it covers as a condition would. Source:
    IAM user guide, "Policy evaluation logic"; a negated operator also holds for an absent key.
    """
    found = tuple(statements)
    denials = [one for one in found if one.effect == "Deny" and _is_about_everybody(one)]
    return tuple(
        replace(
            one, unless_denied=tuple(_kept(denial) for denial in denials if _covers(denial, one))
        )
        if one.effect == "Allow" and denials
        else one
        for one in found
    )


def _is_about_everybody(denial: Statement) -> bool:
    """A Deny of everybody that has one condition, which refuses all values but some."""
    if len(denial.conditions) != 1 or denial.not_principals or denial.not_actions is not None:
        return False
    operator = denial.conditions[0].operator.removesuffix("IfExists")
    everybody = denial.principals is None or any(one.value == EVERYONE for one in denial.principals)
    return everybody and operator in _REFUSALS


def _kept(denial: Statement) -> Condition:
    (condition,) = denial.conditions
    return replace(condition, operator=_REFUSALS[condition.operator.removesuffix("IfExists")])


def _covers(denial: Statement, allowed: Statement) -> bool:
    """Whether the denial is about all that the other allows, as far as the texts tell."""
    if allowed.not_actions is not None:
        return EVERYONE in (denial.actions or ())
    actions = all(_fits(one.lower(), denial.actions, lower=True) for one in allowed.actions or ())
    resources = denial.not_resources is None and (
        denial.resources is None
        or all(_fits(one, denial.resources) for one in allowed.resources or (EVERYONE,))
    )
    return actions and resources


def _fits(text: str, patterns: tuple[str, ...] | None, *, lower: bool = False) -> bool:
    """Whether all that a text stands for fits one pattern; a `*` of the text is taken as it is."""
    return any(wildcard.matches(one.lower() if lower else one, text) for one in patterns or ())


def _loaded(document: str | Mapping[str, Any], longest: int) -> Mapping[str, Any]:
    body: Any = document
    if isinstance(document, str):
        _measure(document, longest)
        body = _from_text(document)
    if not isinstance(body, Mapping):
        raise DocumentError("expected a JSON object with Version and Statement")
    if body is document:
        _measure(_to_text(body), longest)
    if "\\ud" in json.dumps(body).lower():
        _refuse_surrogates(body)
    return body


def _from_text(text: str) -> Any:
    def once(members: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(members)
        if len(found) < len(members):
            names = [name for name, _ in members]
            twice = next(name for name in names if names.count(name) > 1)
            raise DocumentError(
                f"the key {twice[:60]!r} is written twice in one object, and readers differ on "
                "which one counts"
            )
        return found

    def constant(name: str) -> Any:
        raise DocumentError(f"{name} is not a JSON number")

    try:
        return json.loads(text, object_pairs_hook=once, parse_constant=constant)
    except RecursionError:
        raise DocumentError("it is nested far deeper than a policy document is") from None
    except DocumentError:
        raise
    except ValueError as error:
        raise DocumentError(f"not a JSON document: {str(error)[:200]}") from None


def _to_text(body: Mapping[str, Any]) -> str:
    try:
        return json.dumps(body, default=str, separators=(",", ":"), ensure_ascii=False)
    except (RecursionError, TypeError, ValueError):
        raise DocumentError("it is nested too deeply, or has keys that are no texts") from None


def _measure(text: str, longest: int) -> None:
    if len(text) <= longest:
        return
    length = len(text) - sum(map(text.count, " \t\r\n"))
    if length > longest:
        raise DocumentError(f"it has {length:,} characters, and AWS takes at most {longest:,}")


def _refuse_surrogates(body: Any) -> None:
    try:
        json.dumps(body, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        raise DocumentError("it has half of a surrogate pair, which is no character") from None


def _statement(index: int, raw: Any) -> Statement:
    at = f"Statement[{index}]"
    if not isinstance(raw, Mapping):
        raise DocumentError(f"{at}: expected an object")
    unknown = sorted(set(raw) - _ELEMENTS)
    if unknown:
        raise DocumentError(f"{at}: IAM knows no element {_shown(unknown)}")
    effect = raw.get("Effect")
    if effect not in ("Allow", "Deny"):
        raise DocumentError(f"{at}.Effect: expected Allow or Deny, got {_shown([effect])}")
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


def _shown(values: Sequence[Any]) -> str:
    """A few values, each short: what a document says may be as long as it likes."""
    few = ", ".join(f"{text[:60]!r}" for text in map(str, values[:3]))
    return f"{few} and {len(values) - 3} more" if len(values) > 3 else few


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
