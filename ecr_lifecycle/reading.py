"""Turns whatever a caller holds into plain JSON values, or says why it can't.

A policy arrives as text, as bytes, as the objects of a Pulumi program or as a `Policy`. It refuses
to raise, whatever it is given, and to look at what the values mean.
"""

import json
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from ecr_lifecycle.findings import Findings, Spot, shown
from ecr_lifecycle.json_text import half_pair, why
from ecr_lifecycle.limits import MAX_TEXT
from ecr_lifecycle.model import Policy
from ecr_lifecycle.positions import Place, Positions, place

_MAX_DEPTH: Final = 20
_MAX_VALUES: Final = 100_000

MAX_FILE: Final = 300_000
"""Characters of a text that is looked at: far more than ECR takes, and read in no time."""

UNREADABLE: Final = object()
"""What `read` returns when there is nothing to look at."""


def read(source: Any, findings: Findings) -> Any:
    """The plain JSON value of `source`, or `UNREADABLE` with the reason in `findings`.

    In text, `5.0` stays a float, because ECR's schema asks for an integer and reads the text
    itself. In objects it becomes 5: Pulumi's engine carries every number as a double, and the
    text that reaches ECR has no fraction then.
    """
    if isinstance(source, bytes | bytearray):
        try:
            source = bytes(source).decode()
        except UnicodeDecodeError as error:
            findings.invalid(
                "not-text",
                f"the text is not UTF-8 (byte {error.start})",
                "nobody can read it, ECR included",
                "save it as UTF-8",
                place=place(bytes(source[: error.start]).decode(errors="replace"), error.start),
            )
            return UNREADABLE
    if isinstance(source, str):
        return _read_text(source, findings)
    return _read_object(source, findings)


def _read_text(text: str, findings: Findings) -> Any:
    if len(text) > MAX_FILE:
        findings.invalid(
            "file-too-large",
            f"the text has {len(text)} characters",
            f"it is not read: a lifecycle policy has {MAX_TEXT} characters at most",
            "name the file that holds the policy alone",
            place=Place(1, 1),
        )
        return UNREADABLE
    names = _Names()
    try:
        value = json.loads(text, object_pairs_hook=names.members, parse_constant=_no_number)
    except (ValueError, RecursionError) as error:
        found = why(text, error)
        where = Place(found.where.line or 1, found.where.column or 1)
        if found.code == "too-deep":
            _too_deep(findings, where)
        else:
            findings.invalid(
                found.code,
                found.problem,
                "ECR answers 'Could not map policyString into LifecyclePolicy'",
                "write one JSON object with a list `rules`",
                place=where,
            )
        return UNREADABLE
    if "\\u" in text and (half := half_pair(text)) is not None:
        findings.invalid(
            "not-unicode",
            "half of a surrogate pair stands alone",
            "no request can carry it to ECR",
            "write whole characters",
            place=half,
        )
        return UNREADABLE
    if names.repeated:
        _repeated(text, findings)
    return value


class _Names:
    """Makes objects of their members, and notes whether one has a name twice."""

    def __init__(self) -> None:
        self.repeated = False

    def members(self, members: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(members)
        self.repeated = self.repeated or len(found) < len(members)
        return found


def _repeated(text: str, findings: Findings) -> None:
    for steps, where in Positions(text).repeated():
        findings.invalid(
            "duplicate-key",
            f"the key {shown(steps[-1])} is written twice in one object",
            "which of the two values counts is up to whoever reads it, so nobody can say what ECR "
            "would do",
            "write each key once",
            Spot(steps),
            place=where,
        )


def _no_number(name: str) -> Any:
    raise ValueError(f"{name} is not a JSON number")


def _read_object(source: Any, findings: Findings) -> Any:
    try:
        return _Plain().convert(source.to_object() if isinstance(source, Policy) else source, 0)
    except _TooDeepError:
        _too_deep(findings)
    except Exception as error:  # noqa: BLE001  (a proxy object may raise anything when it is read)
        findings.invalid(
            "unreadable",
            f"reading the policy's values raises {type(error).__name__}",
            "nobody can say what the policy does",
            "pass JSON text, or dicts and lists of strings and integers",
        )
    return UNREADABLE


def _too_deep(findings: Findings, where: Place | None = None) -> None:
    findings.invalid(
        "too-deep",
        "the document is nested or repeated far beyond the four levels that a policy has",
        "ECR refuses it",
        'write {"rules": [{"rulePriority": ..., "selection": {...}, "action": {...}}]}',
        place=where,
    )


@dataclass(frozen=True, slots=True)
class Foreign:
    """Stands for a value that JSON has no type for; it keeps no hold of the value itself."""

    type_name: str


class _TooDeepError(Exception):
    """More levels, or more values, than any policy of 30720 characters can have."""


class _Plain:
    """Copies mappings and sequences of any class into dicts and lists, within bounds."""

    def __init__(self) -> None:
        self._values = 0

    def convert(self, value: Any, depth: int) -> Any:
        self._values += 1
        if depth > _MAX_DEPTH or self._values > _MAX_VALUES:
            raise _TooDeepError
        if isinstance(value, str):
            return str(value)
        if isinstance(value, float) and math.isfinite(value) and value.is_integer():
            return int(value)
        if value is None or isinstance(value, bool | int | float):
            return value
        if isinstance(value, Mapping):
            return {
                str(key) if isinstance(key, str) else shown(key): self.convert(
                    value[key], depth + 1
                )
                for key in self._bounded(value)
            }
        if isinstance(value, Sequence) and not isinstance(value, bytes | bytearray | memoryview):
            return [self.convert(item, depth + 1) for item in self._bounded(value)]
        return Foreign(type(value).__name__)

    def _bounded(self, items: Iterable[Any]) -> list[Any]:
        taken: list[Any] = []
        for item in items:
            if len(taken) > _MAX_VALUES:
                raise _TooDeepError
            taken.append(item)
        return taken
