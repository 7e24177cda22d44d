"""Whether the conditions of a statement hold for a request.

Source: IAM user guide, "Conditions with multiple context keys or values" (all operators and keys
must hold; of a key's values one, or none if the operator is negated), "Condition operators" (an
absent key fails a positive operator and passes a negated one; `IfExists` passes it; `Null`), "Set
operators for multivalued context keys" (`ForAllValues` passes an absent key, `ForAnyValue` does
not) and "Policy variables". Keys are compared without regard to case.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from container_registry.iam.document import Condition
from container_registry.iam.operators import OPERATORS, Operator
from container_registry.iam.wildcards import literal

Context = Mapping[str, str | Sequence[str]]
"""Context keys of a request, with one value or several."""

ALL: Final = "ForAllValues:"
ANY: Final = "ForAnyValue:"
IF_EXISTS: Final = "IfExists"
_VARIABLE: Final = re.compile(r"\$\{([^*?$}][^,}]*)(?:,\s*'([^']*)')?\}")


class ConditionError(ValueError):
    """A condition that IAM would refuse: the operator does not exist."""


@dataclass(frozen=True)
class Parts:
    """An operator taken apart: set qualifier, bare name, `IfExists`."""

    qualifier: str
    name: str
    if_exists: bool

    @property
    def operator(self) -> Operator | None:
        """The operator; None for `Null` and for a name that doesn't exist."""
        return OPERATORS.get(self.name)

    @property
    def binds(self) -> bool:
        """Whether it holds only if the key is there and has one of the values."""
        operator = self.operator
        return (
            operator is not None
            and not operator.negated
            and not self.if_exists
            and self.qualifier != ALL
        )


def split(operator: str) -> Parts:
    """Take an operator's name apart."""
    qualifier = next((one for one in (ALL, ANY) if operator.startswith(one)), "")
    name = operator.removeprefix(qualifier)
    return Parts(qualifier, name.removesuffix(IF_EXISTS), name.endswith(IF_EXISTS))


def hold(conditions: Iterable[Condition], context: Context) -> bool:
    """Whether all conditions hold. Raises `ConditionError` for an operator that doesn't exist."""
    lowered = {key.lower(): _list(value) for key, value in context.items()}
    return all(_holds(condition, lowered) for condition in conditions)


def _list(value: str | Sequence[str]) -> list[str]:
    return [value] if isinstance(value, str) else list(value)


def _holds(condition: Condition, context: Mapping[str, list[str]]) -> bool:
    parts = split(condition.operator)
    given = context.get(condition.key.lower(), [])
    if parts.name == "Null":
        return any((value.lower() == "true") is (not given) for value in condition.values)
    if parts.operator is None:
        raise ConditionError(f"IAM knows no condition operator {condition.operator!r}")
    if not given:
        return _holds_without(parts, parts.operator)
    wanted = [text for value in condition.values if (text := _filled(value, context)) is not None]
    found = [_one(parts.operator, wanted, value) for value in given]
    return all(found) if parts.qualifier == ALL or _none_may_match(parts) else any(found)


def _holds_without(parts: Parts, operator: Operator) -> bool:
    if parts.if_exists or parts.qualifier == ALL:
        return True
    return operator.negated and parts.qualifier != ANY


def _none_may_match(parts: Parts) -> bool:
    """Without a qualifier, a negated operator holds if none of the request's values match."""
    return parts.operator is not None and parts.operator.negated and not parts.qualifier


def _one(operator: Operator, wanted: Iterable[str], given: str) -> bool:
    return operator.negated is not any(operator.compare(text, given) for text in wanted)


def _filled(value: str, context: Mapping[str, list[str]]) -> str | None:
    """The value with its variables filled; None where one is missing or has several values."""
    missing = False

    def fill(found: re.Match[str]) -> str:
        nonlocal missing
        given = context.get(found[1].strip().lower(), [])
        if len(given) == 1:
            return literal(given[0])
        missing = missing or found[2] is None
        return literal(found[2] or "")

    text = _VARIABLE.sub(fill, value)
    return None if missing else text
