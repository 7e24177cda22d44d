"""Collects problems while a policy is looked at, so that all of them come at once."""

import json
from typing import Any

from ecr_lifecycle.problem import Problem, Severity

_SHOWN = 60


class Findings(list[Problem]):
    """The problems found so far, in the order of the document."""

    def invalid(self, code: str, message: str, remedy: str, rule: int | None = None) -> None:
        """Add something that ECR refuses."""
        self.append(
            Problem(code=code, severity=Severity.INVALID, message=message, remedy=remedy, rule=rule)
        )


def shown(value: Any) -> str:
    """`value` as a message can hold it: short, one line, pure ASCII whatever it was."""
    if isinstance(value, dict):
        return "an object"
    if isinstance(value, list):
        return "a list"
    if isinstance(value, int) and not isinstance(value, bool) and value.bit_length() > 128:
        return f"a number of {value.bit_length()} bits"
    if value is None or isinstance(value, bool | int | float | str):
        text = json.dumps(value)
        return text if len(text) <= _SHOWN else text[: _SHOWN - 3] + "..."
    return f"a value of type {getattr(value, 'type_name', type(value).__name__)}"
