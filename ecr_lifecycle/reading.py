"""Turns whatever a caller holds into plain JSON values, or says why it can't.

A policy arrives as text, as bytes, as the objects of a Pulumi program or as a `Policy`. It refuses
to raise, whatever it is given, and to look at what the values mean.
"""

import json
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from ecr_lifecycle.findings import Findings, shown
from ecr_lifecycle.model import Policy

_MAX_DEPTH: Final = 20
_MAX_VALUES: Final = 100_000

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
                f"The policy is not UTF-8 text (byte {error.start}), so ECR cannot read it.",
                "Save it as UTF-8.",
            )
            return UNREADABLE
    if isinstance(source, str):
        return _read_text(source, findings)
    return _read_object(source, findings)


def _read_text(text: str, findings: Findings) -> Any:
    repeated: list[str] = []

    def pairs(members: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(members)
        if len(found) < len(members):
            names = [name for name, _ in members]
            repeated.extend(name for name in found if names.count(name) > 1)
        return found

    def constant(name: str) -> Any:
        raise ValueError(f"{name} is no JSON number")

    try:
        value = json.loads(text, object_pairs_hook=pairs, parse_constant=constant)
    except RecursionError:
        _too_deep(findings)
        return UNREADABLE
    except ValueError as error:
        findings.invalid(
            "not-json",
            f"The policy is not JSON: {error}. ECR answers "
            "'Could not map policyString into LifecyclePolicy'.",
            "Write one JSON object with a list `rules`.",
        )
        return UNREADABLE
    for name in repeated:
        findings.invalid(
            "duplicate-key",
            f"The key {shown(name)} is written twice in one object; which of the two values "
            "counts is up to whoever reads it, so nobody can say what ECR would do.",
            "Write each key once.",
        )
    return value


def _read_object(source: Any, findings: Findings) -> Any:
    try:
        return _Plain().convert(source.to_object() if isinstance(source, Policy) else source, 0)
    except _TooDeepError:
        _too_deep(findings)
    except Exception as error:  # noqa: BLE001  (a proxy object may raise anything when it is read)
        findings.invalid(
            "unreadable",
            f"The policy's values cannot be read: {type(error).__name__}.",
            "Pass JSON text, or dicts and lists of strings and integers.",
        )
    return UNREADABLE


def _too_deep(findings: Findings) -> None:
    findings.invalid(
        "too-deep",
        "The policy is nested or repeated far beyond the four levels that a policy has.",
        'Write {"rules": [{"rulePriority": ..., "selection": {...}, "action": {...}}]}.',
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
