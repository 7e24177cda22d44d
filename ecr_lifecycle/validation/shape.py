"""Keys and types of one JSON object: what is missing, unknown, null or of the wrong type."""

from dataclasses import dataclass
from typing import Any

from ecr_lifecycle.findings import Findings, shown
from ecr_lifecycle.limits import MAX_INTEGER

_SCHEMA = "ECR answers 'instance failed to match exactly one schema (matched 0 out of 2)'"


@dataclass(frozen=True, slots=True)
class Spot:
    """Where in the document something stands: its path, and its rule's priority if known."""

    path: str
    rule: int | None

    def of(self, key: str) -> "Spot":
        """The member `key` of this object."""
        return Spot(f"{self.path}.{key}" if self.path else key, self.rule)


def members(
    value: Any,
    spot: Spot,
    findings: Findings,
    *,
    required: tuple[str, ...],
    optional: tuple[str, ...] = (),
) -> dict[str, Any]:
    """The members of `value` that are known and not null; everything else becomes a finding."""
    known = required + optional
    name = spot.path or "the policy"
    if not isinstance(value, dict):
        findings.invalid(
            "wrong-type",
            f"{name} is {shown(value)} and must be an object; {_SCHEMA}.",
            f"Write an object with {_listed(known)}.",
            spot.rule,
        )
        return {}
    for key in value:
        if key not in known:
            findings.invalid(
                "unknown-key",
                f"{name} has the key {shown(key)}, which ECR does not know; {_SCHEMA}.",
                f"Remove it; the keys here are {_listed(known)}.",
                spot.rule,
            )
        elif value[key] is None:
            findings.invalid(
                "null-value",
                f"{spot.of(key).path} is null; ECR refuses nulls. {_SCHEMA}.",
                "Leave the key out, or give it a value.",
                spot.rule,
            )
    for key in required:
        if key not in value:
            findings.invalid(
                "missing-key",
                f"{name} has no `{key}`; {_SCHEMA}.",
                f"Add `{key}`.",
                spot.rule,
            )
    return {key: value[key] for key in known if value.get(key) is not None}


def choice(value: Any, allowed: tuple[str, ...], spot: Spot, findings: Findings) -> str | None:
    """`value` if it is one of `allowed`."""
    if isinstance(value, str) and value in allowed:
        return value
    findings.invalid(
        "unknown-value",
        f"{spot.path} is {shown(value)}, which ECR does not know; {_SCHEMA}.",
        f"Write {' or '.join(shown(each) for each in allowed)}.",
        spot.rule,
    )
    return None


def positive(
    value: Any, code: str, spot: Spot, findings: Findings, consequence: str = ""
) -> int | None:
    """`value` if it is an integer from 1 to what ECR's model holds."""
    if isinstance(value, bool) or not isinstance(value, int):
        findings.invalid(
            "wrong-type",
            f"{spot.path} is {shown(value)} and must be an integer; {_SCHEMA}.",
            "Write a whole number, without quotes and without a fraction.",
            spot.rule,
        )
    elif value < 1:
        findings.invalid(
            code,
            f"{spot.path} is {shown(value)}; ECR takes positive integers only.{consequence}",
            "Write 1 or more.",
            spot.rule,
        )
    elif value > MAX_INTEGER:
        findings.invalid(
            "number-too-large",
            f"{spot.path} is {shown(value)}, which ECR's 32-bit integers cannot hold.",
            f"Write at most {MAX_INTEGER}.",
            spot.rule,
        )
    else:
        return value
    return None


def text(value: Any, spot: Spot, findings: Findings) -> str | None:
    """`value` if it is a string that can be sent."""
    if not isinstance(value, str):
        findings.invalid(
            "wrong-type",
            f"{spot.path} is {shown(value)} and must be a string; {_SCHEMA}.",
            "Write a string.",
            spot.rule,
        )
        return None
    if any("\ud800" <= character <= "\udfff" for character in value):
        findings.invalid(
            "not-unicode",
            f"{spot.path} is {shown(value)}, half of a surrogate pair, which no request can "
            "carry to ECR.",
            "Write whole characters.",
            spot.rule,
        )
        return None
    return value


def _listed(keys: tuple[str, ...]) -> str:
    return ", ".join(f"`{key}`" for key in keys)
